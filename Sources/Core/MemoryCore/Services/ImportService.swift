package import MemoryModel
import MemoryStore

/// Back-fill: conversations that other programs have on disk become turns by the same pipeline as live ones. Running it
/// again adds only what is new; stopping it half-way loses nothing.
package struct ImportService: Sendable {
    let context: CoreContext
    let recorder: TurnRecorder
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
        /// Tool calls in all turns, and those of them that failed.
        package var calls = 0
        package var failures = 0
        package var remarks = TranscriptRemarks()
        /// The file has not changed since it was read.
        package var isUnchanged = false
        /// Whether turns were left out because they are too old.
        package var isPartial = false
        package var error: MemoryError?

        init(file: TranscriptFile, isUnchanged: Bool = false) {
            self.file = file
            self.isUnchanged = isUnchanged
        }
    }

    package typealias Progress = @Sendable (_ done: Int, _ total: Int, _ path: String) -> Void

    /// What an import would do; nothing is written. Files that have not changed since they were read are not read again.
    package func plan(
        _ selection: ImportSelection, progress: Progress = { _, _, _ in }
    ) async throws -> [SourceReport] {
        var reports: [SourceReport] = []
        let files = try await files(of: selection)
        for file in files {
            progress(reports.count, files.count, file.path)
            if try await isKnown(file) {
                reports.append(SourceReport(file: file, isUnchanged: true))
            } else {
                reports.append(
                    await visit(file, since: selection.since) { turns, part in try await self.count(turns, of: part) })
            }
        }
        return reports
    }

    package func run(_ selection: ImportSelection, progress: Progress) async throws -> [SourceReport] {
        let files = try await files(of: selection)
        progress(0, files.count, files.first?.path ?? "")
        var done = 0
        return try await take(files, since: selection.since) { report in
            done += 1
            progress(done, files.count, report.file.path)
            return true
        }
    }

    /// Two files at a time: while one is written, which only one can be, the other is read and analysed.
    ///
    /// - Parameter each: sees a file's report; false: no further file is begun.
    /// - Returns: reports in the order of the files.
    func take(
        _ files: [TranscriptFile], since: Timestamp? = nil, each: (SourceReport) -> Bool
    ) async throws -> [SourceReport] {
        try await withThrowingTaskGroup(of: (Int, SourceReport).self) { group in
            var waiting = files.enumerated().makeIterator()
            var reports: [(Int, SourceReport)] = []
            for (index, file) in [waiting.next(), waiting.next()].compactMap({ $0 }) {
                group.addTask { (index, try await self.take(file, since: since)) }
            }
            var goesOn = true
            while let report = try await group.next() {
                reports.append(report)
                goesOn = each(report.1) && goesOn
                if goesOn, let (index, file) = waiting.next() {
                    group.addTask { (index, try await self.take(file, since: since)) }
                }
            }
            return reports.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// One file, unless it is as it was when it was last read.
    private func take(_ file: TranscriptFile, since: Timestamp?) async throws -> SourceReport {
        if try await isKnown(file) { return SourceReport(file: file, isUnchanged: true) }
        let report = await visit(file, since: since) { turns, part in
            part.conversation.isNotes
                ? try await self.recordNotes(turns, of: part.conversation, source: file.format)
                : try await self.record(turns, of: part)
        }
        guard report.error == nil, !report.isPartial else { return report }
        try await context.database.write { transaction in
            try transaction.markImported(
                path: file.path, format: file.format, size: file.size, modifiedAt: file.modifiedAt, turns: report.turns
            )
        }
        return report
    }

    private func isKnown(_ file: TranscriptFile) async throws -> Bool {
        let mark = try await context.database.read { try $0.importMark(path: file.path) }
        return mark?.size == file.size && mark?.modifiedAt == file.modifiedAt
    }

    struct Added: Sendable {
        var turns = 0
        var messages = 0
        var traces = 0
        var estimate = ImportEstimate()
    }

    /// What a batch of turns is part of.
    struct Part: Sendable {
        var conversation: TranscriptConversation
        /// The keys of all its turns in this source.
        var keys: Set<String>
        /// The format of the source.
        var source: String
    }

    /// Reads a file and hands its turns on in batches that fit one short transaction; notes all at once. Where a file is
    /// damaged, what comes before is handed on too.
    private func visit(
        _ file: TranscriptFile, since: Timestamp?, each: ([ImportedTurn], Part) async throws -> Added
    ) async -> SourceReport {
        var report = SourceReport(file: file)
        do {
            var conversations: [TranscriptConversation] = []
            do {
                report.remarks = try library.read(file) { conversations.append($0) }
            } catch {
                report.error = Self.told(error)
            }
            let keys = conversations.reduce(into: [String: Set<String>]()) {
                $0[$1.id, default: []].formUnion($1.turns.map(\.key))
            }
            report.sessions = keys.count
            // Of damaged notes none: what is missing in them would count as taken out.
            for conversation in conversations where report.error == nil || !conversation.isNotes {
                report.turns += conversation.turns.count
                report.messages += conversation.turns.reduce(0) { $0 + $1.messages }
                report.calls += conversation.turns.reduce(0) { $0 + $1.calls.count }
                report.failures += conversation.turns.reduce(0) { $0 + $1.calls.count { $0.errorCode != nil } }
                var turns = conversation.turns
                if let since, !conversation.isNotes {
                    turns.removeAll { ($0.startedAt ?? .max) < since }
                    if turns.count < conversation.turns.count { report.isPartial = true }
                }
                var part = Part(conversation: conversation, keys: keys[conversation.id] ?? [], source: file.format)
                part.conversation.turns = []
                let batch = conversation.isNotes ? max(1, turns.count) : Self.batch
                for start in stride(from: 0, to: max(turns.count, conversation.isNotes ? 1 : 0), by: batch) {
                    let added = try await each(Array(turns[start..<min(start + batch, turns.count)]), part)
                    report.newTurns += added.turns
                    report.newMessages += added.messages
                    report.traces += added.traces
                    report.estimate = report.estimate + added.estimate
                }
            }
        } catch {
            report.error = Self.told(error)
        }
        return report
    }

    private static func told(_ error: any Error) -> MemoryError {
        error as? MemoryError ?? MemoryError(.internal, "The transcript could not be read.")
    }

    /// Turns of one transaction.
    private static let batch = 200
}
