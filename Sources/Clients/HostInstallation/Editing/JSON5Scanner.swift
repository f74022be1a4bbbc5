import JSONText

/// Walks over a JSON5 text (json5.org, 1.0.0) and notes where values stand. Plain JSON is JSON5.
struct JSON5Scanner {
    let bytes: [UInt8]
    var position: Int
    private var depth = 0

    init(bytes: [UInt8], position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    mutating func document() throws(NotEditable) -> JSONSourceMap.Node {
        try skipBlanks()
        let root = try node()
        try skipBlanks()
        guard position == bytes.count else { throw fault("text after the end") }
        return root
    }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func fault(_ what: String) -> NotEditable {
        let line = bytes[..<min(position, bytes.count)].count { $0 == 0x0A } + 1
        return NotEditable(reason: "it cannot be understood in line \(line): \(what)")
    }

    private mutating func node() throws(NotEditable) -> JSONSourceMap.Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= JSON.maximumDepth else { throw fault("too deeply nested") }
        let start = position
        switch byte {
        case UInt8(ascii: "{"):
            let members = try members()
            return JSONSourceMap.Node(range: start..<position, kind: .object(members))
        case UInt8(ascii: "["):
            let elements = try elements()
            return JSONSourceMap.Node(range: start..<position, kind: .array(elements))
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let text = try string()
            return JSONSourceMap.Node(range: start..<position, kind: .scalar(.string(text)))
        case nil: throw fault("a value is missing")
        default:
            while let byte, Self.isWord(byte) { position += 1 }
            guard let value = Self.literal(bytes[start..<position]) else { throw fault("this is no value") }
            return JSONSourceMap.Node(range: start..<position, kind: .scalar(value))
        }
    }

    private mutating func members() throws(NotEditable) -> [JSONSourceMap.Member] {
        var members: [JSONSourceMap.Member] = []
        position += 1
        while true {
            try skipBlanks()
            if byte == UInt8(ascii: "}") { break }
            let start = position
            let key = try key()
            try skipBlanks()
            guard byte == UInt8(ascii: ":") else { throw fault("a colon is missing") }
            position += 1
            try skipBlanks()
            let value = try node()
            members.append(JSONSourceMap.Member(key: key, value: value, range: start..<position))
            if try !separator(before: UInt8(ascii: "}")) { break }
        }
        position += 1
        return members
    }

    private mutating func elements() throws(NotEditable) -> [JSONSourceMap.Node] {
        var elements: [JSONSourceMap.Node] = []
        position += 1
        while true {
            try skipBlanks()
            if byte == UInt8(ascii: "]") { break }
            elements.append(try node())
            if try !separator(before: UInt8(ascii: "]")) { break }
        }
        position += 1
        return elements
    }

    /// Whether a comma follows; without one the container has to end here.
    private mutating func separator(before end: UInt8) throws(NotEditable) -> Bool {
        try skipBlanks()
        if byte == UInt8(ascii: ",") {
            position += 1
            return true
        }
        guard byte == end else { throw fault("a comma or an end is missing") }
        return false
    }

    private mutating func key() throws(NotEditable) -> String {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try string() }
        let start = position
        while let byte, Self.isNameByte(byte) { position += 1 }
        guard position > start, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[start]) else {
            throw fault("a key is missing")
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func string() throws(NotEditable) -> String {
        let start = position
        let quote = bytes[position]
        position += 1
        while let byte, byte != quote {
            if byte == 0x0A { throw fault("a string does not end in its line") }
            // An escaped line end of two bytes is one character.
            let isLineEnd = byte == UInt8(ascii: "\\") && bytes[(position + 1)...].starts(with: [0x0D, 0x0A])
            position += byte != UInt8(ascii: "\\") ? 1 : isLineEnd ? 3 : 2
        }
        guard byte == quote else { throw fault("a string does not end") }
        position += 1
        let source = Array(bytes[start..<position])
        if let text = (try? JSON(parsing: source))?.string { return text }
        return JSON5String.decoded(source[1..<source.count - 1])
    }

    /// Skips white space and comments.
    mutating func skipBlanks() throws(NotEditable) {
        while let byte {
            if let width = Self.blankWidth(bytes, at: position) {
                position += width
            } else if byte == UInt8(ascii: "/"), bytes[position...].starts(with: "//".utf8) {
                while let byte = self.byte, byte != 0x0A { position += 1 }
            } else if byte == UInt8(ascii: "/"), bytes[position...].starts(with: "/*".utf8) {
                let start = position
                position += 2
                while position < bytes.count, !bytes[position...].starts(with: "*/".utf8) { position += 1 }
                guard position < bytes.count else {
                    position = start
                    throw fault("a comment does not end")
                }
                position += 2
            } else {
                return
            }
        }
    }

    /// The bytes of the white space that stands there.
    private static func blankWidth(_ bytes: [UInt8], at position: Int) -> Int? {
        switch bytes[position] {
        case 0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D: 1
        case 0xC2 where bytes[position...].starts(with: [0xC2, 0xA0]): 2
        case 0xE2 where bytes[position...].starts(with: [0xE2, 0x80, 0xA8]): 3
        case 0xE2 where bytes[position...].starts(with: [0xE2, 0x80, 0xA9]): 3
        default: nil
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "$") || byte >= 0x80
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        isNameByte(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func literal(_ source: ArraySlice<UInt8>) -> JSON? {
        if let value = try? JSON(parsing: Array(source)) { return value }
        var text = String(decoding: source, as: UTF8.self)
        let isNegative = text.hasPrefix("-")
        if isNegative || text.hasPrefix("+") { text.removeFirst() }
        if text == "Infinity" || text == "NaN" { return .string((isNegative ? "-" : "") + text) }
        if text.lowercased().hasPrefix("0x"), let number = Int64(text.dropFirst(2), radix: 16) {
            return .integer(isNegative ? -number : number)
        }
        if text.hasPrefix(".") { text = "0" + text }
        if text.hasSuffix(".") { text += "0" }
        guard text.first?.isNumber == true, let number = Double(text) else { return nil }
        return .double(isNegative ? -number : number)
    }
}
