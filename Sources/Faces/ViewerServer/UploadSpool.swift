import HTTPReading
import MemoryModel
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folder where bodies of uploads lie until they are answered: files that only their owner may read.
struct UploadSpool: Sendable {
    /// Made when it is needed.
    let folder: String

    /// What an end without goodbye left behind.
    func removeLeftovers() {
        guard let listing = opendir(folder) else { return }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix("up_") { unlink(folder + "/" + name) }
        }
    }

    /// Writes a body to a new file, hands its path over, and removes it whatever comes.
    func hold<Result>(
        _ body: BodyReader, limit: Int, grace: Duration, _ use: (String) async throws -> Result
    ) async throws -> Result {
        mkdir(folder, 0o700)
        let path = folder + "/" + AccessSecret.identifier("up")
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.unwritable(errno) }
        defer { unlink(path) }
        do {
            defer { close(descriptor) }
            try await body.pieces(limit: limit, grace: grace) { piece in
                try piece.withUnsafeReadableBytes { try Self.write($0, to: descriptor) }
            }
        }
        return try await use(path)
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: rest))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw unwritable(errno) }
            rest = rest.dropFirst(count)
        }
    }

    private static func unwritable(_ code: Int32) -> ViewerError {
        ViewerError(
            code == ENOSPC
                ? MemoryError(.diskFull, "The disk is full.", hint: "Free some space and try again.")
                : MemoryError(.pathNotWritable, "The upload cannot be kept: \(String(cString: strerror(code)))"))
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
