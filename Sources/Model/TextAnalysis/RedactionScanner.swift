/// One pass over the bytes of a text that finds what `Redactor` takes out.
struct RedactionScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var findings: [Redaction.Finding] = []

    static func findings(in bytes: UnsafeBufferPointer<UInt8>) -> [Redaction.Finding] {
        var scanner = RedactionScanner(bytes: bytes)
        scanner.run()
        return scanner.findings
    }

    // MARK: The pass

    private enum Trigger: UInt8 {
        case none, wordStart, digit, assignment, dash, angle, chinese
    }

    /// What a byte may be the start of. Most bytes are the start of nothing.
    private static let triggers: [Trigger] = {
        var table = [Trigger](repeating: .none, count: 256)
        for (byte, formats) in SecretTokens.byFirstByte.enumerated() where !formats.isEmpty { table[byte] = .wordStart }
        for byte in "BbhpP".utf8 { table[Int(byte)] = .wordStart }
        for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { table[Int(byte)] = .digit }
        table[Int(UInt8(ascii: "="))] = .assignment
        table[Int(UInt8(ascii: ":"))] = .assignment
        table[Int(UInt8(ascii: "-"))] = .dash
        table[Int(UInt8(ascii: ">"))] = .angle
        table[0xE5] = .chinese
        table[0xE4] = .chinese
        return table
    }()

    private mutating func run() {
        Self.triggers.withUnsafeBufferPointer { triggers in
            while position < bytes.count {
                let trigger = triggers[Int(bytes[position])]
                if trigger == .none {
                    position += 1
                    continue
                }
                if let finding = finding(trigger) {
                    findings.append(finding)
                    position = max(finding.range.upperBound, position + 1)
                } else {
                    position += 1
                }
            }
        }
    }

    private func finding(_ trigger: Trigger) -> Redaction.Finding? {
        let start = position
        switch trigger {
        case .none: return nil
        case .wordStart:
            guard start == 0 || !Byte.isWord(bytes[start - 1]) else { return nil }
            return SecretTokens.match(bytes, at: start) ?? word(at: start)
        case .digit:
            guard start == 0 || !Byte.isWord(bytes[start - 1]) else { return nil }
            return telegramToken(at: start)
        case .assignment:
            if bytes[start] == UInt8(ascii: ":"), let found = urlCredentials(at: start) { return found }
            return assignment(at: start)
        case .dash: return privateKey(at: start) ?? flag(at: start)
        case .angle: return element(at: start)
        case .chinese: return chineseName(at: start)
        }
    }

    func starts(_ literal: StaticString, at index: Int) -> Bool {
        SecretTokens.starts(bytes, with: literal, at: index)
    }

    func skip(from start: Int, limit: Int = .max, where isSkipped: (UInt8) -> Bool) -> Int {
        var index = start
        let end = limit > bytes.count - start ? bytes.count : start + limit
        while index < end, isSkipped(bytes[index]) { index += 1 }
        return index
    }

    // MARK: Words

    private func word(at start: Int) -> Redaction.Finding? {
        if starts("Bearer ", at: start) || starts("bearer ", at: start) {
            let value = skip(from: start + 7, where: Byte.isBlank)
            let end = skip(from: value, where: Self.isCredentialByte)
            guard end - value >= 16, SecretTokens.match(bytes, at: value) == nil else { return nil }
            guard SecretValue(bytes: bytes, range: value..<end).isSecret(.token, form: .tight) else { return nil }
            return Redaction.Finding(kind: "bearer", range: value..<end)
        }
        if starts("hooks.slack.com/services/", at: start) {
            return webhook(from: start + 25)
        }
        for name: StaticString in ["password", "passwd", "Password", "passphrase"] where starts(name, at: start) {
            return spokenPassword(from: start + name.utf8CodeUnitCount)
        }
        return nil
    }

    private static func isCredentialByte(_ byte: UInt8) -> Bool {
        Byte.isWord(byte) || "-.~+/=".utf8.contains(byte)
    }

    private func webhook(from start: Int) -> Redaction.Finding? {
        let end = skip(from: start) { Byte.isWord($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-") }
        guard end - start >= 20, !bytes[start..<end].allSatisfy({ !Byte.isDigit($0) }) else { return nil }
        return Redaction.Finding(kind: "webhook", range: start..<end)
    }

    /// "the password is hunter2", and the `login … password …` of a netrc file.
    private func spokenPassword(from start: Int) -> Redaction.Finding? {
        var value = start
        if starts(" is ", at: start) {
            value += 4
        } else if starts(" was ", at: start) {
            value += 5
        } else if starts(" ", at: start), lineBefore(start, contains: "login ") {
            value += 1
        } else {
            return nil
        }
        return judged(value, .password, form: .loose)
    }

    private func lineBefore(_ index: Int, contains literal: StaticString) -> Bool {
        var position = index
        while position > 0, index - position < 200, bytes[position - 1] != 0x0A {
            position -= 1
            if starts(literal, at: position) { return true }
        }
        return false
    }

    /// Digits, a colon, and 35 characters that begin with "AA".
    private func telegramToken(at start: Int) -> Redaction.Finding? {
        let colon = skip(from: start, limit: 12, where: Byte.isDigit)
        guard (7...11).contains(colon - start), starts(":AA", at: colon) else { return nil }
        let end = skip(from: colon + 1, limit: 40) { Byte.isWord($0) || $0 == UInt8(ascii: "-") }
        guard (33...37).contains(end - colon - 1) else { return nil }
        return Redaction.Finding(kind: "telegram-token", range: start..<end)
    }

    // MARK: Blocks and links

    private func privateKey(at start: Int) -> Redaction.Finding? {
        guard starts("-----BEGIN ", at: start) else { return nil }
        let name = skip(from: start + 11, limit: 40) { Byte.isUpper($0) || $0 == 0x20 || Byte.isDigit($0) }
        guard starts("-----", at: name),
            starts("PRIVATE KEY", at: name - 11) || starts("PRIVATE KEY BLOCK", at: name - 17)
        else { return nil }
        let body = name + 5
        var index = body
        var encoded = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "-"), starts("-----END", at: index) {
                let close = skip(from: index + 8, limit: 40) { $0 != UInt8(ascii: "-") && $0 != 0x0A }
                let end = starts("-----", at: close) ? close + 5 : close
                return encoded >= 40 ? Redaction.Finding(kind: "private-key", range: start..<end) : nil
            }
            guard Byte.isAlphanumeric(byte) || Byte.isSpace(byte) || "+/=\\:,-.()\"'".utf8.contains(byte) else { break }
            if Byte.isAlphanumeric(byte) { encoded += 1 }
            index += 1
        }
        return encoded >= 40 ? Redaction.Finding(kind: "private-key", range: start..<index) : nil
    }

    /// The password of `scheme://user:password@host`.
    private func urlCredentials(at colon: Int) -> Redaction.Finding? {
        guard starts("://", at: colon), colon > 0, Byte.isAlphanumeric(bytes[colon - 1]) else { return nil }
        let start = colon + 3
        var separator: Int?
        var at: Int?
        var index = start
        while index < bytes.count, index - start < 400 {
            let byte = bytes[index]
            if byte <= 0x20 || byte >= 0x80 || "/?#\"'`<>\\".utf8.contains(byte) { break }
            if byte == UInt8(ascii: ":"), separator == nil, at == nil { separator = index }
            if byte == UInt8(ascii: "@") { at = index }
            index += 1
        }
        guard let at, at > start else { return nil }
        let value = separator.map { $0 + 1 } ?? start
        guard value < at else { return nil }
        let text = String(decoding: bytes[value..<at].map(Byte.lowercased), as: UTF8.self)
        if SecretValue.isPlaceholder(text, isWeak: true) || text.contains("[redacted:") { return nil }
        if separator == nil {
            guard SecretValue(bytes: bytes, range: value..<at).isSecret(.token, form: .tight), at - value >= 16 else {
                return nil
            }
        }
        return Redaction.Finding(kind: "url-credentials", range: value..<at)
    }

    // MARK: Flags and elements

    private func flag(at start: Int) -> Redaction.Finding? {
        guard start == 0 || Byte.isSpace(bytes[start - 1]) || bytes[start - 1] == 0x22 || bytes[start - 1] == 0x27
        else {
            return nil
        }
        if starts("-u ", at: start) || starts("--user ", at: start) { return curlUser(at: start) }
        if starts("-p ", at: start), lineBefore(start, contains: "sshpass ") {
            return judged(start + 3, .password, form: .plain)
        }
        if starts("-p", at: start), lineBefore(start, contains: "mysql") {
            return judged(start + 2, .password, form: .plain)
        }
        guard starts("--", at: start) else { return nil }
        let name = start + 2
        let end = skip(from: name, limit: 64) { Byte.isWord($0) || $0 == UInt8(ascii: "-") }
        guard end < bytes.count, end > name, Byte.isBlank(bytes[end]) || starts("\", \"", at: end),
            let kind = SecretNames.classify(bytes, name..<end)
        else { return nil }
        let value = Byte.isBlank(bytes[end]) ? end + 1 : end + 3
        guard value < bytes.count, bytes[value] != UInt8(ascii: "-") else { return nil }
        return judged(value, kind, form: .plain)
    }

    private func curlUser(at start: Int) -> Redaction.Finding? {
        guard lineBefore(start, contains: "curl") || lineBefore(start, contains: "wget") else { return nil }
        var value = start + (starts("-u ", at: start) ? 3 : 7)
        if value < bytes.count, bytes[value] == 0x22 || bytes[value] == 0x27 { value += 1 }
        let colon = skip(from: value, limit: 128) { $0 > 0x20 && $0 != UInt8(ascii: ":") }
        guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":") else { return nil }
        return judged(colon + 1, .password, form: .plain)
    }

    /// `<password>hunter2</password>`
    private func element(at close: Int) -> Redaction.Finding? {
        var start = close
        while start > 0, close - start < 64, Byte.isWord(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: "-") {
            start -= 1
        }
        guard start > 0, bytes[start - 1] == UInt8(ascii: "<"),
            let kind = SecretNames.classify(bytes, start..<close)
        else { return nil }
        let end = skip(from: close + 1, limit: 300) { $0 > 0x20 && $0 != UInt8(ascii: "<") }
        guard end < bytes.count, starts("</", at: end), SecretTokens.match(bytes, at: close + 1) == nil,
            SecretValue(bytes: bytes, range: close + 1..<end).isSecret(kind, form: .plain)
        else { return nil }
        return Redaction.Finding(kind: kind == .password ? "password" : "secret", range: close + 1..<end)
    }

    /// `密码是 …`, `口令：…`, `密钥: …`, `令牌为 …`
    private func chineseName(at start: Int) -> Redaction.Finding? {
        guard starts("密码", at: start) || starts("口令", at: start) || starts("密钥", at: start) || starts("令牌", at: start)
        else { return nil }
        let after = skip(from: start + 6, limit: 4, where: Byte.isBlank)
        for mark: StaticString in ["是", "为", "：", ":", "="] where starts(mark, at: after) {
            var value = after + mark.utf8CodeUnitCount
            if starts("：", at: value) { value += 3 }
            let isPassword = starts("密码", at: start) || starts("口令", at: start)
            return judged(value, isPassword ? .password : .token, form: .loose)
        }
        return nil
    }
}
