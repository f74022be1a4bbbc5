import MemoryModel

/// The vocabulary: finds the id of a token from its bytes.
///
/// One blob of bytes and an open-addressing table of 64-bit slots over it, so that 30,000 tokens load in about a
/// millisecond without a string for each. The hash of a token grows byte by byte (FNV-1a), so all prefixes of a word
/// are hashed in one pass.
struct PieceTable: Sendable {
    /// The tokens one after the other, each followed by one byte that is not part of it.
    private let bytes: [UInt8]
    /// Where each token starts, and the end.
    private let offsets: [UInt32]
    /// 0: free. Else the upper half of the hash, then the id plus one.
    private let slots: [UInt64]
    /// Bytes of the longest token; no longer prefix is looked up.
    private let longest: Int

    var count: Int { offsets.count - 1 }

    init(tokens: [String]) throws(MemoryError) {
        var bytes: [UInt8] = []
        var offsets: [UInt32] = [0]
        offsets.reserveCapacity(tokens.count + 1)
        for token in tokens {
            bytes.append(contentsOf: token.utf8)
            bytes.append(PieceTable.lineEnd)
            guard bytes.count <= PieceTable.byteLimit else { throw PieceTable.tooLarge }
            offsets.append(UInt32(bytes.count))
        }
        try self.init(bytes: bytes, offsets: offsets)
    }

    init(lines: UnsafeRawBufferPointer) throws(MemoryError) {
        guard lines.count < PieceTable.byteLimit else { throw PieceTable.tooLarge }
        var bytes = [UInt8](unsafeUninitializedCapacity: lines.count + 1) { buffer, count in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: lines)
            count = lines.count
        }
        if let last = bytes.last, last != PieceTable.lineEnd { bytes.append(PieceTable.lineEnd) }
        var offsets: [UInt32] = [0]
        offsets.reserveCapacity(lines.count / 6)
        bytes.withUnsafeBufferPointer { bytes in
            for place in 0..<bytes.count where bytes[place] == PieceTable.lineEnd {
                offsets.append(UInt32(truncatingIfNeeded: place + 1))
            }
        }
        try self.init(bytes: bytes, offsets: offsets)
    }

    private init(bytes: [UInt8], offsets: [UInt32]) throws(MemoryError) {
        let count = offsets.count - 1
        // At most half full: few steps to a free slot, also for the many prefixes that are no token.
        var capacity = 16
        while capacity < count * 2 { capacity *= 2 }
        var slots = [UInt64](repeating: 0, count: capacity)
        var longest = 0
        var repeated = false
        bytes.withUnsafeBufferPointer { bytes in
            offsets.withUnsafeBufferPointer { offsets in
                slots.withUnsafeMutableBufferPointer { slots in
                    guard let base = bytes.baseAddress else { return }
                    for id in 0..<count {
                        let start = base + Int(offsets[id])
                        let length = Int(offsets[id + 1] - offsets[id]) - 1
                        // An empty line is a token that no text contains.
                        if length == 0 { continue }
                        longest = max(longest, length)
                        var hash = View.seed
                        for place in 0..<length { hash = View.hash(hash, start[place]) }
                        let view = View(
                            bytes: base, offsets: offsets.baseAddress!, slots: slots.baseAddress!, mask: capacity - 1,
                            longest: longest)
                        if view.find(hash, start, length, after: 0) >= 0 { repeated = true }
                        var slot = view.slot(hash)
                        while slots[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
                        slots[slot] = hash & View.fragment | UInt64(id + 1)
                    }
                }
            }
        }
        if repeated {
            throw MemoryError(
                .modelInvalid, "The model's vocabulary names a token twice.",
                hint: "Use the vocabulary that belongs to the model, unchanged."
            )
        }
        self.bytes = bytes
        self.offsets = offsets
        self.slots = slots
        self.longest = longest
    }

    func id(of token: String) -> Int32? {
        var token = token
        let id = token.withUTF8 { token -> Int32 in
            guard let start = token.baseAddress, !token.isEmpty else { return -1 }
            return withView { view in
                var hash = View.seed
                for byte in token { hash = View.hash(hash, byte) }
                return view.find(hash, start, token.count, after: 0)
            }
        }
        return id < 0 ? nil : id
    }

    func text(of id: Int32) -> String? {
        guard id >= 0, id < count else { return nil }
        return String(decoding: bytes[Int(offsets[Int(id)])..<Int(offsets[Int(id) + 1]) - 1], as: UTF8.self)
    }

    func withView<Result>(_ body: (View) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            offsets.withUnsafeBufferPointer { offsets in
                slots.withUnsafeBufferPointer { slots in
                    // A table has a byte at least: WordPiece refuses a vocabulary without special tokens.
                    guard let base = bytes.baseAddress, let starts = offsets.baseAddress, let first = slots.baseAddress
                    else { preconditionFailure("an array without an address") }
                    return body(
                        View(bytes: base, offsets: starts, slots: first, mask: slots.count - 1, longest: longest))
                }
            }
        }
    }

    private static let lineEnd: UInt8 = 10
    private static let byteLimit = 1 << 30
    private static var tooLarge: MemoryError {
        MemoryError(
            .modelInvalid, "The model's vocabulary is larger than 1 GiB.",
            hint: "Use the vocabulary that belongs to the model; those are below 10 MB."
        )
    }
}
