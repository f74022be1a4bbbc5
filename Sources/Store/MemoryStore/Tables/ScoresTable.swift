import GRDB
import JSONText
package import MemoryModel
import TextAnalysis

extension MemoryReader {
    /// The score of a task with the evidence for every number; `nil` while it was not scored.
    package func score(of episode: EpisodeID) throws -> EpisodeScore? {
        try String.fetchOne(
            connection.cachedStatement(sql: "SELECT score FROM episode_scores WHERE episode_id = ?"),
            arguments: [episode.rawValue]
        ).map { EpisodeScore(stored: JSON(stored: $0)) }
    }

    /// By which rule a step has its α, and what that was seen in; `nil` while its task was not scored.
    package func credit(of trace: TraceID) throws -> StepReflection? {
        let row = try Row.fetchOne(
            connection, cachedSQL: "SELECT reflection_weight, reflection, credit FROM traces WHERE id = ?",
            arguments: [trace.rawValue]
        )
        guard let row, let credit: String = row["credit"] else { return nil }
        let stored = JSON(stored: credit)
        return StepReflection(
            traceID: trace, weight: row["reflection_weight"], text: row["reflection"] ?? "",
            rule: stored["rule"]?.string ?? "", evidence: (stored["evidence"]?.texts ?? []).map(TraceID.init),
            provenance: Provenance(text: stored["by"]?.string)
        )
    }
}

extension MemoryTransaction {
    /// Writes the score of a task and what follows for its steps.
    ///
    /// - Parameter values: V of each step, in the order of `reflections`.
    package func settle(
        _ score: EpisodeScore, of episode: EpisodeID, reflections: [StepReflection], values: [Double]
    ) throws {
        try connection.cachedStatement(
            sql: """
                INSERT INTO episode_scores (episode_id, at, reward, score) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET at = excluded.at, reward = excluded.reward, score = excluded.score
                """
        ).execute(arguments: [episode.rawValue, now, score.reward, score.stored.text])
        try connection.cachedStatement(sql: "UPDATE episodes SET reward = ? WHERE id = ?")
            .execute(arguments: [score.reward, episode.rawValue])
        let update = try connection.cachedStatement(
            sql: """
                UPDATE traces SET reflection_weight = ?, value = ?, credit = ?,
                reflection = CASE WHEN instr(coalesce(own_words, ''), '"reflection"') THEN reflection ELSE ? END
                WHERE id = ?
                """
        )
        for (reflection, value) in zip(reflections, values) {
            let credit = JSON.object(present: [
                ("rule", .string(reflection.rule)), ("evidence", JSON(ids: reflection.evidence)),
                ("by", reflection.provenance.stored.map(JSON.string)),
            ])
            try update.execute(arguments: [
                reflection.weight, value, credit.text, reflection.text.isEmpty ? nil : reflection.text,
                reflection.traceID.rawValue,
            ])
        }
    }
}

extension MemoryTransaction {
    /// Writes other lines than the rules' for answers, by step; a person's line stays.
    package func describe(_ lines: [TraceID: String]) throws {
        let update = try connection.cachedStatement(
            sql: """
                UPDATE traces SET summary = ?1 WHERE id = ?2 AND kind = 'answer' AND summary <> ?1
                AND NOT instr(coalesce(own_words, ''), '"summary"')
                """)
        for (trace, line) in lines { try update.execute(arguments: [line, trace.rawValue]) }
    }

    /// Gives the answers of tasks the rules' lines again: a model may have put words of other steps into them.
    func describePlainly(answersOf episodes: Set<EpisodeID>) throws {
        for episode in episodes {
            let answers = try reader.traces(ofEpisode: episode).filter { $0.kind == .answer }
            let lines = answers.map { trace in
                Summary.line(
                    userText: trace.userText, toolName: nil, toolInput: nil, outcome: nil, agentText: trace.agentText)
            }
            try describe(Dictionary(zip(answers.map(\.id), lines)) { first, _ in first })
        }
    }
}

extension EpisodeScore {
    var stored: JSON {
        .object(present: [
            ("reward", reward.map(JSON.double)), ("goal", goal?.stored), ("process", process?.stored),
            ("satisfaction", satisfaction?.stored), ("by", provenance.stored.map(JSON.string)),
        ])
    }

    init(stored: JSON) {
        self.init(
            goal: stored["goal"].flatMap(Axis.init(stored:)), process: stored["process"].flatMap(Axis.init(stored:)),
            satisfaction: stored["satisfaction"].flatMap(Axis.init(stored:)), reward: stored["reward"]?.double,
            provenance: Provenance(text: stored["by"]?.string)
        )
    }
}

extension EpisodeScore.Axis {
    fileprivate var stored: JSON {
        [
            "value": .double(value),
            "evidence": .array(
                evidence.map {
                    [
                        "rule": .string($0.rule), "value": .double($0.value), "sources": JSON($0.sourceIDs),
                        "text": .string($0.text),
                    ]
                }),
        ]
    }

    fileprivate init?(stored: JSON) {
        guard let value = stored["value"]?.double else { return nil }
        self.init(
            value: value,
            evidence: (stored["evidence"]?.array ?? []).map {
                ScoreEvidence(
                    rule: $0["rule"]?.string ?? "", value: $0["value"]?.double ?? 0,
                    sourceIDs: $0["sources"]?.texts ?? [], text: $0["text"]?.string ?? ""
                )
            }
        )
    }
}
