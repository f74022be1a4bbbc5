/// An expression as it was read.
indirect enum PatternNode: Sendable, Equatable {
    case one(ScalarSet)
    case edge(Edge)
    case sequence([PatternNode])
    case either([PatternNode])
    /// - Parameter most: `nil` for any number.
    case repeated(PatternNode, least: Int, most: Int?)

    enum Edge: Sendable, Equatable {
        case lineStart, lineEnd, word, noWord
    }

    /// Whether it can match no character at all.
    var mayBeEmpty: Bool {
        switch self {
        case .one: false
        case .edge: true
        case .sequence(let nodes): nodes.allSatisfy(\.mayBeEmpty)
        case .either(let nodes): nodes.contains(where: \.mayBeEmpty)
        case .repeated(let node, let least, _): least == 0 || node.mayBeEmpty
        }
    }
}

/// What is wrong with a rule's text, and at which of its characters, from 1.
struct PatternFault: Error {
    let column: Int
    /// Goes on after "the rule …".
    let reason: String
}

/// A set of characters, as scalars of Unicode.
struct ScalarSet: Sendable, Equatable {
    private(set) var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false

    static let digits = ScalarSet([0x30...0x39])
    static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = ScalarSet([0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x3000...0x3000])
    /// Any but the end of a line.
    static let any = ScalarSet([0x0A...0x0A], isNegated: true)

    init(_ ranges: [ClosedRange<UInt32>] = [], isNegated: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
    }

    /// - Parameter ignoresCase: adds the other case of ASCII letters.
    mutating func insert(_ range: ClosedRange<UInt32>, ignoresCase: Bool = false) {
        ranges.append(range)
        guard ignoresCase else { return }
        for (letters, shift) in [(0x41...0x5A, 0x20), (0x61...0x7A, -0x20)] as [(ClosedRange<UInt32>, Int32)]
        where range.overlaps(letters) {
            let part = range.clamped(to: letters)
            let low = UInt32(Int32(part.lowerBound) + shift)
            ranges.append(low...(low + part.upperBound - part.lowerBound))
        }
    }

    mutating func formUnion(_ other: ScalarSet) {
        ranges += other.isNegated ? other.complement : other.ranges
    }

    func contains(_ scalar: UInt32) -> Bool {
        ranges.contains { $0.contains(scalar) } != isNegated
    }

    /// Whether a character of the set may begin with the byte in UTF-8.
    func mayBegin(with byte: UInt8) -> Bool {
        if byte < 0x80 { return contains(UInt32(byte)) }
        return byte >= 0xC2 && (isNegated || ranges.contains { $0.upperBound >= 0x80 })
    }

    private var complement: [ClosedRange<UInt32>] {
        var (gaps, next): ([ClosedRange<UInt32>], UInt32) = ([], 0)
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
        return gaps
    }
}
