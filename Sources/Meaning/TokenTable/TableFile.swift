import MemoryModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The bytes of a file, and whether they are those that were written.
///
/// Read, not mapped: it is a few megabytes, all of which the check touches anyway, and a file that is replaced or cut
/// later cannot hurt what was read.
enum TableFile {
    /// Far more than any table has; a wrong path must not fill the memory.
    static let byteLimit = 64 << 20

    static func bytes(of path: String) throws(MemoryError) -> [UInt8] {
        // Not to wait for a writer, should it be a pipe.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT {
                throw MemoryError(
                    .notFound, "There is no token table at \(path).",
                    hint: "It is part of memos: install memos again, or restore the file from the sources.")
            }
            throw .table(path, "cannot be opened (error \(errno))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .table(path, "is no file")
        }
        guard status.st_size <= byteLimit else { throw .table(path, "is too large for a token table") }
        let size = Int(status.st_size)
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let got = read(descriptor, buffer.baseAddress! + count, size - count)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { failure = errno }
                if got <= 0 { return }
                count += got
            }
        }
        guard failure == 0 else { throw .table(path, "cannot be read (error \(failure))") }
        return bytes
    }

    /// 64 lanes of `mixed(hash, word)` over the 64-bit words in turn, then over the lanes: 4 MB in under a millisecond.
    ///
    /// The words are those of the header up to this number, as a first round of lanes, then those behind the header, each
    /// filled up with zeros to a whole round. Tells an accident, not an attack.
    static func checksum(_ bytes: [UInt8]) -> UInt64 {
        let lanes = 64
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: lanes) { hashes in
            for lane in 0..<lanes { hashes.initializeElement(at: lane, to: UInt64(lane) + 1) }
            bytes.withUnsafeBytes { bytes in
                for part in [0..<64, TableLayout.headerBytes..<bytes.count] {
                    for round in stride(from: part.lowerBound, to: part.upperBound, by: lanes * 8) {
                        let words = min(lanes, (part.upperBound - round) / 8)
                        for lane in 0..<words {
                            let word = bytes.loadUnaligned(fromByteOffset: round + lane * 8, as: UInt64.self)
                            hashes[lane] = mixed(hashes[lane], UInt64(littleEndian: word))
                        }
                        for lane in words..<lanes { hashes[lane] = mixed(hashes[lane], 0) }
                    }
                }
            }
            return hashes.reduce(0, mixed)
        }
    }

    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
        return product ^ product >> 32
    }
}
