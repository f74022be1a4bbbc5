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
        if let (name, length) = ErrorPrefix.exceptionName(in: body) {
            errorClass = name
            // Not every runtime prints the module before the name.
            text = Array(name.utf8) + text[length...]
            weight = name == "Error" ? 5 : 6
        } else if let label = ErrorPhrases.label(in: body) {
            errorClass = label.errorClass
            weight = label.weight
        } else if ErrorPhrases.isDocument(source) {
            return nil
        } else if let phraseWeight = ErrorPhrases.weight(of: body) {
            weight = phraseWeight
            if let start = ErrorPhrases.linkerMessage(in: body) { text = Array(text[start...]) }
        } else if ErrorCodes.httpStatus(in: body) != nil {
            weight = 3
        } else {
            return nil
        }
        if ErrorPhrases.isConsequence(body) { weight = 1 }
        readContinuation(body)
    }

    private mutating func readContinuation(_ body: ByteText) {
        if body.first("panicked at ") != nil {
            errorClass = "panic"
            weight = 6
            continues = text.last == UInt8(ascii: ":")
        }
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
        "│ ", "╰─> ", "❌ ", "# ", "* ", "remote: ", "yarn run: ", "docker: ", "│",
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
    ]

    private static func isProgram(_ word: ArraySlice<UInt8>) -> Bool {
        word.count < 20 && programs.contains(String(decoding: word, as: UTF8.self))
    }

    private static let endings: [StaticString] = [
        "Error", "Exception", "Panic", "Failure", "Fault", "KeyboardInterrupt", "SystemExit", "StopIteration",
        "Timeout",
        "DoesNotExist", "Violation", "Undefined", "Overflow", "Expired", "Unavailable", "Abort", "NotFound",
        "Refused", "Denied",
    ]

    /// `builtins.ValueError` at the start, followed by a colon, a bracket or nothing: `ValueError`.
    static func exceptionName(in body: ByteText) -> (name: String, length: Int)? {
        let end = body.skip(from: 0) { Byte.isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "$") }
        guard end >= 5, end <= 160 else { return nil }
        if end < body.count {
            let isCoded =
                body.starts(with: " [", at: end) && end + 4 < body.count
                && body.bytes[(end + 2)...(end + 4)].allSatisfy(Byte.isUpper)
            guard isCoded || (body.bytes[end] == UInt8(ascii: ":") && !body.starts(with: "::", at: end)) else {
                return nil
            }
        }
        let name = body.bytes[0..<end]
        let short = name.split { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "$") }.last ?? []
        guard let first = short.first, Byte.isUpper(first) else { return nil }
        let shortText = ByteText(bytes: Array(short))
        let isException = endings.contains { ending in
            shortText.count >= ending.utf8CodeUnitCount
                && shortText.starts(with: ending, at: shortText.count - ending.utf8CodeUnitCount)
        }
        // A bare word such as "Timeout" or "Error" needs a message.
        guard isException, short.count > 9 || end < body.count, short.contains(where: Byte.isLower) else { return nil }
        return (String(decoding: short, as: UTF8.self), end)
    }
}
