import Digest
package import LanguageModels
package import MemoryModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The vectors of every text this process has seen, and of those that earlier ones wrote down. Cases of one set share
/// texts, and the next run has all of them.
package final class RememberedVectors: Sendable {
    private let known = Mutex<[Key: [[Float]]]>([:])
    private let descriptor: Int32
    private let dimension: Int

    struct Key: Hashable, Sendable {
        var digest: [UInt8]
    }

    /// - Parameter folder: a file of the model's name is read and written there; `nil` keeps them in memory alone.
    /// - Throws: `path_not_writable`.
    package init(folder: String?, model: EmbeddingModel) throws(MemoryError) {
        dimension = model.dimension
        guard let folder else {
            descriptor = -1
            return
        }
        mkdir(folder, 0o755)
        let path = "\(folder)/\(model.id)@\(model.revision).remembered"
        if let bytes = FileBytes.read(path) {
            let (records, isWhole) = Self.records(in: bytes, dimension: model.dimension)
            known.withLock { $0 = records }
            // What follows a torn record could not be read again.
            if !isWhole { unlink(path) }
        }
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw MemoryError(.pathNotWritable, "\(path) cannot be written.", hint: "Give --cache another folder.")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    package var count: Int { known.withLock(\.count) }

    subscript(key: Key) -> [[Float]]? { known.withLock { $0[key] } }

    /// One record is one write, so that two runs may share a file.
    func keep(_ windows: [[Float]], for key: Key) {
        known.withLock { $0[key] = windows }
        guard descriptor >= 0 else { return }
        var record = key.digest
        withUnsafeBytes(of: UInt32(windows.count).littleEndian) { record += $0 }
        for window in windows { window.withUnsafeBytes { record += $0 } }
        record.withUnsafeBytes { _ = write(descriptor, $0.baseAddress, $0.count) }
    }

    static func key(_ text: String, _ purpose: EmbeddingPurpose) -> Key {
        var sum = SHA256()
        let bytes = Array((purpose == .query ? "query\n" : "document\n").utf8) + Array(text.utf8)
        bytes.withUnsafeBytes { sum.update($0) }
        return Key(digest: sum.finalize())
    }

    /// A record: the digest, the number of windows, the windows.
    private static func records(
        in bytes: [UInt8], dimension: Int
    ) -> (records: [Key: [[Float]]], isWhole: Bool) {
        var records: [Key: [[Float]]] = [:]
        var start = 0
        while start < bytes.count {
            guard start + 36 <= bytes.count else { return (records, false) }
            let count = bytes.withUnsafeBytes {
                Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: start + 32, as: UInt32.self)))
            }
            let size = dimension * MemoryLayout<Float>.stride
            guard count < 100_000, start + 36 + count * size <= bytes.count else { return (records, false) }
            let windows = (0..<count).map { window in
                [Float](unsafeUninitializedCapacity: dimension) { buffer, filled in
                    let from = start + 36 + window * size
                    bytes.withUnsafeBytes {
                        UnsafeMutableRawBufferPointer(buffer).copyMemory(
                            from: UnsafeRawBufferPointer(rebasing: $0[from..<from + size])
                        )
                    }
                    filled = dimension
                }
            }
            records[Key(digest: Array(bytes[start..<start + 32]))] = windows
            start += 36 + count * size
        }
        return (records, true)
    }
}

/// A model that computes no text twice.
struct RememberingEncoder: TextEncoder {
    let encoder: any TextEncoder
    let vectors: RememberedVectors

    var model: EmbeddingModel { encoder.model }

    func windows(of text: String, as purpose: EmbeddingPurpose) throws(MemoryError) -> [Embedding] {
        let key = RememberedVectors.key(text, purpose)
        var components = vectors[key]
        if components == nil {
            components = try encoder.windows(of: text, as: purpose).map(\.components)
            vectors.keep(components ?? [], for: key)
        }
        // Also what was just computed goes through here, so that the next run has the same bits.
        var windows: [Embedding] = []
        for window in components ?? [] { windows.append(try Embedding(normalizing: window)) }
        return windows
    }

    func knownShare(of text: String) -> Double { encoder.knownShare(of: text) }

    func check() throws(MemoryError) { try encoder.check() }
}
