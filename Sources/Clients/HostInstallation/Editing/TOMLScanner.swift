import JSONText

/// Walks over a TOML text statement by statement.
struct TOMLScanner {
    let bytes: [UInt8]
    var position: Int
    private var depth = 0
    /// How many elements a list of tables has so far, by its path.
    private var lists: [ConfigPath: Int] = [:]

    init(bytes: [UInt8], position: Int) {
        self.bytes = bytes
        self.position = position
    }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func startsWith(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    private func fault(_ what: String) -> NotEditable {
        let line = bytes[..<min(position, bytes.count)].count { $0 == 0x0A } + 1
        return NotEditable(reason: "it cannot be understood in line \(line): \(what)")
    }

    mutating func document() throws(NotEditable) -> [TOMLSourceMap.Statement] {
        var statements: [TOMLSourceMap.Statement] = []
        var table: ConfigPath = []
        while true {
            let line = position
            skipBlanks()
            guard let byte else { return statements }
            if byte == 0x0A || byte == 0x0D || byte == UInt8(ascii: "#") {
                try endLine()
                continue
            }
            if byte == UInt8(ascii: "[") {
                let isListed = startsWith("[[")
                position += isListed ? 2 : 1
                let keys = try dottedKey()
                let end = isListed ? "]]" : "]"
                guard startsWith(end) else { throw fault("a bracket is missing") }
                position += end.utf8.count
                table = resolved(keys, isListed: isListed)
                try endLine()
                statements.append(
                    TOMLSourceMap.Statement(
                        kind: isListed ? .listedTable : .table, path: table, table: table, lines: line..<position))
                continue
            }
            let path = table + ConfigPath(keys: try dottedKey())
            guard self.byte == UInt8(ascii: "=") else { throw fault("an equals sign is missing") }
            position += 1
            skipBlanks()
            let start = position
            let value = try value()
            let range = start..<position
            try endLine()
            statements.append(
                TOMLSourceMap.Statement(
                    kind: .pair(value: value, range: range), path: path, table: table, lines: line..<position))
        }
    }

    /// The path of a table, through the last element of each list of tables on its way.
    private mutating func resolved(_ keys: [String], isListed: Bool) -> ConfigPath {
        var path: ConfigPath = []
        for (depth, key) in keys.enumerated() {
            path.append(.key(key))
            if isListed, depth == keys.count - 1 {
                lists[path, default: 0] += 1
            }
            if let count = lists[path] { path.append(.index(count - 1)) }
        }
        return path
    }

    private mutating func skipBlanks() {
        while byte == 0x20 || byte == 0x09 { position += 1 }
    }

    /// Past blanks, a comment and the line's end.
    private mutating func endLine() throws(NotEditable) {
        skipBlanks()
        if byte == UInt8(ascii: "#") { while let byte, byte != 0x0A { position += 1 } }
        if startsWith("\r\n") { position += 1 }
        guard byte == nil || byte == 0x0A else { throw fault("more than one value in a line") }
        if byte != nil { position += 1 }
    }

    private mutating func skipBlanksAndLines() {
        while let byte {
            if byte == UInt8(ascii: "#") {
                while let byte = self.byte, byte != 0x0A { position += 1 }
            } else if isBlank(byte) {
                position += 1
            } else {
                return
            }
        }
    }

    private mutating func dottedKey() throws(NotEditable) -> [String] {
        var keys: [String] = []
        while true {
            skipBlanks()
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                keys.append(try string())
            } else {
                let start = position
                while let byte, TOMLText.key(String(UnicodeScalar(byte))).utf8.count == 1 { position += 1 }
                guard position > start else { throw fault("a key is missing") }
                keys.append(String(decoding: bytes[start..<position], as: UTF8.self))
            }
            skipBlanks()
            guard byte == UInt8(ascii: ".") else { return keys }
            position += 1
        }
    }

    private mutating func value() throws(NotEditable) -> JSON {
        depth += 1
        defer { depth -= 1 }
        guard depth <= JSON.maximumDepth else { throw fault("too deeply nested") }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string())
        case UInt8(ascii: "["): return .array(try list())
        case UInt8(ascii: "{"): return .object(try inlineTable())
        default: return try bare()
        }
    }

    private mutating func list() throws(NotEditable) -> [JSON] {
        var values: [JSON] = []
        position += 1
        while true {
            skipBlanksAndLines()
            if byte == UInt8(ascii: "]") { break }
            values.append(try value())
            skipBlanksAndLines()
            if byte == UInt8(ascii: ",") {
                position += 1
            } else if byte != UInt8(ascii: "]") {
                throw fault("a list does not end")
            }
        }
        position += 1
        return values
    }

    private mutating func inlineTable() throws(NotEditable) -> JSONObject {
        var object = JSONObject()
        position += 1
        while true {
            skipBlanksAndLines()
            if byte == UInt8(ascii: "}") { break }
            let keys = try dottedKey()
            guard byte == UInt8(ascii: "=") else { throw fault("an equals sign is missing") }
            position += 1
            skipBlanks()
            let inner = try value()
            object[keys.joined(separator: ".")] = inner
            skipBlanksAndLines()
            if byte == UInt8(ascii: ",") {
                position += 1
            } else if byte != UInt8(ascii: "}") {
                throw fault("a table does not end")
            }
        }
        position += 1
        return object
    }

    private mutating func bare() throws(NotEditable) -> JSON {
        let start = position
        while let byte,
            ![0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#")].contains(byte)
        {
            position += 1
        }
        while position > start, isBlank(bytes[position - 1]) { position -= 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if text == "true" || text == "false" { return .bool(text == "true") }
        let plain = text.filter { $0 != "_" }
        let digits = plain.drop { $0 == "+" || $0 == "-" }
        if digits == "inf" || digits == "nan" { return .string(text) }
        guard digits.utf8.first.map({ $0 >= 0x30 && $0 <= 0x39 }) == true else { throw fault("this is no value") }
        if let number = Int64(plain) { return .integer(number) }
        if let number = Double(plain) { return .double(number) }
        // Dates, times and numbers to other bases keep their text: nothing here reckons with them.
        let allowed = digits.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A
                || [0x20, 0x2B, 0x2D, 0x2E, 0x3A].contains($0)
        }
        guard allowed else { throw fault("this is no value") }
        return .string(text)
    }

    private mutating func string() throws(NotEditable) -> String {
        let quote = bytes[position]
        let triple = String(repeating: Character(UnicodeScalar(quote)), count: 3)
        let isMultiline = startsWith(triple)
        let hasEscapes = quote == UInt8(ascii: "\"")
        position += isMultiline ? 3 : 1
        let start = position
        while let byte {
            if isMultiline ? startsWith(triple) : byte == quote { break }
            if byte == 0x0A, !isMultiline { throw fault("a string does not end in its line") }
            position += hasEscapes && byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard byte != nil else { throw fault("a string does not end") }
        if isMultiline {
            // Up to two quotes may stand before the three that end it.
            position += 3
            while byte == quote, bytes[start..<position].suffix(5).count(where: { $0 == quote }) < 5 { position += 1 }
        } else {
            position += 1
        }
        let source = Array(bytes[start..<position - (isMultiline ? 3 : 1)])
        guard hasEscapes else { return String(decoding: source, as: UTF8.self) }
        return Self.unescaped(source)
    }

    private static func unescaped(_ source: [UInt8]) -> String {
        let quoted = [UInt8(ascii: "\"")] + source + [UInt8(ascii: "\"")]
        if let text = (try? JSON(parsing: quoted))?.string { return text }
        return JSON5String.decoded(source[...])
    }
}
