import MemoryModel
import MemoryStore
package import Prompting

/// The last look at what was found, before a turn: a model, or a reranker, leaves out what only shares words with the
/// question. What holds the same fault stays in any case: there, words are not what speaks for it.
package struct RelevanceCheck: Sendable {
    private let result: RecallResult
    private let question: String
    /// In the order in which they are shown.
    private let candidates: [Candidate]

    struct Candidate: Sendable {
        var id: String
        var kind: String
        var text: String
        /// Of its tier, in [0, 1].
        var score: Double
        var isSafe: Bool
    }

    package init(_ result: RecallResult, question: String) {
        self.result = result
        self.question = question
        var candidates = result.skills.map { Candidate(item: $0, kind: "skill") }
        candidates += result.hits.map(Candidate.init(hit:))
        candidates += result.policies.map { Candidate(item: $0, kind: "experience") }
        candidates += result.worldModels.map { Candidate(item: $0, kind: "surroundings") }
        self.candidates = candidates
    }

    /// With one candidate there is nothing to weigh against each other: the gate has decided.
    package var isWorthwhile: Bool { candidates.count >= 2 }

    /// For a reranker, in order.
    package var documents: [String] { candidates.map(\.text) }

    /// For a model.
    package func request(session: String) -> DraftRequest {
        var sheet = EvidenceSheet()
        sheet.add("question", kind: "request now", question, limit: Self.longestQuestion)
        for candidate in candidates {
            sheet.add(candidate.id, kind: candidate.kind, candidate.text, limit: Self.longestCandidate)
        }
        return DraftRequest(
            [PromptCatalogue.standard[.relevanceFilter]], sheet: sheet, subject: session,
            sources: candidates.map(\.id))
    }

    /// What a model keeps, in its order; labels that stand for no candidate are an error.
    package static func kept(_ reply: DraftReader) throws(DraftError) -> [String] {
        let labels = try reply.texts("keep", limit: 6, count: 24)
        return labels.isEmpty ? [] : try reply.evidence("keep").filter { $0 != "question" }
    }

    /// - Parameter wanted: ids of candidates.
    package func keeping(_ wanted: [String], reason: String) -> RecallResult {
        let wanted = Set(wanted).union(candidates.filter(\.isSafe).map(\.id))
        var result = result
        result.hits.removeAll { !wanted.contains($0.trace.id.rawValue) }
        result.skills.removeAll { !wanted.contains($0.head.id) }
        result.policies.removeAll { !wanted.contains($0.head.id) }
        result.worldModels.removeAll { !wanted.contains($0.head.id) }
        // The course of a task stands on its steps that were found.
        let tasks = Set(result.hits.map(\.trace.episodeID))
        result.episodes.removeAll { !tasks.contains($0.episode) }
        for candidate in candidates where !wanted.contains(candidate.id) {
            result.explanation.dropped.append(RecallExplanation.Dropped(id: candidate.id, reason: reason))
        }
        if result.count == 0 { result.explanation.abstained = reason }
        return result
    }

    /// By a reranker's scores: what comes near to the best stays.
    ///
    /// - Parameter scores: one a document, each in [0, 1].
    package func keeping(scores: [Double]) -> RecallResult {
        let best = scores.max() ?? 0
        let wanted = zip(candidates, scores).filter { $0.1 >= best * Self.shareOfBest }.map(\.0.id)
        return keeping(wanted, reason: "the reranker found it beside the point")
    }

    /// The cut for when a check was begun and did not answer: only the best of each kind and what comes near to it.
    package func cutStrictly() -> RecallResult {
        var best: [String: Double] = [:]
        for candidate in candidates { best[candidate.kind] = max(best[candidate.kind] ?? 0, candidate.score) }
        let wanted = candidates.filter { $0.score >= (best[$0.kind] ?? 0) * Self.strictShare }.map(\.id)
        return keeping(wanted, reason: "below the strict cut")
    }

    /// Share of the best score below which a reranker's candidate is beside the point: a reranker gives unrelated texts
    /// scores of another order.
    private static let shareOfBest = 0.3
    /// Share of the best score of its kind that the strict cut asks for.
    private static let strictShare = 0.5
    /// Characters; a snippet has about 300.
    private static let longestCandidate = 400
    private static let longestQuestion = 1200
}

extension RelevanceCheck.Candidate {
    fileprivate init(hit: RecallHit) {
        self.init(
            id: hit.trace.id.rawValue, kind: "memory", text: hit.snippet, score: hit.score, isSafe: hit.repair != nil)
    }

    fileprivate init(item: ItemHit, kind: String) {
        self.init(
            id: item.head.id, kind: kind,
            text: item.head.summary.isEmpty ? item.snippet : item.head.summary + "\n" + item.snippet,
            score: item.score, isSafe: false)
    }
}

/// What became of a relevance check.
package struct RelevanceVerdict: Sendable, Equatable {
    /// Who was asked: the version of a prompt, or `reranker`.
    package var by: String
    package var model: String
    package var before: Int
    package var after: Int
    package var milliseconds: Double
    /// Why it did not answer; then the strict cut was made.
    package var fault: String?

    package init(
        by: String, model: String, before: Int, after: Int, milliseconds: Double, fault: String? = nil
    ) {
        self.by = by
        self.model = model
        self.before = before
        self.after = after
        self.milliseconds = milliseconds
        self.fault = fault
    }
}
