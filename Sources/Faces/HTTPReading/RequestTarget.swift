/// The path and query of a request, percent-decoded (RFC 3986) and read as a form (`+` is a space in the query).
///
/// Text that does not decode to UTF-8, or holds NUL or DEL, makes the whole target invalid.
package struct RequestTarget: Sendable, Equatable {
    package let segments: [String]
    package let query: [Pair]

    package struct Pair: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    package init?(_ target: String) {
        guard target.utf8.first == UInt8(ascii: "/") else { return nil }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var segments: [String] = []
        for segment in parts[0].dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let text = Self.decoded(segment, plusIsSpace: false) else { return nil }
            segments.append(text)
        }
        var query: [Pair] = []
        for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(sides[0], plusIsSpace: true),
                let value = Self.decoded(sides.count > 1 ? sides[1] : "", plusIsSpace: true)
            else { return nil }
            query.append(Pair(name: name, value: value))
        }
        self.segments = segments
        self.query = query
    }

    package var path: String { "/" + segments.joined(separator: "/") }

    /// An empty value counts as absent: forms send every field.
    package func value(_ name: String) -> String? {
        query.last { $0.name == name && !$0.value.isEmpty }?.value
    }

    private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        var input = text.utf8.makeIterator()
        while let byte = input.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = input.next().flatMap(digit), let low = input.next().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { return nil }
        return bytes.contains { $0 == 0 || $0 == 0x7F } ? nil : decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
