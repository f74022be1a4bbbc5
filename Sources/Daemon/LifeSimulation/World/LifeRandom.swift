/// SplitMix64 (Steele, Lea and Flood, 2014): the same life for the same seed on every machine.
package struct LifeRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// - Parameter probability: in [0, 1].
    mutating func chance(_ probability: Double) -> Bool {
        Double(next() >> 11) * 0x1p-53 < probability
    }

    /// - Parameter count: above zero.
    mutating func index(_ count: Int) -> Int { Int(next() % UInt64(count)) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + index(range.count) }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[index(list.count)] }
}
