extension PieceTable {
    /// The table while its arrays are pinned: what the inner loops use.
    struct View {
        let bytes: UnsafePointer<UInt8>
        let offsets: UnsafePointer<UInt32>
        let slots: UnsafePointer<UInt64>
        /// Slots minus one; their number is a power of two.
        let mask: Int
        let longest: Int

        /// FNV-1a's start.
        static let seed: UInt64 = 0xcbf2_9ce4_8422_2325
        /// The hash of `##`, from which the hash of a piece inside a word grows.
        static let continuationSeed = hash(hash(seed, 35), 35)
        /// Bytes of `##`.
        static let continuationLength = 2
        /// The part of a hash that a slot keeps.
        static let fragment: UInt64 = 0xffff_ffff_0000_0000

        @inline(__always)
        static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
            (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }

        /// Where a hash's search begins. FNV's low bits alone are weak, so the halves are mixed.
        @inline(__always)
        func slot(_ hash: UInt64) -> Int {
            Int(truncatingIfNeeded: hash ^ hash &>> 32 ^ hash &>> 15) & mask
        }

        /// The id of the token whose bytes are `after` bytes of `#` and then these, or -1.
        @inline(__always)
        func find(_ hash: UInt64, _ start: UnsafePointer<UInt8>, _ length: Int, after: Int) -> Int32 {
            var slot = slot(hash)
            while true {
                let entry = slots[slot]
                if entry == 0 { return -1 }
                if (entry ^ hash) & View.fragment == 0 {
                    let id = Int(entry & ~View.fragment) - 1
                    if equals(id, start, length, after: after) { return Int32(truncatingIfNeeded: id) }
                }
                slot = (slot + 1) & mask
            }
        }

        @inline(__always)
        private func equals(_ id: Int, _ start: UnsafePointer<UInt8>, _ length: Int, after: Int) -> Bool {
            let first = Int(offsets[id])
            guard Int(offsets[id + 1]) - first - 1 == after + length else { return false }
            let token = bytes + first
            for place in 0..<after where token[place] != 35 { return false }
            for place in 0..<length where token[after + place] != start[place] { return false }
            return true
        }
    }
}
