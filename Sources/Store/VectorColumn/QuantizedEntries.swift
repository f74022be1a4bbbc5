import CVectorScan
import MemoryModel

/// Entries as the column keeps them, each array by entry.
struct QuantizedEntries: Sendable {
    let layout: memos_layout
    private(set) var kinds: [UInt8] = []
    private(set) var items: [UInt32] = []
    private(set) var times: [UInt32] = []
    private(set) var places: [UInt16] = []
    private(set) var checks: [UInt16] = []
    private(set) var steps: [Float] = []
    /// `padded / 8` bytes an entry.
    private(set) var signs: [UInt8] = []
    /// `padded` bytes an entry.
    private(set) var magnitudes: [UInt8] = []

    var count: Int { kinds.count }
    var columns: Int { Int(layout.padded) / 8 }

    init(layout: memos_layout) {
        self.layout = layout
    }

    /// - Throws: `invalid_argument`.
    init(_ entries: [VectorEntry], layout: memos_layout, seed: UInt64) throws(MemoryError) {
        self.layout = layout
        let padded = Int(layout.padded)
        var rotated = [Float](repeating: 0, count: padded)
        var entrySigns = [UInt8](repeating: 0, count: padded / 8)
        var entryMagnitudes = [UInt8](repeating: 0, count: padded)
        signs.reserveCapacity(entries.count * padded / 8)
        magnitudes.reserveCapacity(entries.count * padded)
        for entry in entries {
            try requireUnit(entry.vector, dimension: Int(layout.dimension))
            guard let item = UInt32(exactly: entry.item), item > 0 else {
                throw MemoryError(.invalidArgument, "An item in the vector index has a row from 1 to 4294967295.")
            }
            var step: Float = 0
            var layout = layout
            memos_rotate(&layout, seed, entry.vector, &rotated)
            memos_quantise(&layout, rotated, &entrySigns, &entryMagnitudes, &step)
            let time = columnTime(entry.at)
            let check = memos_entry_check(
                &layout, entrySigns, entryMagnitudes, step, item, time, entry.place, entry.kind.rawValue
            )
            append(
                kind: entry.kind.rawValue, item: item, time: time, place: entry.place, check: check, step: step,
                signs: entrySigns[...], magnitudes: entryMagnitudes[...]
            )
        }
    }

    mutating func append(
        kind: UInt8, item: UInt32, time: UInt32, place: UInt16, check: UInt16, step: Float, signs: ArraySlice<UInt8>,
        magnitudes: ArraySlice<UInt8>
    ) {
        kinds.append(kind)
        items.append(item)
        times.append(time)
        places.append(place)
        checks.append(check)
        steps.append(step)
        self.signs.append(contentsOf: signs)
        self.magnitudes.append(contentsOf: magnitudes)
    }
}

/// - Throws: `invalid_argument` unless the vector has that many components and unit length (to 1 %).
func requireUnit(_ vector: [Float], dimension: Int) throws(MemoryError) {
    guard vector.count == dimension else {
        throw MemoryError(
            .invalidArgument, "A vector has \(vector.count) components; those of this model have \(dimension)."
        )
    }
    var square = 0.0
    for component in vector { square += Double(component) * Double(component) }
    // A NaN fails too.
    guard (0.98...1.02).contains(square) else {
        throw MemoryError(.invalidArgument, "A vector in the index has unit length; this one has not.")
    }
}

/// A segment's bytes, read whole.
struct SegmentImage {
    let layout: memos_layout
    let bytes: [UInt8]

    init(file: ColumnFile, index: Int) throws(MemoryError) {
        layout = file.layout
        bytes = try file.read(at: file.offset(ofSegment: index), count: Int(layout.segment))
    }

    private func element<Element: BitwiseCopyable>(_ array: UInt64, _ slot: Int, as: Element.Type) -> Element {
        bytes.withUnsafeBytes {
            $0.load(fromByteOffset: Int(array) + slot * MemoryLayout<Element>.size, as: Element.self)
        }
    }

    func kind(_ slot: Int) -> UInt8 { element(layout.kinds, slot, as: UInt8.self) }
    func item(_ slot: Int) -> UInt32 { element(layout.items, slot, as: UInt32.self) }
    func time(_ slot: Int) -> UInt32 { element(layout.times, slot, as: UInt32.self) }
    func place(_ slot: Int) -> UInt16 { element(layout.places, slot, as: UInt16.self) }
    func check(_ slot: Int) -> UInt16 { element(layout.checks, slot, as: UInt16.self) }
    func step(_ slot: Int) -> Float { element(layout.steps, slot, as: Float.self) }

    func signs(_ slot: Int) -> [UInt8] {
        let columns = Int(layout.padded) / 8
        let block = Int(layout.signs) + slot / blockSlots * blockSlots * columns
        return (0..<columns).map { bytes[block + $0 * blockSlots + slot % blockSlots] }
    }

    func magnitudes(_ slot: Int) -> ArraySlice<UInt8> {
        let first = Int(layout.magnitudes) + slot * Int(layout.padded)
        return bytes[first..<first + Int(layout.padded)]
    }
}
