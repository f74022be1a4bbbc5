import EpisodeRouting
package import MemoryModel
import MemoryStore
import TraceCapture

/// Back-fill: conversations that other programs have on disk become turns by the same pipeline as live ones. Running it
/// again adds only what is new; stopping it half-way loses nothing.
package struct ImportService: Sendable {
    let context: CoreContext
    private let recorder: TurnRecorder
    let library: any TranscriptLibrary
    /// The run in the background.
    let runs = ImportRuns()

    package init(context: CoreContext, library: any TranscriptLibrary) {
        self.context = context
        recorder = TurnRecorder(context: context)
        self.library = library
    }

    package struct SourceReport: Sendable {
        package var file: TranscriptFile
        package var sessions = 0
        package var turns = 0
        package var messages = 0
        /// Turns that were not there before.
        package var newTurns = 0
        package var newMessages = 0
        package var traces = 0
        /// What models would be asked of what is new; only a plan says it.
        package var estimate = ImportEstimate()
        /// The file has not changed since it was read.
        package var isUnchanged = false
        package var error: MemoryError?
    }

    package typealias Progress = @Sendable (_ done: Int, _ total: Int, _ path: String) -> Void

    /// What an import would do; nothing is written.
    package func plan(path: String?, host: String?, format: String?) async throws -> [SourceReport] {
        var reports: [SourceReport] = []
        for file in try library.discover(path: path, host: host, format: format) {
            reports.append(await visit(file) { turns, conversation in try await self.count(turns, of: conversation) })
        }
        return reports
    }

    package func run(
        path: String?, host: String?, format: String?, progress: Progress
    ) async throws -> [SourceReport] {
        let files = try library.discover(path: path, host: host, format: format)
        progress(0, files.count, files.first?.path ?? "")
        var done = 0
        return try await take(files) { report in
            done += 1
            progress(done, files.count, report.file.path)
            return true
        }
    }

    /// Two files at a time: while one is written, which only one can be, the other is read and analysed.
    ///
    /// - Parameter each: sees a file's report; false: no further file is begun.
    /// - Returns: reports in the order of the files.
    func take(_ files: [TranscriptFile], each: (SourceReport) -> Bool) async throws -> [SourceReport] {
        try await withThrowingTaskGroup(of: (Int, SourceReport).self) { group in
            var waiting = files.enumerated().makeIterator()
            var reports: [(Int, SourceReport)] = []
            for (index, file) in [waiting.next(), waiting.next()].compactMap({ $0 }) {
                group.addTask { (index, try await self.take(file)) }
            }
            var goesOn = true
            while let report = try await group.next() {
                reports.append(report)
                goesOn = each(report.1) && goesOn
                if goesOn, let (index, file) = waiting.next() {
                    group.addTask { (index, try await self.take(file)) }
                }
            }
            return reports.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// One file, unless it is as it was when it was last read.
    private func take(_ file: TranscriptFile) async throws -> SourceReport {
        let mark = try await context.database.read { try $0.importMark(path: file.path) }
        if let mark, mark.size == file.size, mark.modifiedAt == file.modifiedAt {
            var report = SourceReport(file: file)
            report.isUnchanged = true
            return report
        }
        let report = await visit(file) { turns, conversation in try await self.record(turns, of: conversation) }
        guard report.error == nil else { return report }
        try await context.database.write { transaction in
            try transaction.markImported(
                path: file.path, format: file.format, size: file.size, modifiedAt: file.modifiedAt, turns: report.turns
            )
        }
        return report
    }

    private struct Added: Sendable {
        var turns = 0
        var messages = 0
        var traces = 0
        var estimate = ImportEstimate()
    }

    /// Reads a file and hands its turns on in batches that fit one short transaction.
    private func visit(
        _ file: TranscriptFile, each: ([ImportedTurn], TranscriptConversation) async throws -> Added
    ) async -> SourceReport {
        var report = SourceReport(file: file)
        do {
            var conversations: [TranscriptConversation] = []
            try library.read(file) { conversations.append($0) }
            for conversation in conversations {
                report.sessions += 1
                report.turns += conversation.turns.count
                report.messages += conversation.turns.reduce(0) { $0 + $1.messages }
                for start in stride(from: 0, to: conversation.turns.count, by: Self.batch) {
                    let end = min(start + Self.batch, conversation.turns.count)
                    let added = try await each(Array(conversation.turns[start..<end]), conversation)
                    report.newTurns += added.turns
                    report.newMessages += added.messages
                    report.traces += added.traces
                    report.estimate = report.estimate + added.estimate
                }
            }
        } catch let error as MemoryError {
            report.error = error
        } catch {
            report.error = MemoryError(.internal, "The transcript could not be read.")
        }
        return report
    }

    private func count(_ turns: [ImportedTurn], of conversation: TranscriptConversation) async throws -> Added {
        let session = SessionID(conversation.id)
        let kept = turns.compactMap(cleaned)
        return try await context.database.read { [finished, context] reader in
            let new = try kept.filter { turn in
                try reader.turn(session: session, key: turn.key) == nil
                    && !TurnRecorder.isForgotten(finished(turn), key: turn.key, session: session, in: reader)
            }
            var added = Added()
            added.turns = new.count
            added.messages = new.reduce(0) { $0 + $1.messages }
            added.estimate = ImportEstimate(new, pause: context.router.reach)
            return added
        }
    }

    private func record(_ turns: [ImportedTurn], of conversation: TranscriptConversation) async throws -> Added {
        let session = SessionID(conversation.id)
        let owner = Namespace(agentKind: conversation.host, workspace: conversation.workspace)
        guard context.serves(owner), try await !context.isPrivate(owner, in: session) else { return Added() }
        let prepared = await prepare(turns)
        // The branch of then is not known.
        let mark = await context.mark(of: owner)
        return try await context.database.write { [recorder, finished] transaction in
            var added = Added()
            var last: (episode: EpisodeID, at: Timestamp)?
            try recorder.place(owner, as: mark, in: transaction)
            for (turn, analysed) in prepared
            where try transaction.reader.turn(session: session, key: turn.key) == nil
                && !TurnRecorder.isForgotten(
                    finished(turn), key: turn.key, session: session, in: transaction.reader)
            {
                let at = turn.startedAt ?? turn.endedAt ?? transaction.now
                try recorder.ensureSession(session, owner: owner, at: at, meta: nil, in: transaction)
                let heard = try recorder.hear(turn.userText, in: session, at: at, reader: transaction.reader)
                let episode = try recorder.route(
                    heard, in: session, preview: turn.userText, requested: nil, transaction: transaction
                ).episode
                let row = Turn(
                    id: recorder.context.identifiers.next("tu", at: max(0, at)), key: turn.key, sessionID: session,
                    episodeID: episode, owner: owner, userText: turn.userText, agentText: turn.agentText, startedAt: at,
                    endedAt: max(at, turn.endedAt ?? at)
                )
                try recorder.keep(heard, of: row, isLive: false, in: transaction)
                added.traces += try recorder.record(row, analysed: analysed, in: transaction).count
                added.turns += 1
                added.messages += turn.messages
                last = (episode, at)
            }
            if let last { try recorder.keepOpen(last.episode, at: last.at, in: transaction) }
            return added
        }
    }

    /// Cleans and analyses turns on all cores, before the transaction; in the given order.
    private func prepare(_ turns: [ImportedTurn]) async -> [(ImportedTurn, AnalysedTurn)] {
        await withTaskGroup(of: (Int, [(ImportedTurn, AnalysedTurn)]).self) { group in
            for start in stride(from: 0, to: turns.count, by: Self.share) {
                let part = turns[start..<min(start + Self.share, turns.count)]
                group.addTask { (start, part.compactMap(self.prepared)) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    private func prepared(_ turn: ImportedTurn) -> (ImportedTurn, AnalysedTurn)? {
        guard let clean = cleaned(turn) else { return nil }
        return (clean, AnalysedTurn(finished(clean)))
    }

    /// - Parameter turn: cleaned.
    private func finished(_ turn: ImportedTurn) -> FinishedTurn {
        FinishedTurn(
            userText: turn.userText, agentText: turn.agentText, thinking: turn.thinking, calls: turn.calls,
            at: turn.endedAt ?? turn.startedAt ?? context.now()
        )
    }

    /// The same gate and the same cleaning as live capture; times that cannot be are left out.
    private func cleaned(_ turn: ImportedTurn) -> ImportedTurn? {
        if context.cleaning.reasonToSkip(turn.userText) != nil { return nil }
        var clean = turn
        clean.startedAt = Timestamps.plausible(turn.startedAt)
        clean.endedAt = Timestamps.plausible(turn.endedAt)
        clean.userText = context.cleaning.words(turn.userText)
        clean.agentText = context.cleaning.words(turn.agentText)
        clean.thinking = turn.thinking.map(context.cleaning.words)
        clean.calls = turn.calls.map(context.cleaning.call)
        return clean.userText.isEmpty && clean.agentText.isEmpty && clean.calls.isEmpty ? nil : clean
    }

    /// Turns of one transaction.
    private static let batch = 200
    /// Turns analysed by one task.
    private static let share = 25
}
