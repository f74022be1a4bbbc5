import JSONText

/// A file that may be a transcript: its path, and its beginning once somebody asks for it.
final class TranscriptCandidate {
    /// Enough for some lines of every format; never the whole of a large transcript.
    static let headSize = 64 << 10

    let path: String
    /// As it would be unpacked.
    let name: String
    /// Folder names from the root down, without the file.
    let folders: [Substring]

    init(path: String) {
        self.path = path
        name = Path.unpackedName(path)
        folders = path.split(separator: "/").dropLast()
    }

    private(set) lazy var head: [UInt8] = (try? StoredFile.head(of: path, limit: Self.headSize)) ?? []

    /// The JSON objects on the first complete lines; a last line without line feed counts when the file ends there.
    private(set) lazy var lines: [JSON] = head.split(separator: 0x0A, omittingEmptySubsequences: true).prefix(40)
        .compactMap {
            guard let json = try? JSON(parsing: Array($0)), json.object != nil else { return nil }
            return json
        }

    var isSQLite: Bool { head.starts(with: "SQLite format 3".utf8) }

    /// Whether these words stand in the beginning.
    func hasHead(_ words: String) -> Bool { head.firstRange(of: Array(words.utf8), from: 0) != nil }

    var parentName: Substring { folders.last ?? "" }

    func hasFolder(_ name: String) -> Bool { folders.contains { $0 == name } }

    /// Whether some line has these members.
    func anyLine(_ test: (JSON) -> Bool) -> Bool { lines.contains(where: test) }

    /// A sub-agent's file: hosts put them into a folder named like the parent's transcript, or `subagents`.
    var isSubagent: Bool {
        if hasFolder("subagents") { return true }
        guard folders.count > 1 else { return false }
        let folder = Path.parent(path)
        return StoredFile.exists(folder + ".jsonl")
    }
}
