package import JSONText
package import MemoryModel
import Ranking

/// The answer of a recall: hits in order, and why these and not others.
package struct RecallResult: Sendable {
    package var hits: [RecallHit]
    /// Tasks of which several steps were hit.
    package var episodes: [EpisodeHit] = []
    /// Tier 1.
    package var skills: [ItemHit] = []
    /// Beside tier 2: what experience says to prefer and to avoid.
    package var policies: [ItemHit] = []
    /// What the session was just taught to prefer and to avoid, and what its message brings to mind of earlier ones.
    package var notes: [GuidanceNote] = []
    /// Tier 3.
    package var worldModels: [ItemHit] = []
    /// The question's terms with what each weighs; snippets are chosen by them.
    package var weights: [String: Double] = [:]
    package var explanation: RecallExplanation

    package static let empty = RecallResult(hits: [], explanation: RecallExplanation())

    /// Of all tiers.
    package var count: Int {
        hits.count + episodes.count + skills.count + policies.count + worldModels.count + notes.count
    }
}

/// A trace that was let in.
package struct RecallHit: Sendable {
    package var trace: Trace
    /// Its place in the order of all traces; 0 when it is not known.
    package var row: Int64
    /// Relevance in [0, 1]; 1 is the best of this answer.
    package var score: Double
    package var snippet: String
    /// What ended the fault, for a hit by error signature whose fault was mended.
    package var repair: RepairNote?

    package init(trace: Trace, row: Int64 = 0, score: Double, snippet: String, repair: RepairNote? = nil) {
        self.trace = trace
        self.row = row
        self.score = score
        self.snippet = snippet
        self.repair = repair
    }
}

/// Every number that decided: enough to answer “why was this shown”.
package struct RecallExplanation: Sendable {
    package struct Candidate: Sendable {
        package var id: String
        /// Rank (from 1) and score by channel.
        package var channels: [(name: String, rank: Int, score: Double)]
        /// What the fitted model gives it; differences between rows matter, not the value.
        package var strength: Double
        package var score: Double
        /// The rule that let it in.
        package var rule: String
        /// What the model weighed, without what was 0.
        package var features: [(name: String, value: Double)]
        /// What each of them added to the strength, greatest share first.
        package var contributions: [(name: String, value: Double)]
    }

    package struct Dropped: Sendable {
        package var id: String
        package var reason: String
        /// How the trace begins; only in an explanation that was asked for, not in one that is kept.
        package var excerpt: String?
    }

    package var candidates: [Candidate] = []
    package var dropped: [Dropped] = []
    package var channels: [(name: String, hits: Int, milliseconds: Double)] = []
    /// Channels that were not ready at the deadline.
    package var late: [String] = []
    /// Channels that could not answer, with the code of the reason.
    package var failed: [(channel: String, code: String)] = []
    package var deadlineMilliseconds: Double = 0
    /// That the best hits help, in (0, 1), and what it takes to speak; `nil` where the gate was not asked.
    package var probability: Double?
    package var threshold: Double?
    /// What the gate weighed, without what was 0.
    package var gate: [(name: String, value: Double)] = []
    /// What each of them added to the logarithm of the odds, greatest share first.
    package var gateContributions: [(name: String, value: Double)] = []
    package var abstained: String?
    /// Why recall before a turn would have stayed silent where this search answers; `nil` where it would have spoken, or
    /// nobody asked.
    package var wouldAbstain: String?
    /// What a model or a reranker did to the hits; `nil` where none was asked.
    package var check: RelevanceVerdict?

    /// What is kept of it: the numbers of the hits, and no text of a memory.
    package func recorded(hits: [RecallHit]) -> RecallExplanation {
        var record = self
        let shown = Set(hits.map(\.trace.id.rawValue))
        record.candidates.removeAll { !shown.contains($0.id) }
        record.dropped = dropped.prefix(Self.recordedDropped).map { Dropped(id: $0.id, reason: $0.reason) }
        return record
    }

    /// How many dropped traces are named where nobody asked for all of them.
    package static let recordedDropped = 40

    /// What the names in `features`, `contributions`, `gate` and `gateContributions` mean.
    package static var legend: JSON {
        func meanings<Name: FeatureName>(_ names: Name.Type) -> JSON {
            .object(JSONObject(Name.allCases.map { .init(key: $0.name, value: .string($0.meaning)) }))
        }
        return ["features": meanings(RowFeature.self), "gate": meanings(GateFeature.self)]
    }

    package var json: JSON {
        .object(present: [
            (
                "channels",
                .object(
                    JSONObject(
                        channels.map { name, hits, milliseconds in
                            .init(key: name, value: ["hits": JSON(hits), "ms": JSON(rounded(milliseconds))])
                        }
                    )
                )
            ),
            ("candidates", .array(candidates.map(\.json))),
            (
                "dropped",
                .array(
                    dropped.map {
                        .object(present: [
                            ("refId", .string($0.id)), ("reason", .string($0.reason)),
                            ("excerpt", $0.excerpt.map(JSON.string)),
                        ])
                    })
            ),
            ("deadline", ["ms": JSON(deadlineMilliseconds), "late": JSON(late)]),
            (
                "failed",
                failed.isEmpty
                    ? nil : .array(failed.map { ["channel": .string($0.channel), "code": .string($0.code)] })
            ),
            ("probability", probability.map { JSON(rounded($0)) }),
            ("threshold", threshold.map { JSON(rounded($0)) }),
            ("gate", gate.isEmpty ? nil : named(gate)),
            ("gateContributions", gateContributions.isEmpty ? nil : named(gateContributions)),
            ("abstained", abstained.map(JSON.string)), ("wouldAbstain", wouldAbstain.map(JSON.string)),
            ("relevanceCheck", check.map(\.json)),
        ])
    }
}

extension RelevanceVerdict {
    fileprivate var json: JSON {
        .object(present: [
            ("by", .string(by)), ("model", .string(model)), ("before", JSON(before)), ("after", JSON(after)),
            ("ms", JSON(rounded(milliseconds))), ("fault", fault.map(JSON.string)),
        ])
    }
}

extension RecallExplanation.Candidate {
    var json: JSON {
        [
            "refId": .string(id),
            "channels": .object(
                JSONObject(
                    channels.map {
                        .init(key: $0.name, value: ["rank": JSON($0.rank), "score": JSON(rounded($0.score))])
                    }
                )
            ),
            "strength": JSON(rounded(strength)), "score": JSON(rounded(score)), "rule": .string(rule),
            "features": named(features), "contributions": named(contributions),
        ]
    }
}

private func named(_ values: [(name: String, value: Double)]) -> JSON {
    .object(JSONObject(values.map { .init(key: $0.name, value: JSON(rounded($0.value))) }))
}

/// Four digits after the point: what a person can use.
private func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
