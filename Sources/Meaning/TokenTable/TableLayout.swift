import MemoryModel

/// Where the parts of a token table's file lie. Little-endian; `scripts/token_table/table_file.py` writes it.
///
/// A header of 128 bytes, then each part padded to a multiple of 64: damping (UInt16), scales (Float), rows (two
/// components a byte), vocabulary (a piece a line), provenance (JSON).
struct TableLayout: Equatable {
    static let headerBytes = 128
    static let magic = Array("MEMOSTAB".utf8)
    static let version: UInt32 = 1

    /// Components of a vector, a multiple of 32.
    let dimension: Int
    /// Vectors; the first so many pieces of the vocabulary have one.
    let rows: Int
    let damping: Range<Int>
    let scales: Range<Int>
    let vectors: Range<Int>
    let vocabulary: Range<Int>
    let provenance: Range<Int>
    /// SHA-256 of the file but for the last three quarters of its header.
    let digest: [UInt8]
    /// Of the first half of the header and of everything behind the header; see `TableFile`.
    let checksum: UInt64

    /// Reads the header and holds it against the length of the file.
    init(_ bytes: [UInt8], path: String) throws(MemoryError) {
        guard bytes.count >= TableLayout.headerBytes, bytes.starts(with: TableLayout.magic) else {
            throw .table(path, "is no token table")
        }
        func field(_ offset: Int) -> Int { Int(bytes.littleEndian(at: offset, as: UInt32.self)) }
        guard field(8) == TableLayout.version else {
            throw .table(path, "is a token table of version \(field(8)), and this memos reads version 1")
        }
        dimension = field(12)
        rows = field(16)
        guard dimension > 0, dimension % 32 == 0, dimension <= 4096, rows > 0, rows <= 1 << 20 else {
            throw .table(path, "says it has \(rows) vectors of \(dimension) components")
        }
        var end = TableLayout.headerBytes
        func part(_ size: Int) -> Range<Int> {
            defer { end += (size + 63) / 64 * 64 }
            return end..<end + size
        }
        damping = part(field(20) * 2)
        scales = part(rows * 4)
        vectors = part(rows * dimension / 2)
        vocabulary = part(field(24))
        provenance = part(field(28))
        guard end == bytes.count, !damping.isEmpty else {
            throw .table(path, "has \(bytes.count) bytes where its header asks for \(end)")
        }
        digest = Array(bytes[32..<64])
        checksum = bytes.littleEndian(at: 64, as: UInt64.self)
    }
}

extension [UInt8] {
    /// - Precondition: all bytes of the number lie in the array.
    func littleEndian<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as: Number.Type) -> Number {
        withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
    }
}

extension MemoryError {
    /// A file that cannot serve as a token table.
    static func table(_ path: String, _ fault: String) -> MemoryError {
        MemoryError(
            .modelInvalid, "\(path) \(fault).",
            hint: "It is part of memos: install memos again, or restore the file from the sources."
        )
    }
}
