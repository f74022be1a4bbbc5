/// Codes that name a fault: `E0382`, `ENOENT`, `TS2304`, `ERR_…`, `HTTP 404`, `SQLSTATE 42P01`, `errno 2`.
enum ErrorCodes {
    static func find(in body: ByteText) -> String? {
        var index = 0
        while index < body.count {
            guard Byte.isWord(body.bytes[index]) else {
                index += 1
                continue
            }
            let end = body.skip(from: index, where: Byte.isWord)
            if end - index <= 48, let code = code(body, index..<end) { return code }
            index = end
        }
        if let status = httpStatus(in: body) { return "HTTP \(status)" }
        return numbered(in: body)
    }

    private static func code(_ body: ByteText, _ range: Range<Int>) -> String? {
        let bytes = body.bytes[range]
        let letters = bytes.prefix(while: Byte.isUpper).count
        let rest = bytes.dropFirst(letters)
        let text = body.string(range)
        if letters >= 5, rest.isEmpty, bytes.first == UInt8(ascii: "E"), !notCodes.contains(text) { return text }
        if text.hasPrefix("ERR_") || text.hasPrefix("EAI_") || text.hasPrefix("NS_ERROR_") { return text }
        if (1...4).contains(letters), (3...6).contains(rest.count), rest.allSatisfy(Byte.isDigit),
            prefixes.contains(String(decoding: bytes.prefix(letters), as: UTF8.self))
        {
            return text
        }
        // HRESULT and NTSTATUS; other hexadecimal numbers are addresses.
        if text.hasPrefix("0x"), text.utf8.count == 10, let lead = text.utf8.dropFirst(2).first,
            lead == UInt8(ascii: "8") || lead | 0x20 == UInt8(ascii: "c")
        {
            return text.lowercased()
        }
        if text == "ORA", body.starts(with: "-", at: range.upperBound) {
            let end = body.skip(from: range.upperBound + 1, where: Byte.isDigit)
            if end > range.upperBound + 3 { return body.string(range.lowerBound..<end) }
        }
        if text.hasPrefix("SIG"), signals.contains(text) { return text }
        return nil
    }

    private static let prefixes: Set<String> = [
        "E", "TS", "CS", "LNK", "C", "MSB", "NU", "PGRST", "BC", "FS", "SC", "NETSDK",
    ]
    private static let notCodes: Set<String> = [
        "ERROR", "ERRORS", "EXCEPTION", "EXPECTED", "ENTRY", "EMPTY", "EVENT", "EXISTS",
    ]
    private static let signals: Set<String> = [
        "SIGSEGV", "SIGKILL", "SIGABRT", "SIGTERM", "SIGBUS", "SIGILL", "SIGFPE", "SIGPIPE", "SIGTRAP",
    ]

    /// 400 to 599 behind `HTTP` or `status`, or before `Client Error`.
    static func httpStatus(in body: ByteText) -> Int? {
        for mark: StaticString in [
            "http ", "http/1.1 ", "http/1.0 ", "http/2 ", "status code ", "status code: ", "statuscode: ", "status: ",
            "status ",
            "status=", "http status ", "http error ", "response code ", "状态码", "状态码：", "状态码: ",
        ] {
            guard let position = body.first(mark, ignoringCase: true) else { continue }
            if let status = status(body, at: position + mark.utf8CodeUnitCount) { return status }
        }
        for mark: StaticString in [
            " client error", " server error", " not found", " forbidden", " unauthorized", " too many requests",
            " internal server error", " bad gateway", " service unavailable", " gateway time", " bad request",
            " method not allowed", " not acceptable", " unprocessable", " request entity", " payment required",
        ] {
            guard let position = body.first(mark, ignoringCase: true), position >= 3 else { continue }
            if let status = status(body, at: position - 3) { return status }
        }
        return nil
    }

    private static func status(_ body: ByteText, at start: Int) -> Int? {
        guard start >= 0, start + 3 <= body.count, start == 0 || !Byte.isWord(body.bytes[start - 1]) else { return nil }
        let digits = body.bytes[start..<start + 3]
        guard digits.allSatisfy(Byte.isDigit), start + 3 == body.count || !Byte.isWord(body.bytes[start + 3]) else {
            return nil
        }
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        return (400...599).contains(value) ? value : nil
    }

    /// Marks whose number is the name of the fault and therefore stays in the text.
    static let numberMarks: [(mark: StaticString, name: String)] = [
        ("errno ", "errno"), ("exit code ", "exit"), ("exit code: ", "exit"), ("exit status ", "exit"),
        ("exited with code ", "exit"), ("exit status: ", "exit"), ("curl: (", "curl"), ("returned error: ", "HTTP"),
        ("sqlstate ", "SQLSTATE"),
        ("sqlstate: ", "SQLSTATE"), ("error ", "error"), ("error code ", "error"), ("error code: ", "error"),
        ("os error ", "errno"),
        ("错误代码 ", "error"), ("错误码", "error"), ("错误码：", "error"), ("code: ", "code"), ("code=", "code"),
        ("status code ", "HTTP"),
        ("status ", "status"), ("status: ", "status"), ("http ", "HTTP"), ("http/1.1 ", "HTTP"), ("http/2 ", "HTTP"),
        ("signal ", "signal"),
        ("signal: ", "signal"), ("状态码", "HTTP"), ("状态码：", "HTTP"), ("状态码 ", "HTTP"),
    ]

    private static func numbered(in body: ByteText) -> String? {
        for entry in numberMarks {
            guard let position = body.first(entry.mark, ignoringCase: true) else { continue }
            if position > 0, Byte.isLetter(body.bytes[position - 1]), body.bytes[position] < 0x80 { continue }
            let start = position + entry.mark.utf8CodeUnitCount
            let end = body.skip(from: start, where: Byte.isAlphanumeric)
            let digits = body.bytes[start..<end]
            guard (1...6).contains(digits.count), digits.contains(where: Byte.isDigit),
                digits.allSatisfy({ !Byte.isLower($0) })
            else { continue }
            return "\(entry.name) \(body.string(start..<end))"
        }
        // SQLSTATE[42S02]
        if let position = body.first("SQLSTATE["), let close = body.first("]", from: position), close - position < 20 {
            return "SQLSTATE \(body.string(position + 9..<close))"
        }
        return nil
    }

    /// Whether the number at `start` names the fault.
    static func isNamedNumber(_ body: ByteText, at start: Int) -> Bool {
        for entry in numberMarks {
            let position = start - entry.mark.utf8CodeUnitCount
            guard position >= 0, body.starts(with: entry.mark, at: position, ignoringCase: true) else { continue }
            return position == 0 || !Byte.isLetter(body.bytes[position - 1]) || body.bytes[position] >= 0x80
        }
        // `404 Client Error`
        return status(body, at: start) != nil && httpStatus(in: body) != nil
    }
}
