extension RedactionScanner {
    /// `name = value`, `"name": "value"`, `name=value`, `name => value` with a name that says the value is secret.
    func assignment(at mark: Int) -> Redaction.Finding? {
        guard let (name, kind) = nameBefore(mark) else { return nil }
        var value = mark + 1
        if bytes[mark] == UInt8(ascii: "=") {
            guard mark == 0 || !"=!<>~".utf8.contains(bytes[mark - 1]), value < bytes.count,
                bytes[value] != UInt8(ascii: "="), bytes[value] != UInt8(ascii: "~")
            else { return nil }
            if bytes[value] == UInt8(ascii: ">") { value += 1 }
        } else {
            guard value < bytes.count, bytes[value] != UInt8(ascii: ":"), bytes[value] != UInt8(ascii: "=") else {
                return nil
            }
            if mark > 0, bytes[mark - 1] == UInt8(ascii: ":") { return nil }
        }
        switch kind {
        case .authorization: return authorization(from: value)
        case .cookie: return cookie(from: value)
        case .password, .token:
            let isSpaced = value < bytes.count && Byte.isBlank(bytes[value])
            return judged(value, kind, form: form(mark: mark, name: name, isSpaced: isSpaced))
        }
    }

    private func form(mark: Int, name: Range<Int>, isSpaced: Bool) -> SecretValue.Form {
        let before = name.lowerBound > 0 ? bytes[name.lowerBound - 1] : 0x0A
        let isEnvironmentName = bytes[name].allSatisfy { !Byte.isLower($0) }
        if bytes[mark] == UInt8(ascii: "=") {
            if isSpaced || (mark > 0 && Byte.isBlank(bytes[mark - 1])) { return .loose }
            if isEnvironmentName || "?&;".utf8.contains(before) { return .plain }
            if name.count > 2, bytes[name.lowerBound] == UInt8(ascii: "-") { return .plain }
            return .tight
        }
        return .loose
    }

    /// The name that ends before `mark`, over blanks, a closing quote or bracket, and a type (`token: String = …`).
    private func nameBefore(_ mark: Int) -> (Range<Int>, SecretNames.Class)? {
        guard let name = identifier(endingAt: mark) else { return nil }
        if let kind = SecretNames.classify(bytes, name) { return (name, kind) }
        guard bytes[mark] == UInt8(ascii: "="), Byte.isLetter(bytes[name.lowerBound]) else { return nil }
        var index = name.lowerBound
        while index > 0, Byte.isBlank(bytes[index - 1]) { index -= 1 }
        guard index > 0, bytes[index - 1] == UInt8(ascii: ":"), let typed = identifier(endingAt: index - 1),
            let kind = SecretNames.classify(bytes, typed)
        else { return nil }
        return (typed, kind)
    }

    private func identifier(endingAt mark: Int) -> Range<Int>? {
        var end = mark
        var skipped = 0
        while end > 0, skipped < 24 {
            let byte = bytes[end - 1]
            guard
                Byte.isBlank(byte) || byte == 0x22 || byte == 0x27 || byte == 0x60 || byte == 0x5C || byte == 0x5D
                    || byte == UInt8(ascii: "?") || byte == UInt8(ascii: ":")
            else { break }
            end -= 1
            skipped += 1
        }
        var start = end
        while start > 0, end - start < 80 {
            let byte = bytes[start - 1]
            guard Byte.isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") else { break }
            start -= 1
        }
        return start < end ? start..<end : nil
    }

    // MARK: Values

    /// The value that starts at `start`, if it is a secret.
    func judged(_ start: Int, _ kind: SecretNames.Class, form: SecretValue.Form) -> Redaction.Finding? {
        var index = skip(from: start, limit: 8, where: Byte.isBlank)
        guard index < bytes.count else { return nil }
        let range: Range<Int>
        var form = form
        if index + 1 < bytes.count, "bfrBFR@".utf8.contains(bytes[index]),
            bytes[index + 1] == 0x22 || bytes[index + 1] == 0x27
        {
            index += 1
        }
        if let quoted = quotedValue(at: index) {
            range = quoted
            if form != .plain { form = .quoted }
        } else {
            let end = skip(from: index) { $0 > 0x20 && $0 != 0x7F && !",;\"'`)}>&|<".utf8.contains($0) }
            range = index..<trimmedEnd(index, end)
            // `password = value("…")` and `token, other = …` are code.
            if end < bytes.count, bytes[end] == 0x22 || bytes[end] == 0x27, form != .plain { return nil }
        }
        guard !range.isEmpty, SecretTokens.match(bytes, at: range.lowerBound) == nil,
            SecretValue(bytes: bytes, range: range).isSecret(kind, form: form)
        else { return nil }
        return Redaction.Finding(kind: kind == .password ? "password" : "secret", range: range)
    }

    /// A full stop, and a literal `\n` of an escaped text, do not belong to an unquoted value.
    private func trimmedEnd(_ start: Int, _ end: Int) -> Int {
        var end = end
        for index in start..<end where bytes[index] == UInt8(ascii: "\\") {
            end = index
            break
        }
        while end > start, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] >= 0x80 { end -= 1 }
        return end
    }

    /// The inside of a quoted text on one line; the quotes may be escaped.
    private func quotedValue(at start: Int) -> Range<Int>? {
        var open = start
        let isEscaped = bytes[open] == UInt8(ascii: "\\")
        if isEscaped { open += 1 }
        guard open < bytes.count, bytes[open] == 0x22 || bytes[open] == 0x27 || bytes[open] == 0x60 else { return nil }
        let quote = bytes[open]
        var index = open + 1
        while index < bytes.count, bytes[index] != 0x0A, index - open < 4_200 {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count {
                if isEscaped, bytes[index + 1] == quote { return open + 1..<index }
                index += 2
                continue
            }
            if bytes[index] == quote { return open + 1..<index }
            index += 1
        }
        return nil
    }

    // MARK: Headers

    /// `Bearer …`, `Basic …`, or a bare token.
    private func authorization(from start: Int) -> Redaction.Finding? {
        var value = skip(from: start, limit: 12) {
            Byte.isBlank($0) || $0 == 0x22 || $0 == 0x27 || $0 == 0x60 || $0 == UInt8(ascii: "\\")
        }
        var kind = "authorization"
        for scheme: (name: StaticString, kind: String) in [
            ("bearer ", "bearer"), ("basic ", "basic"), ("token ", "authorization"), ("apikey ", "authorization"),
            ("digest ", "authorization"),
        ] where startsIgnoringCase(scheme.name, at: value) {
            value = skip(from: value + scheme.name.utf8CodeUnitCount, where: Byte.isBlank)
            kind = scheme.kind
            break
        }
        let end = skip(from: value) { $0 > 0x20 && $0 < 0x7F && !"\"'`\\,;<>)}".utf8.contains($0) }
        guard end > value, SecretTokens.match(bytes, at: value) == nil else { return nil }
        let text = String(decoding: bytes[value..<end].map(Byte.lowercased), as: UTF8.self)
        guard !SecretValue.isPlaceholder(text, isWeak: true) else { return nil }
        let judged = SecretValue(bytes: bytes, range: value..<end)
        let isSecret =
            kind == "basic"
            ? end - value >= 8 && isBase64(value..<end)
            : end - value >= 12 && judged.isSecret(.token, form: kind == "authorization" ? .tight : .plain)
        return isSecret ? Redaction.Finding(kind: kind, range: value..<end) : nil
    }

    private func isBase64(_ range: Range<Int>) -> Bool {
        bytes[range].allSatisfy { Byte.isAlphanumeric($0) || "+/=-_".utf8.contains($0) }
            && !bytes[range].allSatisfy { Byte.isLower($0) }
    }

    /// The whole header value when a pair in it is long enough to be a session.
    private func cookie(from start: Int) -> Redaction.Finding? {
        let value = skip(from: start, limit: 12) { Byte.isBlank($0) || $0 == 0x22 || $0 == 0x27 }
        let end = skip(from: value) { $0 >= 0x20 && $0 != 0x22 && $0 != 0x27 && $0 != 0x60 && $0 != 0x7F }
        let trimmed = trimmedEnd(value, end)
        guard trimmed > value, let equals = bytes[value..<trimmed].firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = bytes[value..<equals]
        guard !name.isEmpty, name.allSatisfy({ Byte.isWord($0) || "-.%".utf8.contains($0) }) else { return nil }
        let first = skip(from: equals + 1) { $0 > 0x20 && $0 != UInt8(ascii: ";") }
        let text = String(decoding: bytes[equals + 1..<first].map(Byte.lowercased), as: UTF8.self)
        guard first - equals > 6, !SecretValue.isPlaceholder(text, isWeak: true) else { return nil }
        return Redaction.Finding(kind: "cookie", range: value..<trimmed)
    }

    private func startsIgnoringCase(_ literal: StaticString, at index: Int) -> Bool {
        guard index + literal.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<literal.utf8CodeUnitCount
        where Byte.lowercased(bytes[index + offset]) != literal.utf8Start[offset] { return false }
        return true
    }
}
