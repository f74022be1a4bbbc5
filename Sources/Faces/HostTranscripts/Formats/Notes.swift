import JSONText
import MemoryModel

/// Notes that an agent or a person keeps in Markdown: `CLAUDE.md` and Claude's own memory files.
enum ClaudeNotes: TranscriptFormatReader {
    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        if candidate.name == "CLAUDE.md" || candidate.name == "CLAUDE.local.md" { return true }
        // `projects/<folder>/memory/*.md`
        let folders = candidate.folders
        return candidate.name.hasSuffix(".md") && folders.count > 2 && folders.last == "memory"
            && folders[folders.count - 3] == "projects"
    }

    static func read(_ reading: TranscriptReading) throws {
        try NoteReading.read(reading, workspace: workspace(of: reading.source.path))
    }

    /// A file beside the work is about that work alone, and so is what Claude keeps beside its transcripts. The file in
    /// Claude's own folder is about everything.
    private static func workspace(of path: String) -> String? {
        let folder = Path.parent(path)
        guard Path.name(path).hasPrefix("CLAUDE") else { return folderOfWork(besides: Path.parent(folder)) }
        if StoredFile.exists(Path.join(folder, "projects")),
            StoredFile.exists(Path.join(folder, "settings.json")) || Path.name(folder) == ".claude"
        {
            return nil
        }
        return Path.name(folder) == ".claude" ? Path.parent(folder) : folder
    }

    /// The transcripts say which folder they are of; the name of theirs cannot be read back.
    private static func folderOfWork(besides folder: String) -> String? {
        guard let names = try? StoredFile.names(in: folder) else { return nil }
        return names.lazy.filter { $0.hasSuffix(".jsonl") }.prefix(3)
            .compactMap { name in
                TranscriptCandidate(path: Path.join(folder, name)).lines.lazy.compactMap { $0["cwd"]?.string }.first
            }.first
    }
}

/// OpenClaw: `MEMORY.md` of an agent's workspace, and what it notes each day, `memory/2026-03-01.md`.
enum OpenClawNotes: TranscriptFormatReader {
    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        candidate.name == "MEMORY.md"
            || candidate.parentName == "memory" && NoteReading.day(of: candidate.name) != nil
    }

    static func read(_ reading: TranscriptReading) throws { try NoteReading.read(reading) }
}

/// Hermes: `memories/MEMORY.md` and `memories/USER.md`; a line with a section sign stands between two memories.
enum HermesNotes: TranscriptFormatReader {
    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        candidate.parentName == "memories" && ["MEMORY.md", "USER.md"].contains(candidate.name)
    }

    static func read(_ reading: TranscriptReading) throws { try NoteReading.read(reading) }
}

/// A file of notes as turns: each says where it is from, and what is noted there.
enum NoteReading {
    /// - Parameter workspace: the folder that the notes are about; `nil` when they are about everything.
    static func read(_ reading: TranscriptReading, workspace: String? = nil) throws {
        let path = reading.source.path
        let bytes = try StoredFile.contents(of: path, limit: 8 << 20)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            reading.note(.invalidUTF8)
            return
        }
        let at = day(of: Path.name(path)) ?? reading.source.modifiedAt
        let notes = NoteSections.split(HostText.user(text))
        for _ in notes { reading.note(nil) }
        try emit(
            notes.map { (["Note in \(Path.name(path))"] + $0.headings, $0.text, at) },
            as: "notes:\(path)", of: reading.source.format.host, workspace: workspace, in: reading)
    }

    /// Notes as a session of their own.
    ///
    /// - Parameter notes: headings from the outermost to the innermost, what is noted, and when.
    static func emit(
        _ notes: [(headings: [String], text: String, at: Int64?)], as session: String, of host: String,
        workspace: String? = nil, in reading: TranscriptReading
    ) throws {
        var keys: Set<String> = []
        let turns = notes.compactMap { note -> TranscriptTurn? in
            let text = HostText.capped(note.text)
            // The same words under the same heading are one note.
            let key = "note:\(ContentHash.of(note.headings + [text]))"
            guard keys.insert(key).inserted else { return nil }
            return TranscriptTurn(
                sessionId: session, key: key, startedAt: note.at, endedAt: note.at,
                userText: note.headings.joined(separator: " › "), agentText: text, thinking: nil, calls: [],
                workspace: workspace, gitBranch: nil, messageCount: 1)
        }
        try reading.emit(
            TranscriptSession(
                id: session, host: host, workspace: workspace, startedAt: notes.first?.at ?? nil, isNotes: true,
                turns: turns))
    }

    /// The day that a file is named by, `2026-03-01.md`.
    static func day(of name: String) -> Int64? {
        guard name.hasSuffix(".md"), name.utf8.count >= 13, Timestamp.fields(String(name.prefix(10))) != nil else {
            return nil
        }
        return Timestamp.parse(String(name.prefix(10)))
    }
}
