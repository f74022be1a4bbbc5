package import MemoryModel
package import RuntimeHome
package import SentenceEncoder

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file on the shelf, opened as far as needed to tell what it is.
package struct ShelvedModel {
    package let name: String
    package let path: String
    /// Of the file.
    package let bytes: Int64
    /// The model, or why it cannot be used.
    package let content: Result<SentenceEncoder, MemoryError>

    /// Whether a file is, by its ending or by its content, a model that was converted already.
    package static func isOne(_ path: String) -> Bool {
        path.hasSuffix(ModelShelf.fileExtension) || (try? SentenceEncoder(path: path)) != nil
    }

    /// Copies a file and waits until it is on the disk.
    package static func copy(_ path: String, to copy: String) throws(MemoryError) {
        let file = try ReadableFile(path)
        let descriptor = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o444)
        guard descriptor >= 0 else { throw .file(copy, cannotBe: "written") }
        defer { close(descriptor) }
        var offset = 0
        while offset < file.size {
            let bytes = try file.bytes(at: offset, count: min(1 << 20, file.size - offset))
            try writeAll(bytes, to: descriptor, path: copy)
            offset += bytes.count
        }
        guard fsync(descriptor) == 0 else { throw .file(copy, cannotBe: "written") }
    }
}

extension ModelShelf {
    /// The models that are here, by name. A folder that is not there holds none.
    package func models() -> [ShelvedModel] {
        Self.names(in: folder).compactMap(Self.name(ofFile:)).map(shelved)
    }

    /// The static token table, when there is one.
    package func table() -> String? { tables.first { access($0, R_OK) == 0 } }

    /// - Throws: `not_found`.
    package func model(named name: String) throws(MemoryError) -> ShelvedModel {
        guard Self.isName(name) else { throw Self.notAName(name) }
        guard access(file(of: name), F_OK) == 0 else {
            throw MemoryError(
                .notFound, "There is no model \(name) in \(folder).", hint: "memos model list shows those there are.")
        }
        return shelved(name)
    }

    package static func notAName(_ name: String) -> MemoryError {
        MemoryError(
            .invalidArgument, "“\(name)” cannot be the name of a model.",
            hint: "1 to 64 letters, digits, points, hyphens and underscores, a letter or digit first.")
    }

    private func shelved(_ name: String) -> ShelvedModel {
        let path = file(of: name)
        var status = stat()
        let size = stat(path, &status) == 0 ? Int64(status.st_size) : 0
        let content = Result { () throws(MemoryError) in try SentenceEncoder(path: path) }
        return ShelvedModel(name: name, path: path, bytes: size, content: content)
    }

    /// Puts a finished file of the same disk in its place: readers see the old model or the new one, and whoever has
    /// the old one mapped keeps it.
    package func adopt(_ path: String, as name: String) throws(MemoryError) {
        guard Self.isName(name) else { throw Self.notAName(name) }
        guard rename(path, file(of: name)) == 0 else { throw .file(file(of: name), cannotBe: "written") }
        // The name is not lost with the power; where a folder cannot be synchronised, the disk does it in its own time.
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 {
            fsync(descriptor)
            close(descriptor)
        }
    }

    package func remove(_ name: String) throws(MemoryError) {
        let model = try model(named: name)
        guard unlink(model.path) == 0 else { throw .file(model.path, cannotBe: "removed") }
    }

    /// A private folder on the shelf's own disk for work that ends in `adopt`. What killed processes left of theirs
    /// goes.
    package func makeWorkFolder() throws(MemoryError) -> WorkFolder {
        try Self.makeFolder(folder)
        for name in Self.names(in: folder) where name.hasPrefix(Self.workPrefix) {
            let owner = pid_t(name.dropFirst(Self.workPrefix.count).prefix { $0 != "." }) ?? 0
            if owner <= 0 || (kill(owner, 0) != 0 && errno == ESRCH) { WorkFolder.remove(folder + "/" + name) }
        }
        var template = Array((folder + "/" + Self.workPrefix + "\(getpid()).XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw .file(folder, cannotBe: "written") }
        let path = template.dropLast().map { UInt8(bitPattern: $0) }
        return WorkFolder(path: String(decoding: path, as: UTF8.self))
    }

    private static func makeFolder(_ path: String) throws(MemoryError) {
        if mkdir(path, 0o755) == 0 { return }
        var code = errno
        if code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try makeFolder(String(path[..<slash]))
            if mkdir(path, 0o755) == 0 { return }
            code = errno
        }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
        throw .file(path, cannotBe: "made", code: code == EEXIST ? ENOTDIR : code)
    }

    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

/// A folder that is gone when its work is.
package final class WorkFolder {
    package let path: String

    init(path: String) { self.path = path }

    /// Removes it with all that is in it.
    package func remove() { Self.remove(path) }

    /// A folder in it.
    package func folder(_ name: String) throws(MemoryError) -> String {
        let folder = path + "/" + name
        guard mkdir(folder, 0o700) == 0 else { throw .file(folder, cannotBe: "made") }
        return folder
    }

    /// Bytes of all files in it: how far a download has come, whatever it calls its parts.
    package var bytes: Int64 { Self.bytes(in: path) }

    private static func bytes(in path: String) -> Int64 {
        var status = stat()
        guard lstat(path, &status) == 0 else { return 0 }
        guard status.st_mode & S_IFMT == S_IFDIR else { return Int64(status.st_size) }
        return ModelShelf.names(in: path).reduce(0) { $0 + bytes(in: path + "/" + $1) }
    }

    /// Links are removed, not followed.
    static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        for name in ModelShelf.names(in: path) { remove(path + "/" + name) }
        rmdir(path)
    }
}
