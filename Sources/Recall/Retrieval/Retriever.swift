import MemoryModel
package import MemoryStore
import Synchronization
import TextAnalysis

/// From a query to the traces worth showing. It reads only; what a recall did is recorded by its caller.
///
/// Channels run on one snapshot under one deadline → reciprocal rank fusion → floors → diversity → snippets.
package struct Retriever: Sendable {
    private let database: MemoryDatabase
    private let options: RecallOptions

    package init(database: MemoryDatabase, options: RecallOptions) {
        self.database = database
        self.options = options
    }

    package func recall(_ query: RecallQuery) async throws -> RecallResult {
        let analysed = AnalysedQuery(query)
        guard !analysed.terms.isEmpty, query.topK.traces > 0 else { return .empty }
        let search = Search(analysed: analysed, options: options)
        let whole = try await withThrowingTaskGroup(of: RecallResult?.self) { group in
            group.addTask { [database] in
                try await database.read { reader in
                    try search.run(in: reader)
                    return try search.result(in: reader)
                }
            }
            group.addTask { [options] in
                try? await Task.sleep(for: options.deadline)
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        if let whole { return whole }
        // Time is up: what the channels have found so far is ranked and returned.
        return try await database.read { try search.result(in: $0) }
    }
}

/// One search: its channels one after the other on one snapshot, the cheap and certain ones first, and what they found.
private final class Search: Sendable {
    private struct Answer: Sendable {
        var hits: [ChannelHit]
        var milliseconds: Double
    }

    private let analysed: AnalysedQuery
    private let options: RecallOptions
    private let channels: [any Channel]
    private let answers = Mutex<[ChannelName: Answer]>([:])

    init(analysed: AnalysedQuery, options: RecallOptions) {
        self.analysed = analysed
        self.options = options
        channels = [ErrorSignatureChannel(), PatternChannel(), KeywordChannel(options: options)]
    }

    /// Asks every channel. Interrupted by the database when the asker's time is up; what is answered stays.
    func run(in reader: MemoryReader) throws {
        for channel in channels {
            let start = ContinuousClock.now
            let hits = try channel.hits(for: analysed, in: reader)
            let answer = Answer(hits: hits, milliseconds: (ContinuousClock.now - start).milliseconds)
            answers.withLock { $0[channel.name] = answer }
        }
    }

    func result(in reader: MemoryReader) throws -> RecallResult {
        let found = answers.withLock { $0 }
        var explanation = RecallExplanation()
        explanation.deadlineMilliseconds = options.deadline.milliseconds
        for channel in channels {
            guard let answer = found[channel.name] else {
                explanation.late.append(channel.name.rawValue)
                continue
            }
            explanation.channels.append((channel.name.rawValue, answer.hits.count, answer.milliseconds))
        }
        let hits = found.mapValues(\.hits).filter { !$0.value.isEmpty }
        if hits.isEmpty {
            explanation.abstained = "no channel found anything"
            return RecallResult(hits: [], explanation: explanation)
        }
        var selection = Selection(analysed: analysed, options: options, explanation: explanation)
        return try selection.select(from: hits, in: reader)
    }
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
