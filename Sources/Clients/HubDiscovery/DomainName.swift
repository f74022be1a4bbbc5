/// A name of the domain name system as its labels, without the root (RFC 1035, section 3.1).
struct DomainName: Sendable, CustomStringConvertible {
    let labels: [String]

    /// Bytes of a label.
    static let labelLimit = 63
    /// Bytes of a whole name as it is sent, the root's among them.
    static let limit = 255

    /// `nil` when a label is empty or too long, or all of them together are.
    init?(_ labels: [String]) {
        let sizes = labels.map(\.utf8.count)
        guard sizes.allSatisfy({ (1...Self.labelLimit).contains($0) }),
            sizes.reduce(1, { $0 + $1 + 1 }) <= Self.limit
        else { return nil }
        self.labels = labels
    }

    /// Labels without points in them, with points between them.
    init?(_ text: String) {
        self.init(text.split(separator: ".", omittingEmptySubsequences: false).map(String.init))
    }

    /// Upper and lower case of ASCII are the same in names; other letters are not folded (RFC 6762, section 16).
    func isSame(as other: DomainName) -> Bool {
        labels.count == other.labels.count
            && zip(labels, other.labels).allSatisfy { left, right in
                left.utf8.count == right.utf8.count
                    && zip(left.utf8, right.utf8).allSatisfy { Self.folded($0) == Self.folded($1) }
            }
    }

    private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    var description: String { labels.joined(separator: ".") }
}
