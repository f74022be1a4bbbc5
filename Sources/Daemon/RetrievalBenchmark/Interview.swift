import JSONText
import MemoryAssembly
import MemoryCore
import MemoryModel
import Retrieval
import TextAnalysis

/// What one question brought.
struct QuestionResult: Sendable {
    var question: CaseQuestion
    /// By ranking; empty for a question without gold.
    var figures: [RankingName: RankingFigures] = [:]
    /// Before a turn, in its own case and in another one.
    var own: Offer
    var elsewhere: Offer?
    /// Milliseconds.
    var searching: Double?
    var beforeTurn: Double?
}

/// What would have been handed over before a turn.
struct Offer: Sendable {
    /// How sure the recall is that its best hit helps.
    var score: Double
    var isSilent: Bool
    /// Of the whole block; 0 when silent.
    var tokens: Int
}

/// The rankings of one run, over the same texts.
package enum RankingName: String, Sendable, CaseIterable {
    case memos
    case words = "words alone"
    case vectors = "vectors alone"
    case fusion = "rrf of both"
    case porter = "fts5 porter"
    case trigram = "fts5 trigram"
}

/// Asks a case's memory questions, always through its own service. Every answer of a recall that counts passes here.
struct Interview {
    let home: CaseHome
    /// Traces wanted of a search.
    let depth: Int

    func search(_ question: CaseQuestion) async throws -> RecallService.Answer {
        try await home.recall.search(searchQuery(question, traces: depth), episode: nil, isRecorded: false)
    }

    func searchByWords(_ question: CaseQuestion) async throws -> RecallService.Answer {
        try await home.wordsAlone.search(searchQuery(question, traces: depth), episode: nil, isRecorded: false)
    }

    /// As turn start asks.
    func offer(for question: CaseQuestion) async throws -> Offer {
        let recall = home.recall
        let answer = try await recall.search(turnQuery(question, recall), episode: nil, isRecorded: false)
        return Offer(
            score: Self.score(of: answer), isSilent: answer.injectedContext.isEmpty,
            tokens: TokenEstimate.count(answer.injectedContext)
        )
    }

    /// What ranking and gate have weighed, for a fit. Asked as widely as a search may ask, the gate as before a turn.
    ///
    /// - Parameter byWords: without vectors.
    /// - Returns: rows as `{turn, gold, tokens, features}`, gold being how many of the row's messages are.
    func evidence(for question: CaseQuestion, byWords: Bool) async throws -> (rows: JSON, gate: JSON) {
        let recall = byWords ? home.wordsAlone : home.recall
        var wide = searchQuery(question, traces: Self.widest)
        wide.isTraced = true
        let answer = try await recall.search(wide, episode: nil, isRecorded: false)
        let gold = Set(question.gold)
        let rows = (answer.explanation["candidates"]?.array ?? []).map { candidate -> JSON in
            let turn = candidate["refId"]?.string.flatMap { home.turnOfTrace[TraceID($0)] }
            let messages = turn.map { home.turns[$0].messages } ?? []
            let tokens = turn.map { TokenEstimate.count(home.turns[$0].text) } ?? 0
            return [
                "turn": JSON(turn ?? -1), "gold": JSON(messages.count { gold.contains($0) }), "tokens": JSON(tokens),
                "features": candidate["features"] ?? .null,
            ]
        }
        var turn = turnQuery(question, recall)
        turn.isTraced = true
        let offer = try await recall.search(turn, episode: nil, isRecorded: false)
        return (.array(rows), offer.explanation["gate"] ?? .null)
    }

    /// Milliseconds of a search for ten and of the recall before a turn, each with the question's vector made anew.
    func times(of question: CaseQuestion) async throws -> (searching: Double, beforeTurn: Double) {
        let search = try await home.unprepared.search(
            searchQuery(question, traces: Self.usualTraces), episode: nil, isRecorded: false)
        let recall = home.unprepared
        let before = try await recall.search(turnQuery(question, recall), episode: nil, isRecorded: false)
        return (search.milliseconds, before.milliseconds)
    }

    func ranked(_ answer: RecallService.Answer) -> [RankedItem] {
        answer.hits.map { hit in
            let turn = home.turnOfTrace[hit.trace.id]
            return RankedItem(
                messages: turn.map { home.turns[$0].messages } ?? [],
                tokens: TokenEstimate.count(Self.text(of: hit.trace)),
                snippetTokens: TokenEstimate.count(hit.snippet)
            )
        }
    }

    func ranked(turns: [Int]) -> [RankedItem] {
        turns.map {
            RankedItem(messages: home.turns[$0].messages, tokens: TokenEstimate.count(home.turns[$0].text))
        }
    }

    func turns(of answer: RecallService.Answer) -> [Int] { answer.hits.compactMap { home.turnOfTrace[$0.trace.id] } }

    private func searchQuery(_ question: CaseQuestion, traces: Int) -> RecallQuery {
        RecallQuery(
            entry: .toolDriven, text: question.text,
            scope: Scope(agentKind: CaseHome.owner.agentKind, profile: nil), at: home.time(of: question),
            topK: TopK(skills: 0, traces: traces, worldModels: 0), mayAbstain: false
        )
    }

    private func turnQuery(_ question: CaseQuestion, _ recall: RecallService) -> RecallQuery {
        RecallQuery(
            entry: .turnStart, text: question.text,
            scope: Scope(agentKind: CaseHome.owner.agentKind, profile: CaseHome.owner.profile),
            at: home.time(of: question), topK: recall.defaultTopK, mayAbstain: true
        )
    }

    /// The probability that the best hit helps; of a recall that states none, its coverage.
    private static func score(of answer: RecallService.Answer) -> Double {
        answer.explanation["probability"]?.double ?? answer.explanation["coverage"]?.double ?? 0
    }

    private static func text(of trace: Trace) -> String {
        [trace.userText, trace.agentText, trace.call?.inputText ?? "", trace.call?.output ?? ""]
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// Traces wanted of a search whose evidence is printed.
    private static let widest = 100
    /// Traces wanted of a search that is timed: as many as the figures at ten look at.
    private static let usualTraces = 10
}
