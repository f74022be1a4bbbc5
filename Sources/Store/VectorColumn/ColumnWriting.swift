import CVectorScan
import MemoryModel

extension ColumnFile {
    /// Writes entries to unused slots from `first` on. They count once a header says so.
    func append(_ entries: QuantizedEntries, at first: UInt32) throws(MemoryError) {
        guard entries.count > 0 else { return }
        let padded = Int(layout.padded)
        let end = Int(first) + entries.count
        let needed = size(forSlots: UInt32(end))
        if try status().size < needed { try resize(to: needed) }
        var slot = Int(first)
        while slot < end {
            let at = slot % segmentSlots
            let count = min(end - slot, segmentSlots - at)
            let range = slot - Int(first)..<slot - Int(first) + count
            let base = offset(ofSegment: slot / segmentSlots)
            // Items first: that is where opening looks for what a crash left behind.
            try writeArray(entries.items[range], of: layout.items, slot: at, base: base)
            try writeArray(entries.kinds[range], of: layout.kinds, slot: at, base: base)
            try writeArray(entries.times[range], of: layout.times, slot: at, base: base)
            try writeArray(entries.places[range], of: layout.places, slot: at, base: base)
            try writeArray(entries.checks[range], of: layout.checks, slot: at, base: base)
            try writeArray(entries.steps[range], of: layout.steps, slot: at, base: base)
            let rows = range.lowerBound * padded..<range.upperBound * padded
            try write(entries.magnitudes[rows], at: base + Int64(layout.magnitudes) + Int64(at * padded))
            try writeSigns(base: base, slots: at..<at + count) { slot, column in
                entries.signs[(range.lowerBound + slot - at) * entries.columns + column]
            }
            slot += count
        }
    }

    /// Clears entries. The kind goes first, so that a search that reads it last never gives half an entry.
    func clear(_ slots: [UInt32]) throws(MemoryError) {
        for slot in slots {
            try writeArray([UInt8(0)][...], of: layout.kinds, slot: Int(slot) % segmentSlots, base: base(of: slot))
        }
        for slot in slots {
            try clear(Int(slot) % segmentSlots..<Int(slot) % segmentSlots + 1, base: base(of: slot))
        }
    }

    /// Clears what a crash left half done: entries behind the last published slot, and removed ones not yet cleared.
    ///
    /// - Returns: how many of the first `slots` are live.
    func recover(_ slots: UInt32) throws(MemoryError) -> Int {
        let end = size(forSlots: slots)
        if try status().size > end { try resize(to: end) }
        var live = 0
        for first in stride(from: 0, to: Int(slots), by: segmentSlots) {
            let base = base(of: UInt32(first))
            let kinds = try read(at: base + Int64(layout.kinds), count: segmentSlots)
            let items = try read(at: base + Int64(layout.items), count: segmentSlots * 4)
            let published = min(segmentSlots, Int(slots) - first)
            for slot in 0..<segmentSlots {
                if kinds[slot] != 0, slot < published {
                    live += 1
                } else if items[4 * slot..<4 * slot + 4].contains(where: { $0 != 0 }) {
                    do throws(MemoryError) {
                        try clear(slot..<slot + 1, base: base)
                    } catch {
                        // Unpublished entries on a full disk (clearing may have to fill holes): no search sees them, and
                        // the next opening tries again.
                        guard error.code == .diskFull, slot >= published else { throw error }
                    }
                }
            }
        }
        return live
    }

    private func base(of slot: UInt32) -> Int64 {
        offset(ofSegment: Int(slot) / segmentSlots)
    }

    private func writeArray<Element: BitwiseCopyable>(
        _ elements: ArraySlice<Element>, of array: UInt64, slot: Int, base: Int64
    ) throws(MemoryError) {
        try write(elements, at: base + Int64(array) + Int64(slot * MemoryLayout<Element>.size))
    }

    /// Clears slots of one segment, the items last: until then opening would find them and clear again.
    private func clear(_ slots: Range<Int>, base: Int64) throws(MemoryError) {
        let zeros = [UInt8](repeating: 0, count: slots.count * Int(layout.padded))
        try write(zeros[..<slots.count], at: base + Int64(layout.kinds) + Int64(slots.lowerBound))
        try writeSigns(base: base, slots: slots) { _, _ in 0 }
        let arrays = [
            (layout.magnitudes, Int(layout.padded)), (layout.steps, 4), (layout.times, 4), (layout.places, 2),
            (layout.checks, 2), (layout.items, 4),
        ]
        for (array, width) in arrays {
            try write(zeros[..<(slots.count * width)], at: base + Int64(array) + Int64(slots.lowerBound * width))
        }
    }

    /// Rewrites the blocks these slots of a segment are in. Bytes of other slots are written as they are, which a search
    /// does not notice.
    private func writeSigns(
        base: Int64, slots: Range<Int>, byte: (_ slot: Int, _ column: Int) -> UInt8
    ) throws(MemoryError) {
        let columns = Int(layout.padded) / 8
        let blocks = slots.lowerBound / blockSlots..<(slots.upperBound + blockSlots - 1) / blockSlots
        let start = base + Int64(layout.signs) + Int64(blocks.lowerBound * blockSlots * columns)
        var image = try read(at: start, count: blocks.count * blockSlots * columns)
        for slot in slots {
            let block = (slot / blockSlots - blocks.lowerBound) * blockSlots * columns
            for column in 0..<columns {
                image[block + column * blockSlots + slot % blockSlots] = byte(slot, column)
            }
        }
        try write(image[...], at: start)
    }
}
