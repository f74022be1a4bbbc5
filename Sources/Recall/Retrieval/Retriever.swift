import MemoryMath
import MemoryModel
package import MemoryStore
import TextAnalysis

/// From a query to the traces worth showing. It reads only; what a recall did is recorded by its caller.
///
/// Channels run side by side under one deadline → reciprocal rank fusion → floors → diversity → snippets.
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
        var explanation = RecallExplanation()
        explanation.deadlineMilliseconds = options.deadline.milliseconds
        let channels: [any Channel] = [KeywordChannel(options: options), PatternChannel(), ErrorSignatureChannel()]
        let found = try await ChannelRace(database: database, deadline: options.deadline).run(channels, for: analysed)
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
        let options = options
        return try await database.read { [explanation] reader in
            var selection = Selection(analysed: analysed, options: options, explanation: explanation)
            return try selection.select(from: hits, in: reader)
        }
    }
}

/// Runs channels at once and takes what is there when time is up. A reader that is still busy then is interrupted.
private struct ChannelRace: Sendable {
    struct Answer: Sendable {
        var hits: [ChannelHit]
        var milliseconds: Double
    }

    let database: MemoryDatabase
    let deadline: Duration

    func run(_ channels: [any Channel], for query: AnalysedQuery) async throws -> [ChannelName: Answer] {
        try await withThrowingTaskGroup(of: (ChannelName, Answer)?.self) { group in
            for channel in channels {
                group.addTask { [database] in
                    let start = ContinuousClock.now
                    let hits = try await database.read { try channel.hits(for: query, in: $0) }
                    return (channel.name, Answer(hits: hits, milliseconds: (ContinuousClock.now - start).milliseconds))
                }
            }
            group.addTask { [deadline] in
                try? await Task.sleep(for: deadline)
                return nil
            }
            var answers: [ChannelName: Answer] = [:]
            while answers.count < channels.count, let finished = try await group.next() {
                guard let (name, answer) = finished else { break }
                answers[name] = answer
            }
            group.cancelAll()
            return answers
        }
    }
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
