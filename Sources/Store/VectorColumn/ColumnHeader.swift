import CChecksum
import CVectorScan
import LanguageModels
import MemoryModel

/// What is published of a column: one page, of which the file keeps two. Generation n is written to page n mod 2, so the
/// one before it stays whole until the new one is; the valid page of the higher generation counts.
///
/// Little-endian: magic (8 bytes), version, dimension, padded dimension, slots of a segment (4 bytes each), rotation
/// seed, generation, slots in use, progress row, progress change (8 each), the model's id and revision (each a length of
/// 2 bytes, then UTF-8); CRC-32 of all before it in the last 4 bytes.
struct ColumnHeader: Sendable, Equatable {
    static let size = 4096
    static let version: UInt32 = 1
    /// Segments begin behind the two pages.
    static let origin = Int64(2 * size)
    /// The rotation is no secret and need not differ: one seed for all columns, kept so that it could change.
    static let seed: UInt64 = 0x6D65_6D6F_7331
    private static let magic: [UInt8] = Array("memosVEC".utf8)

    var model: EmbeddingModel
    var seed = ColumnHeader.seed
    var generation: UInt64 = 0
    /// Entries ever appended to this file, removed ones included.
    var slots: UInt32 = 0
    var progress = VectorProgress()

    /// Where this generation's page is.
    var offset: Int64 { Int64(generation % 2) * Int64(Self.size) }

    func encoded() -> [UInt8] {
        var bytes = Self.magic
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(Self.version)
        append(UInt32(model.dimension))
        append(UInt32((model.dimension + 63) / 64 * 64))
        append(UInt32(MEMOS_SEGMENT_SLOTS))
        append(seed)
        append(generation)
        append(UInt64(slots))
        append(progress.row)
        append(progress.change)
        for text in [model.id, model.revision] {
            append(UInt16(text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(contentsOf: repeatElement(0, count: Self.size - 4 - bytes.count))
        append(memos_crc32(0, bytes, bytes.count))
        return bytes
    }

    /// Nil for a page that is not whole.
    ///
    /// - Throws: `database_corrupt` for a whole page of another version.
    init?(_ page: ArraySlice<UInt8>) throws(MemoryError) {
        let bytes = Array(page)
        var at = Self.magic.count
        func read<Value: FixedWidthInteger>(_: Value.Type) -> Value {
            defer { at += MemoryLayout<Value>.size }
            return bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: Value.self)) }
        }
        guard bytes.count == Self.size, bytes.starts(with: Self.magic) else { return nil }
        at = Self.size - 4
        guard read(UInt32.self) == memos_crc32(0, bytes, Self.size - 4) else { return nil }
        at = Self.magic.count
        guard read(UInt32.self) == Self.version else {
            throw .damagedColumn("is of another version of memos")
        }
        let dimension = read(UInt32.self)
        let padded = read(UInt32.self)
        guard (1...MEMOS_MAXIMUM_DIMENSION).contains(dimension), padded == (dimension + 63) / 64 * 64,
            read(UInt32.self) == MEMOS_SEGMENT_SLOTS
        else { throw .damagedColumn("has a layout this version does not know") }
        seed = read(UInt64.self)
        generation = read(UInt64.self)
        guard let slots = UInt32(exactly: read(UInt64.self)) else { return nil }
        self.slots = slots
        progress = VectorProgress(row: read(Int64.self), change: read(Int64.self))
        var texts: [String] = []
        for _ in 0..<2 {
            let count = Int(read(UInt16.self))
            guard at + count <= Self.size - 4 else { return nil }
            texts.append(String(decoding: bytes[at..<at + count], as: UTF8.self))
            at += count
        }
        model = EmbeddingModel(id: texts[0], revision: texts[1], dimension: Int(dimension))
    }

    init(model: EmbeddingModel) {
        self.model = model
    }
}

extension MemoryError {
    /// The column must be made anew from the store.
    static func damagedColumn(_ what: String) -> MemoryError {
        MemoryError(
            .databaseCorrupt, "The vector index \(what).",
            hint: "memos vectors rebuild makes it anew; no memory is lost."
        )
    }

    static let closedColumn = MemoryError(.embeddingUnavailable, "The vector index is closed.")
}
