import MemoryCore
import MemoryModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Skills as files on this machine.
struct SkillFiles: SkillShelf {
    let folder: String
    let hostFolders: [HostSkillFolder]

    /// - Parameters:
    ///   - folder: the home's.
    ///   - userFolder: the home of the person, in which agents keep theirs.
    init(folder: String, userFolder: String) {
        self.folder = folder
        // Codex and Claude Code were seen to read theirs; the others say so in their documents.
        hostFolders = [
            HostSkillFolder(name: "claude", path: "\(userFolder)/.claude/skills", readers: ["Claude Code"]),
            HostSkillFolder(
                name: "agents", path: "\(userFolder)/.agents/skills",
                readers: ["Codex", "Cursor", "Gemini CLI", "opencode"]),
            HostSkillFolder(name: "hermes", path: "\(userFolder)/.hermes/skills", readers: ["Hermes"]),
        ]
    }

    func names(in folder: String) -> [String] { SystemFacts.names(in: folder).sorted() }

    func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    func read(_ path: String, limit: Int) throws(MemoryError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            if descriptor >= 0 { close(descriptor) }
            throw MemoryError(
                .notFound, "There is no file \(path) that can be read.",
                hint: "Name a SKILL.md, or a ZIP archive of a skill's folder.")
        }
        defer { close(descriptor) }
        let bytes = FileContents.taken(from: descriptor, limit: limit)
        guard bytes.count <= limit else {
            throw MemoryError(
                .invalidArgument, "The file is larger than \(limit) bytes.", hint: "Leave out what is large.")
        }
        return bytes
    }

    func replace(_ folder: String, with files: [(path: String, bytes: [UInt8])]) throws(MemoryError) {
        let beside = "\(folder).\(getpid()).new"
        HomeFiles.removeTree(beside)
        for file in files {
            let path = "\(beside)/\(file.path)"
            guard Self.makeFolders(above: path), Self.make(path, of: file.bytes) else {
                let reason = String(cString: strerror(errno))
                HomeFiles.removeTree(beside)
                throw MemoryError(
                    .pathNotWritable, "The folder \(folder) cannot be written (\(reason)).",
                    hint: "Check owner, permissions and free space.")
            }
        }
        HomeFiles.removeTree(folder)
        guard rename(beside, folder) == 0 else {
            HomeFiles.removeTree(beside)
            throw MemoryError(
                .pathNotWritable, "The folder \(folder) cannot be replaced.", hint: "Check owner and permissions.")
        }
    }

    func remove(_ folder: String) throws(MemoryError) {
        guard HomeFiles.removeTree(folder) else {
            throw MemoryError(
                .pathNotWritable, "The folder \(folder) cannot be removed.", hint: "Check owner and permissions.")
        }
    }

    private static func makeFolders(above path: String) -> Bool {
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += "/" + part
            if mkdir(folder, 0o755) != 0, errno != EEXIST { return false }
        }
        return true
    }

    private static func make(_ path: String, of bytes: [UInt8]) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return FileContents.put(bytes, into: descriptor) && fsync(descriptor) == 0
    }
}

private enum FileContents {
    /// Up to one chunk more than the limit.
    static func taken(from descriptor: Int32, limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    static func put(_ bytes: [UInt8], into descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
