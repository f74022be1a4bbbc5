import CFaultGuard
import CVectorScan
import MemoryModel

/// Which slots hold an item: four bytes a slot, the keys being in the column. Built when the first item is replaced.
struct SlotTable {
    private var entries: [UInt32]
    /// Entries in use, those of removed slots included.
    private var used = 0

    /// - Throws: `database_corrupt` when the file was cut.
    init(_ snapshot: ColumnSnapshot) throws(MemoryError) {
        var capacity = 1024
        // At most half full after building: room for as many again before the next.
        while capacity < 2 * (snapshot.live + 512) { capacity *= 2 }
        entries = [UInt32](repeating: 0, count: capacity)
        try add(0..<snapshot.header.slots, of: snapshot)
    }

    /// Takes in slots that were appended.
    mutating func insert(_ slots: Range<UInt32>, of snapshot: ColumnSnapshot) throws(MemoryError) {
        if used + slots.count > entries.count / 4 * 3 {
            self = try SlotTable(snapshot)
            return
        }
        try add(slots, of: snapshot)
    }

    private mutating func add(_ slots: Range<UInt32>, of snapshot: ColumnSnapshot) throws(MemoryError) {
        used += Int(
            try perform(on: snapshot, memos_slots_insert) {
                $0.from = slots.lowerBound
                $0.to = slots.upperBound
            })
    }

    mutating func slots(of item: UInt32, kind: UInt8, in snapshot: ColumnSnapshot) throws(MemoryError) -> [UInt32] {
        var room = 16
        while true {
            var slots = [UInt32](repeating: 0, count: room)
            let found = try slots.withUnsafeMutableBufferPointer { (buffer) throws(MemoryError) -> Int in
                let base = buffer.baseAddress
                return Int(
                    try perform(on: snapshot, memos_slots_find) {
                        $0.item = item
                        $0.kind = kind
                        $0.slots = base
                        $0.room = UInt32(room)
                    })
            }
            if found <= room { return Array(slots[..<found]) }
            room = found
        }
    }

    private mutating func perform(
        on snapshot: ColumnSnapshot, _ operation: @convention(c) (UnsafeMutableRawPointer?) -> Void,
        _ prepare: (inout memos_slot_table) -> Void
    ) throws(MemoryError) -> UInt32 {
        let bases = snapshot.segments.map { Optional($0.base) }
        var found: UInt32?
        let mask = UInt32(entries.count - 1)
        withUnsafePointer(to: snapshot.file.layout) { layout in
            bases.withUnsafeBufferPointer { bases in
                entries.withUnsafeMutableBufferPointer { entries in
                    var table = memos_slot_table()
                    table.layout = layout
                    table.segments = bases.baseAddress
                    table.entries = entries.baseAddress
                    table.mask = mask
                    prepare(&table)
                    if memos_guarded(operation, &table) == 0 { found = table.found }
                }
            }
        }
        withExtendedLifetime(snapshot) {}
        guard let found else { throw .damagedColumn("was cut while it was in use") }
        return found
    }
}
