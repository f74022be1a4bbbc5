import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Files and folders, read only, with errors that say what to do. Nothing here writes.
enum StoredFile {
    struct Status {
        var isFolder: Bool
        var isFile: Bool
        var size: Int64
        var modifiedAt: Int64
    }

    /// Follows a symbolic link.
    static func status(of path: String) throws(MemoryError) -> Status {
        var record = stat()
        guard stat(path, &record) == 0 else { throw failure(path, errno) }
        return Status(record)
    }

    /// `nil` for a symbolic link and for what cannot be looked at: a walk goes on without it.
    static func statusWithoutFollowing(_ path: String) -> Status? {
        var record = stat()
        guard lstat(path, &record) == 0, record.st_mode & S_IFMT != S_IFLNK else { return nil }
        return Status(record)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Names in a folder, sorted, so that every reading sees the same order.
    static func names(in folder: String) throws(MemoryError) -> [String] {
        guard let stream = opendir(folder) else { throw failure(folder, errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func open(_ path: String) throws(MemoryError) -> Int32 {
        #if canImport(Glibc)
            let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        #else
            let descriptor = Darwin.open(path, O_RDONLY | O_CLOEXEC)
        #endif
        guard descriptor >= 0 else { throw failure(path, errno) }
        return descriptor
    }

    /// At most `limit` bytes from the beginning of what the file holds, unpacked; what is before a damage is given, and
    /// the damage is told when the file is read.
    static func head(of path: String, limit: Int) throws(MemoryError) -> [UInt8] {
        var stored = try StoredBytes(path: path)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: limit, alignment: 16)
        defer { room.deallocate() }
        var count = 0
        while count < limit {
            do throws(MemoryError) {
                let got = try stored.read(into: UnsafeMutableRawBufferPointer(rebasing: room[count...]))
                if got == 0 { break }
                count += got
            } catch {
                if count == 0 { throw error }
                break
            }
        }
        return Array(room[..<count])
    }

    /// All that the file holds, unpacked, for the formats that are one JSON value.
    static func contents(of path: String, limit: Int = 256 << 20) throws(MemoryError) -> [UInt8] {
        let size = try status(of: path).size
        guard size <= limit else { throw tooLarge(path, limit) }
        var stored = try StoredBytes(path: path)
        var contents: [UInt8] = []
        contents.reserveCapacity(Int(size))
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: LineReader.chunk, alignment: 16)
        defer { room.deallocate() }
        while true {
            let count = try stored.read(into: room)
            if count == 0 { return contents }
            guard contents.count + count <= limit else { throw tooLarge(path, limit) }
            contents.append(contentsOf: room[..<count])
        }
    }

    private static func tooLarge(_ path: String, _ limit: Int) -> MemoryError {
        MemoryError(
            .unsupported, "\(path) is larger than \(limit >> 20) MB",
            hint: "This format can only be read whole; leave the file out of the import.")
    }

    static func failure(_ path: String, _ code: Int32) -> MemoryError {
        switch code {
        case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP:
            MemoryError(.notFound, "there is no file or folder \(path)", hint: "Check the path.")
        case EACCES, EPERM:
            MemoryError(
                .pathNotWritable, "no permission to read \(path)",
                hint: "Run the import as the user who owns the file, or change its permissions.")
        default:
            MemoryError(
                .pathNotWritable, "\(path) cannot be read: \(String(cString: strerror(code)))",
                hint: "Check the disk and the file.")
        }
    }
}

extension StoredFile.Status {
    fileprivate init(_ record: stat) {
        #if canImport(Glibc)
            let modified = record.st_mtim
        #else
            let modified = record.st_mtimespec
        #endif
        self.init(
            isFolder: record.st_mode & S_IFMT == S_IFDIR, isFile: record.st_mode & S_IFMT == S_IFREG,
            size: Int64(record.st_size),
            modifiedAt: Int64(modified.tv_sec) * 1000 + Int64(modified.tv_nsec) / 1_000_000)
    }
}

/// Paths as text.
enum Path {
    static func name(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// The name without what tells that the file is packed.
    static func unpackedName(_ path: String) -> String {
        let name = name(path)
        guard let suffix = [".zst", ".zstd"].first(where: name.hasSuffix) else { return name }
        return String(name.dropLast(suffix.count))
    }

    /// The unpacked name without its last extension.
    static func stem(_ path: String) -> String {
        let name = unpackedName(path)
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        return String(name[..<dot])
    }

    static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func join(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }
}
