import Digest
package import MemoryModel

/// What tells whether a file is the one that was meant.
package enum FileDigest {
    private static let chunk = 1 << 20

    /// SHA-256 in lower-case hexadecimal.
    ///
    /// - Parameter proceed: is told after each part how many bytes were read of how many; what it throws ends the work.
    package static func sha256(
        ofFile path: String, proceed: (_ done: Int, _ total: Int) throws(MemoryError) -> Void = { _, _ in }
    ) throws(MemoryError) -> String {
        let file = try ReadableFile(path)
        var digest = SHA256()
        var buffer = [UInt8](repeating: 0, count: min(chunk, max(1, file.size)))
        var offset = 0
        while offset < file.size {
            if file.size - offset < buffer.count { buffer.removeLast(buffer.count - (file.size - offset)) }
            try file.fill(&buffer, at: offset)
            buffer.withUnsafeBytes { digest.update($0) }
            offset += buffer.count
            try proceed(offset, file.size)
        }
        return SHA256.hexadecimal(digest.finalize())
    }

    /// Whether a text is such a digest: 64 hexadecimal digits, in any case.
    package static func isOne(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    }
}
