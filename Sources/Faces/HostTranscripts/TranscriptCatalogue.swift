package import MemoryModel

/// Finds transcripts on disk and reads them, one source at a time. It keeps nothing, writes nothing, and leaves it to
/// the caller to go on with the next source when one fails.
package enum TranscriptCatalogue {
    /// The transcripts at a file or below a folder, in path order. Foreign files are passed over; so are folders that
    /// cannot be opened, except the one asked for.
    package static func discover(at path: String) throws(MemoryError) -> [TranscriptSource] {
        let status = try StoredFile.status(of: path)
        if status.isFile { return source(path, status).map { [$0] } ?? [] }
        guard status.isFolder else { return [] }
        var found: [TranscriptSource] = []
        walk(path, names: try StoredFile.names(in: path), depth: 0, into: &found)
        return found
    }

    /// What lies at the usual places of a format: of that format alone, and each file once.
    package static func discover(_ format: TranscriptFormat, in places: HostPlaces) -> [TranscriptSource] {
        // A place that is not there or cannot be opened has nothing for us.
        places.locations(of: format).flatMap { (try? discover(at: $0)) ?? [] }.filter { $0.format == format }
            .reduce(into: []) { found, source in
                if !found.contains(where: { $0.path == source.path }) { found.append(source) }
            }
    }

    /// A file whose format the caller knows, whatever its name.
    package static func source(at path: String, format: TranscriptFormat) throws(MemoryError) -> TranscriptSource {
        let status = try StoredFile.status(of: path)
        guard status.isFile else {
            throw MemoryError(.invalidArgument, "\(path) is not a file", hint: "Name one transcript file.")
        }
        return TranscriptSource(path: path, format: format, size: status.size, modifiedAt: status.modifiedAt)
    }

    /// Streams the sessions of a source. Broken lines are counted, not thrown; an error means that nothing more can
    /// be read from this source.
    @discardableResult
    package static func read(
        _ source: TranscriptSource,
        openDatabase: @escaping @Sendable (String) throws(MemoryError) -> any ForeignRows,
        session: (TranscriptSession) throws -> Void
    ) throws -> TranscriptReadReport {
        try withoutActuallyEscaping(session) { session in
            let reading = TranscriptReading(source, openDatabase: openDatabase, session: session)
            try source.format.reader.read(reading)
            return reading.report
        }
    }

    private static let deepest = 24
    private static let passedOver: Set<String> = ["node_modules", ".git", ".build", "target", "__pycache__"]

    private static func walk(_ folder: String, names: [String], depth: Int, into found: inout [TranscriptSource]) {
        for name in names where !passedOver.contains(name) {
            let path = Path.join(folder, name)
            guard let status = StoredFile.statusWithoutFollowing(path) else { continue }
            if status.isFile {
                if let source = source(path, status) { found.append(source) }
            } else if status.isFolder, depth < deepest, let names = try? StoredFile.names(in: path) {
                walk(path, names: names, depth: depth + 1, into: &found)
            }
        }
    }

    private static func source(_ path: String, _ status: StoredFile.Status) -> TranscriptSource? {
        let candidate = TranscriptCandidate(path: path)
        guard mayBeTranscript(candidate.name), !candidate.name.contains(".checkpoint."), !candidate.isSubagent,
            let format = TranscriptFormat.recognitionOrder.first(where: { $0.reader.recognises(candidate) })
        else { return nil }
        return TranscriptSource(path: path, format: format, size: status.size, modifiedAt: status.modifiedAt)
    }

    /// By name alone, before anything is opened.
    private static func mayBeTranscript(_ name: String) -> Bool {
        name.hasSuffix(".jsonl") || name.hasSuffix(".json") || name.hasSuffix(".db") || name.hasSuffix(".md")
            || name == "state.vscdb" || name.contains(".jsonl.reset.")
    }
}

extension TranscriptFormat {
    /// Formats that are known by their path come before those that must be told apart by content.
    static let recognitionOrder: [TranscriptFormat] = [
        .codex, .openclaw, .cursor, .cursorEditor, .grok, .kimi, .copilot, .antigravity, .deepseek, .goose, .roo,
        .cline, .hermes,
        .pluginDatabase, .pluginExport, .opencode, .zed, .aider, .claudeNotes, .hermesNotes, .openclawNotes, .gemini,
        .qwen, .claudeCode, .omp, .pi,
    ]

    var reader: any TranscriptFormatReader.Type {
        switch self {
        case .claudeCode: ClaudeCode.self
        case .codex: Codex.self
        case .hermes: Hermes.self
        case .openclaw: OpenClaw.self
        case .gemini: Gemini.self
        case .cursor: Cursor.self
        case .opencode: OpenCode.self
        case .qwen: Qwen.self
        case .omp: Omp.self
        case .pi: Pi.self
        case .aider: Aider.self
        case .grok: Grok.self
        case .roo: Roo.self
        case .cline: Cline.self
        case .zed: Zed.self
        case .kimi: Kimi.self
        case .copilot: Copilot.self
        case .antigravity: Antigravity.self
        case .deepseek: DeepSeek.self
        case .goose: Goose.self
        case .cursorEditor: CursorEditor.self
        case .claudeNotes: ClaudeNotes.self
        case .hermesNotes: HermesNotes.self
        case .openclawNotes: OpenClawNotes.self
        case .pluginDatabase: PluginDatabase.self
        case .pluginExport: PluginExport.self
        }
    }
}
