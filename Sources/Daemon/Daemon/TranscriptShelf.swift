import HostTranscripts
import JSONText
import MemoryCore
import MemoryModel
import MemoryStore

/// The core's port to transcripts, filled by the room that knows their formats.
struct TranscriptShelf: TranscriptLibrary {
    let userFolder: String

    var hosts: [String] { TranscriptFormat.hosts }

    func discover(_ query: TranscriptQuery) throws -> [TranscriptFile] {
        let sources: [TranscriptSource]
        if let path = query.path, let format = query.format {
            sources = [try TranscriptCatalogue.source(at: path, format: try Self.format(format))]
        } else if let path = query.path {
            sources = try TranscriptCatalogue.discover(at: path)
        } else {
            let places = HostPlaces(home: userFolder, variables: query.variables, workplaces: query.workplaces)
            sources = TranscriptFormat.formats(of: query.host ?? "claude")
                .flatMap { TranscriptCatalogue.discover($0, in: places) }
        }
        if query.path != nil, sources.isEmpty {
            throw MemoryError(
                .notFound, "No transcript was recognised there.", details: ["path": JSON(query.path)],
                hint:
                    "Known formats: \(TranscriptFormat.allCases.map(\.rawValue).joined(separator: ", ")). --format names one."
            )
        }
        return sources.map {
            TranscriptFile(
                path: $0.path, format: $0.format.rawValue, host: $0.format.host, size: $0.size,
                modifiedAt: $0.modifiedAt)
        }
    }

    func read(
        _ file: TranscriptFile, conversation: (TranscriptConversation) throws -> Void
    ) throws -> TranscriptRemarks {
        let source = TranscriptSource(
            path: file.path, format: try Self.format(file.format), size: file.size, modifiedAt: file.modifiedAt
        )
        let report = try TranscriptCatalogue.read(source) { path throws(MemoryError) in
            ForeignRowsAdapter(database: try ForeignDatabase(path: path))
        } session: { session in
            var told = TranscriptConversation(session, undated: file.modifiedAt, by: source.format)
            told.hasNameOfItsOwn = source.format.hasNamesOfItsOwn
            try conversation(told)
        }
        return TranscriptRemarks(
            records: report.records,
            skipped: Dictionary(uniqueKeysWithValues: report.skipped.map { ($0.key.rawValue, $0.value) }),
            unknown: report.unknown)
    }

    private static func format(_ name: String) throws(MemoryError) -> TranscriptFormat {
        guard let format = TranscriptFormat.formats(of: name).first ?? TranscriptFormat(rawValue: name) else {
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
    init(_ session: TranscriptSession, undated: Timestamp, by format: TranscriptFormat) {
        self.init(
            id: session.id, host: session.host, workspace: session.workspace,
            turns: session.turns.droppingUnansweredEnd.map { turn in
                var told = ImportedTurn(
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
                told.isDated = turn.startedAt != nil && !format.isKnownByWords
                return told
            }
        )
        isNotes = session.isNotes
    }
}

extension [TranscriptTurn] {
    /// Without a question at the very end, which may still be answered; it is taken when it has been.
    fileprivate var droppingUnansweredEnd: ArraySlice<TranscriptTurn> {
        guard let last, last.agentText.isEmpty, last.calls.isEmpty else { return self[...] }
        return dropLast()
    }
}
