package import MemoryCore
package import MemoryModel
import Synchronization

/// Files that a test wrote down in Swift.
package final class ShelfInMemory: SkillShelf {
    package let folder = "/home/skills"
    package let hostFolders = [HostSkillFolder(name: "claude", path: "/user/.claude/skills", readers: ["Claude Code"])]
    private let contents = Mutex<[String: [UInt8]]>([:])

    package init() {}

    /// By their whole path.
    package var files: [String: [UInt8]] { contents.withLock { $0 } }

    package func put(_ bytes: [UInt8], at path: String) {
        contents.withLock { $0[path] = bytes }
    }

    package func read(_ path: String, limit: Int) throws(MemoryError) -> [UInt8] {
        guard let bytes = files[path] else { throw MemoryError(.notFound, "There is no file \(path).") }
        return bytes
    }

    package func exists(_ path: String) -> Bool { files.keys.contains { $0 == path || $0.hasPrefix(path + "/") } }

    package func names(in folder: String) -> [String] {
        let inside = files.keys.filter { $0.hasPrefix(folder + "/") }.map { $0.dropFirst(folder.count + 1) }
        return Set(inside.compactMap { $0.split(separator: "/").first.map(String.init) }).sorted()
    }

    package func remove(_ folder: String) throws(MemoryError) {
        contents.withLock { contents in contents = contents.filter { !$0.key.hasPrefix(folder + "/") } }
    }

    package func replace(_ folder: String, with files: [(path: String, bytes: [UInt8])]) throws(MemoryError) {
        contents.withLock { contents in
            contents = contents.filter { !$0.key.hasPrefix(folder + "/") }
            for file in files { contents["\(folder)/\(file.path)"] = file.bytes }
        }
    }
}
