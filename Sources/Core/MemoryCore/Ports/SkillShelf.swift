package import MemoryModel

/// Files of skills, wherever a person wants them read from or written to.
package protocol SkillShelf: Sendable {
    /// Where skills go when nobody says otherwise.
    var folder: String { get }

    /// Where agents on this machine look for skills.
    var hostFolders: [HostSkillFolder] { get }

    /// A file whole.
    ///
    /// - Throws: `not_found` when there is none, `invalid_argument` when it is larger than the limit (bytes).
    func read(_ path: String, limit: Int) throws(MemoryError) -> [UInt8]

    /// Whether there is a file or a folder.
    func exists(_ path: String) -> Bool

    /// Names in a folder, in order; none when there is no folder.
    func names(in folder: String) -> [String]

    /// Replaces a folder by these files, all or none.
    ///
    /// - Parameter files: with paths relative to the folder, with `/`.
    /// - Throws: `path_not_writable`.
    func replace(_ folder: String, with files: [(path: String, bytes: [UInt8])]) throws(MemoryError)

    /// Removes a folder with what is in it.
    ///
    /// - Throws: `path_not_writable`.
    func remove(_ folder: String) throws(MemoryError)
}

/// A folder in which one agent or several look for skills.
package struct HostSkillFolder: Sendable, Equatable {
    /// By which requests name it.
    package var name: String
    package var path: String
    /// The agents that read it, as people call them.
    package var readers: [String]

    package init(name: String, path: String, readers: [String]) {
        self.name = name
        self.path = path
        self.readers = readers
    }
}

/// A memory without files around it.
package struct NoSkillShelf: SkillShelf {
    package let folder = "/"
    package let hostFolders: [HostSkillFolder] = []

    package init() {}

    package func read(_ path: String, limit: Int) throws(MemoryError) -> [UInt8] {
        throw MemoryError(.notFound, "There is no file \(path).")
    }

    package func exists(_ path: String) -> Bool { false }

    package func names(in folder: String) -> [String] { [] }

    package func replace(_ folder: String, with files: [(path: String, bytes: [UInt8])]) throws(MemoryError) {
        throw MemoryError(.pathNotWritable, "The folder \(folder) cannot be written.")
    }

    package func remove(_ folder: String) throws(MemoryError) {
        throw MemoryError(.pathNotWritable, "The folder \(folder) cannot be written.")
    }
}
