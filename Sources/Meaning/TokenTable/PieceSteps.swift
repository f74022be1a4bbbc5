/// The components of a word piece's vector as whole steps from -8 to 7, sixteen at a time.
typealias StepLanes = SIMD16<Int16>

extension PieceVectors {
    /// Groups of lanes that a vector fills.
    var laneGroups: Int { half / 8 }

    /// Writes the steps of a row that the table has. Their order is not that of the components, but the same for all.
    func copySteps(of row: Int, to lanes: UnsafeMutablePointer<StepLanes>) {
        bytes.withUnsafeBytes { bytes in
            let packed = UnsafeRawBufferPointer(rebasing: bytes[start + row * half..<start + (row + 1) * half])
            for group in 0..<half / 16 {
                let pair = packed.loadUnaligned(fromByteOffset: group * 16, as: SIMD16<UInt8>.self)
                lanes[group * 2] = StepLanes(truncatingIfNeeded: pair & 15) &- 8
                lanes[group * 2 + 1] = StepLanes(truncatingIfNeeded: pair &>> 4) &- 8
            }
        }
    }

    /// Whether the piece has a vector.
    func has(_ piece: Int32) -> Bool { piece >= 0 && piece < scales.count }

    var count: Int { scales.count }

    /// Whole numbers, so that it is exact and the same on every processor. A lane adds up at most 256 products of at most
    /// 64, which fits: a table has at most 4,096 components.
    static func product(
        _ one: UnsafePointer<StepLanes>, _ other: UnsafePointer<StepLanes>, groups: Int
    ) -> Int32 {
        var sum = StepLanes(repeating: 0)
        for group in 0..<groups { sum &+= one[group] &* other[group] }
        return SIMD16<Int32>(truncatingIfNeeded: sum).wrappedSum()
    }
}
