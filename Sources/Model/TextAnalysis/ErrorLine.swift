/// A line that says what went wrong: what is left of it without its prefixes, and how telling it is.
struct ErrorLine {
    private(set) var text: [UInt8]
    private(set) var errorClass: String?
    private(set) var weight = 0
    /// Whether the message stands on the next line.
    private(set) var continues = false

    init?(reading line: [UInt8]) {
        guard line.count >= 4 else { return nil }
        let source = ByteText(bytes: line)
        let start = ErrorPrefix.end(in: source)
        text = Array(line[start...])
        while let last = text.last, Byte.isSpace(last) { text.removeLast() }
        guard text.count >= 4 else { return nil }
        let body = ByteText(bytes: text)
        if ErrorPhrases.isHarmless(source) { return nil }
        if let (name, length) = ExceptionName.start(of: body) {
            errorClass = name
            // Not every runtime prints the module before the name.
            text = Array(name.utf8) + text[length...]
            weight = name == "Error" ? 5 : 6
        } else if let label = ErrorPhrases.label(in: body) {
            errorClass = label.errorClass
            weight = label.weight
        } else if ErrorPhrases.isDocument(source) {
            return nil
        } else if let (name, range) = ExceptionName.inside(body) {
            errorClass = name
            text = Array(name.utf8) + text[range.upperBound...]
            weight = 5
        } else if let phraseWeight = ErrorPhrases.weight(of: body) {
            weight = phraseWeight
            if let start = ErrorPhrases.linkerMessage(in: body) { text = Array(text[start...]) }
        } else if ErrorCodes.httpStatus(in: body) != nil {
            weight = 3
        } else {
            return nil
        }
        if ErrorPhrases.isConsequence(body) || ErrorPhrases.isConsequence(ByteText(bytes: text)) { weight = 1 }
        readContinuation(body)
    }

    private mutating func readContinuation(_ body: ByteText) {
        if body.first("panicked at ") != nil {
            errorClass = "panic"
            weight = 6
            continues = text.last == UInt8(ascii: ":")
        }
        if body.count == 6, body.starts(with: "error:", at: 0) { continues = true }
        if body.starts(with: "CMake Error", at: 0), text.last == UInt8(ascii: ":") { continues = true }
    }
}

/// What stands before the message: times, levels, programs, places.
enum ErrorPrefix {
    /// Where the message begins.
    static func end(in source: ByteText) -> Int {
        var position = 0
        for _ in 0..<10 {
            let start = source.skip(from: position) {
                Byte.isBlank($0) || $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: ">")
            }
            guard let next = next(in: source, from: start) else { return start }
            position = next
        }
        return position
    }

    private static let literals: [StaticString] = [
        "`- ", "E   ", "npm ERR! ", "npm error ", "npm WARN ", "Uncaught (in promise) ", "Uncaught ", "Unhandled ",
        "Caused by: ",
        "caused by: ", "[ERROR]", "[error]", "[Error]", "[FATAL]", "[fatal]", "[INFO]", "ERROR in ", "× ", "✖ ", "✘ ",
        "⨯ ",
        "│ ", "╰─> ", "❌ ", "PHP ", "# ", "* ", "remote: ", "yarn run: ", "docker: ", "│",
    ]

    private static func next(in source: ByteText, from start: Int) -> Int? {
        for literal in literals where source.starts(with: literal, at: start) {
            return start + literal.utf8CodeUnitCount
        }
        if source.starts(with: "Exception in thread \"", at: start), let close = source.first("\" ", from: start + 21) {
            return close + 2
        }
        // `bash: line 3: `, `sh: 1: `
        if start > 0, start < source.count {
            let digits = source.starts(with: "line ", at: start) ? start + 5 : start
            let end = source.skip(from: digits, where: Byte.isDigit)
            if end > digits, source.starts(with: ": ", at: end) { return end + 1 }
        }
        // `==12==ERROR: AddressSanitizer`, `12#12: *3 ` of nginx
        if source.starts(with: "==", at: start) {
            let end = source.skip(from: start + 2, where: Byte.isDigit)
            if end > start + 2, source.starts(with: "==", at: end) { return end + 2 }
        }
        if start < source.count, Byte.isDigit(source.bytes[start]) {
            let hash = source.skip(from: start, where: Byte.isDigit)
            let colon = source.skip(from: hash + 1, where: Byte.isDigit)
            if source.starts(with: "#", at: hash), source.starts(with: ": *", at: colon) {
                let end = source.skip(from: colon + 3, where: Byte.isDigit)
                if source.starts(with: " ", at: end) { return end + 1 }
            }
        }
        // `a.rb:12:in `load': `
        let word = source.skip(from: start) { $0 > 0x20 }
        if word > start + 6, source.starts(with: ":in ", at: word - 3), let close = source.first("': ", from: word) {
            return close + 3
        }
        // `x.csproj : error NU1101: `
        if word > start, source.starts(with: " : error ", at: word) { return word + 3 }
        return time(in: source, from: start) ?? level(in: source, from: start) ?? place(in: source, from: start)
    }

    /// `2026-03-01T12:00:00.123Z`, `[12:00:02]`, `Mar  1 12:00:03 host name[12]:`
    private static func time(in source: ByteText, from start: Int) -> Int? {
        var index = start
        let isBracketed = index < source.count && source.bytes[index] == UInt8(ascii: "[")
        if isBracketed { index += 1 }
        let digits = index
        var separators = 0
        while index < source.count, index - digits < 40 {
            let byte = source.bytes[index]
            let isInner = "-:.,TZ+/".utf8.contains(byte)
            if isInner { separators += 1 }
            if byte == 0x20, !isBracketed, separators < 2 || separators > 3 || index - digits > 10 { break }
            if byte == 0x20, index + 1 < source.count, !Byte.isDigit(source.bytes[index + 1]) { break }
            guard Byte.isDigit(byte) || isInner || byte == 0x20 else { break }
            index += 1
        }
        guard separators >= 2, index - digits >= 8, Byte.isDigit(source.bytes[digits]) else { return nil }
        // An address or a version is not a time.
        guard source.bytes[digits..<index].contains(UInt8(ascii: ":")) else { return nil }
        if isBracketed {
            guard index < source.count, source.bytes[index] == UInt8(ascii: "]") else { return nil }
            return index + 1
        }
        guard index < source.count, source.bytes[index] == 0x20 else { return nil }
        return index
    }

    private static let levels: [StaticString] = ["ERROR", "FATAL", "CRITICAL", "SEVERE", "ERR", "WARN", "INFO"]

    /// `ERROR [worker-3] `, `[pid 12] `: a level without a colon, a name in brackets.
    private static func level(in source: ByteText, from start: Int) -> Int? {
        for level in levels where source.starts(with: level, at: start) {
            let end = start + level.utf8CodeUnitCount
            guard end + 1 < source.count, source.bytes[end] == 0x20 else { continue }
            // `ERROR 1045` is a code and belongs to the message.
            return Byte.isDigit(source.bytes[end + 1]) ? nil : end + 1
        }
        if start > 0, start < source.count, source.bytes[start] == UInt8(ascii: "["),
            let close = source.first("]", from: start), close - start < 40
        {
            return close + 1
        }
        return nil
    }

    /// `src/main.c:10:5:`, `a.ts(3,5):`, `a.ts:3:5 -`, `/usr/bin/ld:`, `gcc:`
    private static func place(in source: ByteText, from start: Int) -> Int? {
        let end = source.skip(from: start) { $0 > 0x20 && $0 != 0x22 && $0 != 0x27 && $0 != 0x60 }
        guard end > start + 1, end < source.count else { return nil }
        let word = source.bytes[start..<end]
        let hasPath = word.contains(UInt8(ascii: "/")) || word.contains(UInt8(ascii: "\\"))
        let hasLine = hasNumberAfterMark(word)
        guard source.bytes[end - 1] == UInt8(ascii: ":") else {
            return hasLine && source.starts(with: " - ", at: end) ? end + 3 : nil
        }
        guard hasPath || hasLine || isProgram(word) else { return nil }
        return end
    }

    private static func hasNumberAfterMark(_ word: ArraySlice<UInt8>) -> Bool {
        for index in word.indices.dropLast()
        where (word[index] == UInt8(ascii: ":") || word[index] == UInt8(ascii: "(")) && Byte.isDigit(word[index + 1]) {
            return word.startIndex < index
        }
        return false
    }

    private static let programs: Set<String> = [
        "gcc:", "g++:", "cc:", "c++:", "clang:", "ld:", "ld.lld:", "lld:", "cc1:", "cc1plus:", "rustc:", "swiftc:",
        "error:ld:",
        "git:", "bash:", "sh:", "dash:", "zsh:", "-bash:", "/bin/sh:", "nginx:", "psql:", "mysqldump:", "pg_dump:",
        "configure:", "xcodebuild:", "cgo:", "pg_restore:", "dpkg:",
    ]

    private static func isProgram(_ word: ArraySlice<UInt8>) -> Bool {
        word.count < 20 && programs.contains(String(decoding: word, as: UTF8.self))
    }
}
