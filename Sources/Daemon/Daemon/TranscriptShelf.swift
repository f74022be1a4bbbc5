import HostTranscripts
import JSONText
import MemoryCore
import MemoryModel
import MemoryStore

/// The core's port to transcripts, filled by the room that knows their formats.
struct TranscriptShelf: TranscriptLibrary {
    let userFolder: String

    var hosts: [String] { TranscriptFormat.allCases.map(\.host) }

    func discover(path: String?, host: String?, format: String?) throws -> [TranscriptFile] {
        let sources: [TranscriptSource]
        if let path, let format {
            sources = [try TranscriptCatalogue.source(at: path, format: try Self.format(format))]
        } else if let path {
            sources = try TranscriptCatalogue.discover(at: path)
        } else {
            sources = TranscriptCatalogue.defaultLocations(host: host ?? "claude", homeFolder: userFolder)
                .flatMap { (try? TranscriptCatalogue.discover(at: $0)) ?? [] }
        }
        if path != nil, sources.isEmpty {
            throw MemoryError(
                .notFound, "No transcript was recognised there.", details: ["path": JSON(path)],
                hint:
                    "Known formats: \(TranscriptFormat.allCases.map(\.rawValue).joined(separator: ", ")). --format names one."
            )
        }
        return sources.map {
            TranscriptFile(path: $0.path, format: $0.format.rawValue, size: $0.size, modifiedAt: $0.modifiedAt)
        }
    }

    func read(_ file: TranscriptFile, conversation: (TranscriptConversation) throws -> Void) throws {
        let source = TranscriptSource(
            path: file.path, format: try Self.format(file.format), size: file.size, modifiedAt: file.modifiedAt
        )
        let report = try TranscriptCatalogue.read(source) { path throws(MemoryError) in
            ForeignRowsAdapter(database: try ForeignDatabase(path: path))
        } session: { session in
            try conversation(TranscriptConversation(session, undated: file.modifiedAt))
        }
        if report.turns == 0, let problem = report.problems.first { throw problem }
    }

    private static func format(_ name: String) throws(MemoryError) -> TranscriptFormat {
        guard let format = TranscriptFormat(rawValue: name) ?? TranscriptFormat(host: name) else {
            throw MemoryError(
                .invalidArgument, "There is no transcript format \"\(name)\".",
                hint: "One of \(TranscriptFormat.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        return format
    }
}

private struct ForeignRowsAdapter: ForeignRows {
    let database: ForeignDatabase

    func rows(_ sql: String) throws(MemoryError) -> [[String: JSON]] {
        try database.rows(sql)
    }
}

extension TranscriptConversation {
    /// - Parameter undated: the time of turns that carry none.
    init(_ session: TranscriptSession, undated: Timestamp) {
        self.init(
            id: session.id, host: session.host, workspace: session.workspace,
            turns: session.turns.droppingUnansweredEnd.map { turn in
                ImportedTurn(
                    key: turn.key, startedAt: turn.startedAt ?? session.startedAt ?? undated, endedAt: turn.endedAt,
                    userText: turn.userText, agentText: turn.agentText, thinking: turn.thinking,
                    calls: turn.calls.map { call in
                        ToolCall(
                            id: call.id, name: call.name, input: call.input, output: call.output,
                            errorCode: call.isError ? "error" : nil, startedAt: call.startedAt, endedAt: call.endedAt
                        )
                    },
                    messages: turn.messageCount
                )
            }
        )
    }
}

extension [TranscriptTurn] {
    /// Without a question at the very end, which may still be answered; it is taken when it has been.
    fileprivate var droppingUnansweredEnd: ArraySlice<TranscriptTurn> {
        guard let last, last.agentText.isEmpty, last.calls.isEmpty else { return self[...] }
        return dropLast()
    }
}
