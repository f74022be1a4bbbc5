import MemoryModel
package import MemoryStore
import Synchronization
import TextAnalysis
package import VectorColumn

/// From a query to the traces worth showing. It reads only; what a recall did is recorded by its caller.
///
/// Words on one snapshot and meaning beside it, both under one deadline → fusion → floors → diversity → snippets.
package struct Retriever: Sendable {
    private let database: MemoryDatabase
    private let vectors: VectorSet?
    private let options: RecallOptions

    /// - Parameter vectors: without any, words decide alone.
    package init(database: MemoryDatabase, vectors: VectorSet?, options: RecallOptions) {
        self.database = database
        self.vectors = vectors
        self.options = options
    }

    package func recall(_ query: RecallQuery) async throws -> RecallResult {
        let analysed = AnalysedQuery(query)
        guard !analysed.terms.isEmpty, query.topK.traces > 0 else { return .empty }
        let search = Search(analysed: analysed, vectors: vectors, options: options)
        try await askAll(search)
        // When time is up, what has been found so far is ranked and returned.
        return try await database.read { try search.result(in: $0) }
    }

    /// Ends when words and meaning have answered, or at the deadline.
    private func askAll(_ search: Search) async throws {
        enum Part { case answered, late }
        try await withThrowingTaskGroup(of: Part.self) { [database, vectors, options] group in
            group.addTask {
                try await database.read { try search.askWords(in: $0) }
                return .answered
            }
            if vectors != nil {
                group.addTask {
                    await search.askMeaning(beside: database)
                    return .answered
                }
            }
            group.addTask {
                try? await Task.sleep(for: options.deadline)
                return .late
            }
            defer { group.cancelAll() }
            for _ in 0..<(vectors == nil ? 1 : 2) {
                if try await group.next() != .answered { return }
            }
        }
    }
}

/// One search: what its channels have found so far.
private final class Search: Sendable {
    private struct Answer: Sendable {
        var hits: [ChannelHit]
        var milliseconds: Double
    }

    private struct Answers: Sendable {
        var words: [ChannelName: Answer] = [:]
        var meaning: (findings: VectorChannel.Findings, milliseconds: Double)?
        var failure: MemoryError?
    }

    private let analysed: AnalysedQuery
    private let options: RecallOptions
    private let channels: [any Channel]
    private let meaning: VectorChannel?
    private let answers = Mutex(Answers())

    init(analysed: AnalysedQuery, vectors: VectorSet?, options: RecallOptions) {
        self.analysed = analysed
        self.options = options
        channels = [ErrorSignatureChannel(), PatternChannel(), KeywordChannel(options: options)]
        meaning = vectors.map { VectorChannel(vectors: $0) }
    }

    /// Asks the channels that read the database one after the other on one snapshot, the cheap and certain ones first.
    /// Interrupted by the database when the asker's time is up; what is answered stays.
    func askWords(in reader: MemoryReader) throws {
        for channel in channels {
            let start = ContinuousClock.now
            let hits = try channel.hits(for: analysed, in: reader)
            let answer = Answer(hits: hits, milliseconds: (ContinuousClock.now - start).milliseconds)
            answers.withLock { $0.words[channel.name] = answer }
        }
    }

    /// A model that fails or is late costs its own hits and nothing else.
    func askMeaning(beside database: MemoryDatabase) async {
        guard let meaning else { return }
        let start = ContinuousClock.now
        do {
            let findings = try await meaning.findings(for: analysed.query, in: database)
            let milliseconds = (ContinuousClock.now - start).milliseconds
            answers.withLock { $0.meaning = (findings, milliseconds) }
        } catch let error as MemoryError {
            answers.withLock { $0.failure = error }
        } catch {
            return
        }
    }

    func result(in reader: MemoryReader) throws -> RecallResult {
        let found = answers.withLock { $0 }
        var explanation = RecallExplanation()
        explanation.deadlineMilliseconds = options.deadline.milliseconds
        for channel in channels {
            guard let answer = found.words[channel.name] else {
                explanation.late.append(channel.name.rawValue)
                continue
            }
            explanation.channels.append((channel.name.rawValue, answer.hits.count, answer.milliseconds))
        }
        if let (findings, milliseconds) = found.meaning {
            explanation.channels.append((ChannelName.vector.rawValue, findings.traces.count, milliseconds))
        } else if let failure = found.failure {
            explanation.failed.append((ChannelName.vector.rawValue, failure.code.rawValue))
        } else if meaning != nil {
            explanation.late.append(ChannelName.vector.rawValue)
        }
        let words = found.words.mapValues(\.hits).filter { !$0.value.isEmpty }
        if words.isEmpty, found.meaning?.findings.traces.isEmpty ?? true {
            explanation.abstained = "no channel found anything"
            return RecallResult(hits: [], explanation: explanation)
        }
        var selection = Selection(analysed: analysed, options: options, explanation: explanation)
        return try selection.select(from: words, meaning: found.meaning?.findings, in: reader)
    }
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
