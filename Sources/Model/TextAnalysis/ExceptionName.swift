/// The class of an exception as runtimes print it before its message.
enum ExceptionName {
    private static let endings: [StaticString] = [
        "Error", "Exception", "Panic", "Failure", "Fault", "KeyboardInterrupt", "SystemExit", "StopIteration",
        "Timeout",
        "DoesNotExist", "Violation", "Undefined", "Overflow", "Expired", "Unavailable", "Abort", "NotFound",
        "Refused", "Denied", "Invalid",
    ]

    /// `builtins.ValueError` at the start, followed by a colon, a bracket or nothing: `ValueError`.
    static func start(of body: ByteText) -> (name: String, length: Int)? {
        let isNamePart: (UInt8) -> Bool = { Byte.isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "$") }
        var end = body.skip(from: 0, where: isNamePart)
        while end > 0, body.starts(with: "::", at: end), end + 2 < body.count, Byte.isUpper(body.bytes[end + 2]) {
            end = body.skip(from: end + 2, where: isNamePart)
        }
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
        let short = name.split { ".$:".utf8.contains($0) }.last ?? []
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

    /// `zmq.error.ZMQError: ` behind the fields of a log line: its short name, and where it stands up to the colon.
    static func inside(_ body: ByteText) -> (name: String, range: Range<Int>)? {
        var search = 0
        while let colon = body.first(": ", from: search) {
            search = colon + 2
            var start = colon
            while start > 0, isPart(body.bytes[start - 1]) { start -= 1 }
            guard start < colon, start == 0 || body.bytes[start - 1] == 0x20 else { continue }
            let parts = body.bytes[start..<colon].split { ".$:".utf8.contains($0) }
            guard let short = parts.last, Byte.isUpper(short[short.startIndex]), short.count > 5 else { continue }
            let isNamed = ["Error", "Exception"].contains { short.suffix($0.utf8.count).elementsEqual($0.utf8) }
            // `zipfile.BadZipFile: `: only at the start, where no logger's name is.
            let isQualified =
                start == 0 && parts.count > 1 && parts[0].allSatisfy { Byte.isLower($0) || $0 == UInt8(ascii: "_") }
                && short.contains(where: Byte.isLower)
            if isNamed || isQualified { return (String(decoding: short, as: UTF8.self), start..<colon) }
        }
        return nil
    }

    private static func isPart(_ byte: UInt8) -> Bool { Byte.isWord(byte) || ".$:".utf8.contains(byte) }
}
