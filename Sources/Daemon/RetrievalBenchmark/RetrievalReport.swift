package import JSONText
import LanguageModels
import RuntimeHome

/// Everything a run has measured, and what it was measured with.
package struct RetrievalReport: Sendable {
    let options: RetrievalBenchmark.Options
    let model: EmbeddingModel
    /// SHA-256 over all files of all cases.
    let digest: String
    package let sets: [SetReport]
    package let all: RetrievalSummary

    package struct SetReport: Sendable {
        package let name: String
        let digest: String
        let messages: Int
        package let summary: RetrievalSummary
        package let categories: [(name: String, summary: RetrievalSummary)]
        let cases: [(name: String, messages: Int, summary: RetrievalSummary)]
        fileprivate let questions: [QuestionResult]

        init(name: String, digest: String, cases: [CaseResult]) {
            self.name = name
            self.digest = digest
            messages = cases.reduce(0) { $0 + $1.messages }
            questions = cases.flatMap(\.questions)
            summary = RetrievalSummary(questions)
            categories = Dictionary(grouping: questions, by: \.question.category).sorted { $0.key < $1.key }
                .map { ($0.key, RetrievalSummary($0.value)) }
            self.cases = cases.map { ($0.name, $0.messages, RetrievalSummary($0.questions)) }
        }
    }

    init(options: RetrievalBenchmark.Options, model: EmbeddingModel, digest: String, sets: [SetReport]) {
        self.options = options
        self.model = model
        self.digest = digest
        self.sets = sets
        all = RetrievalSummary(sets.flatMap(\.questions))
    }

    /// The summary of `all`, of a set, or of a category as `set/category`.
    package func summary(_ name: String) -> RetrievalSummary? {
        if name == "all" { return all }
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        guard let set = sets.first(where: { $0.name == parts.first }) else { return nil }
        return parts.count == 1 ? set.summary : set.categories.first { $0.name == parts[1] }?.summary
    }

    package var json: JSON {
        [
            "program": ["version": .string(ProductVersion.current.description)],
            "model": [
                "id": .string(model.id), "revision": .string(model.revision), "dimension": JSON(model.dimension),
            ],
            "options": [
                "pairs": JSON(options.inPairs), "depth": JSON(options.depth), "jobs": JSON(options.jobs),
                "tokensPerItem": JSON(RankingFigures.frameTokens),
            ],
            "data": [
                "sha256": .string(digest), "cases": JSON(sets.reduce(0) { $0 + $1.cases.count }),
                "messages": JSON(sets.reduce(0) { $0 + $1.messages }), "questions": JSON(all.questions),
            ],
            "all": all.json, "sets": .object(JSONObject(sets.map { .init(key: $0.name, value: $0.json) })),
        ]
    }
}

extension RetrievalReport.SetReport {
    fileprivate var json: JSON {
        var json = summary.json
        json["sha256"] = .string(digest)
        json["messages"] = JSON(messages)
        json["categories"] = .object(JSONObject(categories.map { .init(key: $0.name, value: $0.summary.json) }))
        json["cases"] = .object(
            JSONObject(
                cases.map { name, messages, summary in
                    var json = summary.json
                    json["messages"] = JSON(messages)
                    return .init(key: name, value: json)
                }))
        return json
    }
}

extension RetrievalSummary {
    fileprivate var json: JSON {
        let rankings = RankingName.allCases.compactMap { name in
            self.rankings[name].map { JSONObject.Member(key: name.rawValue, value: $0.json) }
        }
        let abstention = named.compactMap { name, value in
            value.map { JSONObject.Member(key: name, value: JSON(rounded($0))) }
        }
        return .object(present: [
            ("questions", JSON(questions)), ("answerable", JSON(answerable)),
            ("rankings", .object(JSONObject(rankings))), ("abstention", .object(JSONObject(abstention))),
            ("searchMs", searching?.json), ("beforeTurnMs", beforeTurn?.json),
        ])
    }
}

extension RankingFigures {
    fileprivate var json: JSON {
        .object(
            present: RankingFigure.allCases.map { figure in
                (figure.rawValue, self[figure].map { JSON(rounded($0)) })
            })
    }
}

extension LatencyFigures {
    fileprivate var json: JSON { ["p50": JSON(rounded(p50)), "p95": JSON(rounded(p95)), "p99": JSON(rounded(p99))] }
}

private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
