/// The value of `hook_event_name`, found by looking for its bytes. A quotation inside a string has a backslash before
/// its quotation marks, so only a real member can match; a wrong guess would cost nothing but a longer wait.
enum EventName {
    static func find(in payload: [UInt8]) -> String? {
        let key = Array(#""hook_event_name""#.utf8)
        guard payload.count > key.count else { return nil }
        var index = 0
        while index + key.count < payload.count {
            guard let quote = payload[index...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
            guard payload[quote...].starts(with: key) else {
                index = quote + 1
                continue
            }
            let parts = payload[(quote + key.count)...].prefix(96)
                .split(separator: UInt8(ascii: "\""), maxSplits: 2, omittingEmptySubsequences: false)
            if parts.count == 3, parts[0].contains(UInt8(ascii: ":")) {
                return String(decoding: parts[1], as: UTF8.self)
            }
            index = quote + key.count
        }
        return nil
    }
}

/// The longest line the wire allows.
enum LineLimit {
    static let bytes = FrontContext.variable("MEMOS_MAX_LINE").flatMap { Int($0) }.map { max($0, 1024) } ?? 16 << 20
}
