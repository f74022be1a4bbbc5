#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A path on this machine, and what may be asked of it at a bounded price: nothing here lists a folder, follows more
/// than the system does, or reads more than it is told.
struct Place: Equatable {
    let path: String

    init(_ path: String) {
        self.path = path
    }

    /// Without links, `.` and `..`; `nil` when nothing is there.
    var real: Place? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return Place(String(cString: resolved))
    }

    var isFolder: Bool { mode.map { $0 & S_IFMT == S_IFDIR } ?? false }

    var isFile: Bool { mode.map { $0 & S_IFMT == S_IFREG } ?? false }

    private var mode: mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode : nil
    }

    /// The last part of the path.
    var name: String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// `nil` above the root.
    var parent: Place? {
        guard let slash = path.lastIndex(of: "/"), path != "/" else { return nil }
        return Place(slash == path.startIndex ? "/" : String(path[..<slash]))
    }

    /// - Parameter other: a path that starts at the root stays what it is.
    func appending(_ other: String) -> Place {
        if other.hasPrefix("/") { return Place(other) }
        return Place(path.hasSuffix("/") ? path + other : path + "/" + other)
    }

    /// The first bytes of a file as text. `nil` for what cannot be read, is no regular file (opening another kind may
    /// wait for ever) or holds no text.
    func text(limit: Int) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes = [UInt8](repeating: 0, count: limit)
        var length = 0
        while length < limit {
            let count = bytes.withUnsafeMutableBytes {
                read(descriptor, UnsafeMutableRawBufferPointer(rebasing: $0[length...]).baseAddress, limit - length)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            length += count
        }
        let content = bytes[..<length]
        return content.contains(0) ? nil : String(decoding: content, as: UTF8.self)
    }

    /// The first line of a small file, without space around it; `nil` when there is none.
    var line: String? {
        guard let text = text(limit: Self.lineLimit) else { return nil }
        let line = text.prefix { !$0.isNewline }
        let words = line.drop(while: \.isWhitespace)
        guard let end = words.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(words[...end])
    }

    /// Longer than any path the system takes.
    private static let lineLimit = 8192
}
