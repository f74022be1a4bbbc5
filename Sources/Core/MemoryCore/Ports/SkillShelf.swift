package import MemoryModel

/// Files of skills, wherever a person wants them read from or written to.
package protocol SkillShelf: Sendable {
    /// Where skills go when nobody says otherwise.
    var folder: String { get }

    /// A file whole.
    ///
    /// - Throws: `not_found` when there is none, `invalid_argument` when it is larger than the limit (bytes).
    func read(_ path: String, limit: Int) throws(MemoryError) -> [UInt8]

    /// Whether there is a file or a folder.
    func exists(_ path: String) -> Bool

    /// Replaces a folder by these files, all or none.
    ///
    /// - Parameter files: with paths relative to the folder, with `/`.
    /// - Throws: `path_not_writable`.
    func replace(_ folder: String, with files: [(path: String, bytes: [UInt8])]) throws(MemoryError)
}

/// A memory without files around it.
package struct NoSkillShelf: SkillShelf {
    package let folder = "/"

    package init() {}

    package func read(_ path: String, limit: Int) throws(MemoryError) -> [UInt8] {
        throw MemoryError(.notFound, "There is no file \(path).")
    }

    package func exists(_ path: String) -> Bool { false }

    package func replace(_ folder: String, with files: [(path: String, bytes: [UInt8])]) throws(MemoryError) {
        throw MemoryError(.pathNotWritable, "The folder \(folder) cannot be written.")
    }
}
