/// One vector a word piece, four bits a component, and their sum over a text.
struct PieceVectors: Sendable {
    /// What a piece counts by how often it stands in the text (once, twice, …; the last entry for more): damped, because
    /// a word said ten times does not mean ten times as much.
    private let damping: [Float]
    /// What one step of a row's components is worth.
    let scales: [Float]
    /// A row is half as many bytes as components; byte i holds component i in its low half and component i + half in its
    /// high half, each as 8 plus the number of steps.
    let bytes: [UInt8]
    /// Where the first row starts in `bytes`.
    let start: Int
    let half: Int

    init(bytes: [UInt8], layout: TableLayout) {
        half = layout.dimension / 2
        damping = stride(from: layout.damping.lowerBound, to: layout.damping.upperBound, by: 2).map {
            Float(bytes.littleEndian(at: $0, as: UInt16.self)) / 256
        }
        scales = bytes.withUnsafeBytes { bytes in
            stride(from: layout.scales.lowerBound, to: layout.scales.upperBound, by: 4).map {
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
            }
        }
        self.bytes = bytes
        start = layout.vectors.lowerBound
    }

    /// Whether every scale is an ordinary number, so that every sum is one.
    var areFinite: Bool { scales.allSatisfy { $0.isFinite && abs($0) < 1e6 } }

    /// The damped sum; nil when no piece has a vector. Pieces outside the table, like `[UNK]`, do not count.
    func sum(of pieces: [Int32]) -> [Float]? {
        // In the order of rows, so that the counts are runs and the rounding is the same for every order of the words.
        let known = pieces.filter { $0 >= 0 && $0 < scales.count }.sorted()
        guard !known.isEmpty else { return nil }
        return [Float](unsafeUninitializedCapacity: half * 2) { sums, count in
            sums.initialize(repeating: 0)
            count = half * 2
            bytes.withUnsafeBytes { bytes in
                var place = 0
                while place < known.count {
                    let row = Int(known[place])
                    var end = place + 1
                    while end < known.count && known[end] == known[place] { end += 1 }
                    let factor = damping[min(end - place, damping.count) - 1] * scales[row]
                    let packed = UnsafeRawBufferPointer(rebasing: bytes[start + row * half..<start + (row + 1) * half])
                    add(packed, times: factor, to: UnsafeMutableRawBufferPointer(sums))
                    place = end
                }
            }
        }
    }

    /// A product and a sum a component, each rounded for itself: Swift never fuses them, so every processor agrees.
    private func add(_ packed: UnsafeRawBufferPointer, times factor: Float, to sums: UnsafeMutableRawBufferPointer) {
        typealias Lanes = SIMD16<Float>
        let highSums = half * MemoryLayout<Float>.stride
        for at in stride(from: 0, to: half, by: 16) {
            let pair = packed.loadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self)
            let low = at * MemoryLayout<Float>.stride
            for (steps, place) in [(pair & 15, low), (pair &>> 4, low + highSums)] {
                let numbers = Lanes(SIMD16<Int32>(truncatingIfNeeded: steps) &- 8)
                let sum = sums.loadUnaligned(fromByteOffset: place, as: Lanes.self) + numbers * factor
                sums.storeBytes(of: sum, toByteOffset: place, as: Lanes.self)
            }
        }
    }
}
