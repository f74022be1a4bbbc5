import Foundation
import HostTranscripts
import JSONText
import MemoryModel
import Testing

/// Fixtures on disk, and readings of them as text to compare with.
enum TranscriptSamples {
    static let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let fixtures = packageRoot.appending(path: "Tests/Fixtures/transcripts").path
    /// Samples of others, beside the package where they are at hand; they are not shipped.
    static let foreign = packageRoot.deletingLastPathComponent().appending(path: "shared/data/transcripts").path

    static func temporaryFolder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "transcripts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path
    }

    /// A database built from a dump, under the name the host gives it.
    static func database(_ dump: String, named name: String) throws -> String {
        let folder = try temporaryFolder() + "/sessions"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/" + name
        try SQLiteFile(path, isWritable: true).run(String(contentsOfFile: dump, encoding: .utf8))
        return path
    }

    /// Removes the temporary folder a sample was made in.
    static func remove(_ path: String) {
        var folder = URL(filePath: path)
        while folder.pathComponents.count > 2, !folder.lastPathComponent.hasPrefix("transcripts-") {
            folder.deleteLastPathComponent()
        }
        if folder.lastPathComponent.hasPrefix("transcripts-") { try? FileManager.default.removeItem(at: folder) }
    }

    static func file(_ content: some Sequence<UInt8>, named name: String) throws -> String {
        let path = try temporaryFolder() + "/" + name
        try Data(content).write(to: URL(filePath: path))
        return path
    }
}

/// All sessions of one source, with the pieces of a session put together again.
struct SampleReading {
    var sessions: [TranscriptSession] = []
    var report = TranscriptReadReport()
    var pieces = 0

    init(_ source: TranscriptSource) throws {
        var sessions: [TranscriptSession] = []
        var pieces = 0
        report = try TranscriptCatalogue.read(
            source,
            openDatabase: { (path: String) throws(MemoryError) -> any ForeignRows in
                try SQLiteFile(path, isWritable: false)
            }
        ) { piece in
            pieces += 1
            if sessions.last?.id == piece.id {
                sessions[sessions.count - 1].turns += piece.turns
            } else {
                sessions.append(piece)
            }
        }
        self.sessions = sessions
        self.pieces = pieces
    }

    init(path: String) throws {
        let sources = try TranscriptCatalogue.discover(at: path)
        guard sources.count == 1 else { throw MemoryError(.notFound, "\(sources.count) transcripts at \(path)") }
        try self.init(sources[0])
    }

    /// Everything that was read, one line a fact; absent facts leave no trace. Times are seconds since the session's
    /// start.
    var text: String {
        var lines: [String] = []
        for session in sessions {
            var line = "\(session.host) \(session.id)"
            if let title = session.title { line += " “\(title)”" }
            if let folder = session.workspace { line += " in \(folder)" }
            if let start = session.startedAt { line += " at \(start)" }
            lines.append(line)
            for turn in session.turns { lines += describe(turn, start: session.startedAt ?? 0) }
        }
        for (reason, count) in report.skipped.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("skipped \(count) \(reason.rawValue)")
        }
        return lines.joined(separator: "\n")
    }

    private func describe(_ turn: TranscriptTurn, start: Int64) -> [String] {
        var head = "  turn \(turn.key) of \(turn.messageCount)"
        if let from = turn.startedAt { head += " from \(seconds(from - start))" }
        if let to = turn.endedAt { head += " to \(seconds(to - start))" }
        if let branch = turn.gitBranch { head += " on \(branch)" }
        var lines = [head]
        if !turn.userText.isEmpty { lines.append("    user: \(oneLine(turn.userText))") }
        if let thinking = turn.thinking { lines.append("    thinking: \(oneLine(thinking))") }
        for call in turn.calls {
            var line = "    \(call.isError ? "failed" : "call") \(call.name) \(call.input.text)"
            if let id = call.id { line += " #\(id)" }
            if let output = call.output { line += " → \(oneLine(output))" }
            lines.append(line)
        }
        if !turn.agentText.isEmpty { lines.append("    agent: \(oneLine(turn.agentText))") }
        return lines
    }

    private func seconds(_ milliseconds: Int64) -> String {
        let text = String(Double(milliseconds) / 1000)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private func oneLine(_ text: String) -> String {
        text.replacingOccurrences(of: "\n", with: "⏎")
    }
}

/// One fixture is read as expected.
func check(_ fixture: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let reading = try SampleReading(path: "\(TranscriptSamples.fixtures)/\(fixture)")
    #expect(reading.text == expected, sourceLocation: sourceLocation)
}

/// One dump, as the database a host would have, is read as expected.
func checkDatabase(
    _ dump: String, named name: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let path = try TranscriptSamples.database("\(TranscriptSamples.fixtures)/\(dump)", named: name)
    defer { TranscriptSamples.remove(path) }
    let text = try SampleReading(path: path).text
    #expect(text == expected, sourceLocation: sourceLocation)
}
