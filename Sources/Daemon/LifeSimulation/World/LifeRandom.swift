import MemoryMath

/// SplitMix64 (Steele, Lea and Flood, 2014): the same life for the same seed on every machine.
package struct LifeRandom: RandomNumberGenerator, Sendable {
    private var generator: SplitMix64

    package init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
    }

    package mutating func next() -> UInt64 { generator.next() }

    /// - Parameter probability: in [0, 1].
    mutating func chance(_ probability: Double) -> Bool {
        Double(next() >> 11) * 0x1p-53 < probability
    }

    /// - Parameter count: above zero.
    mutating func index(_ count: Int) -> Int { Int(next() % UInt64(count)) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + index(range.count) }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[index(list.count)] }
}
