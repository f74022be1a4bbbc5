package import JSONText
package import MemoryModel

/// Tasks, their scores and what was said of them, as the wire has them.
package enum TaskWire {
    package static func json(
        _ episode: Episode, owner: Namespace, hasAnswer: Bool, score: EpisodeScore?
    ) -> JSON {
        var value = TraceWire.json(episode)
        value["agent"] = .string(owner.agentKind)
        if let workspace = owner.workspace { value["workspace"] = .string(workspace) }
        value["hasAssistantReply"] = JSON(hasAnswer)
        if let reason = score?.strongestEvidence { value["rewardReason"] = .string(reason.text) }
        return value
    }

    package static func json(_ score: EpisodeScore) -> JSON {
        .object(present: [
            ("reward", score.reward.map(JSON.double)), ("goal", score.goal.map(json)),
            ("process", score.process.map(json)), ("satisfaction", score.satisfaction.map(json)),
            ("madeBy", ItemWire.json(score.provenance)),
        ])
    }

    private static func json(_ axis: EpisodeScore.Axis) -> JSON {
        [
            "value": .double(axis.value),
            "evidence": .array(
                axis.evidence.map {
                    [
                        "rule": .string($0.rule), "value": .double($0.value), "sourceIds": JSON($0.sourceIDs),
                        "text": .string($0.text),
                    ]
                }),
        ]
    }

    package static func json(_ feedback: Feedback) -> JSON {
        .object(present: [
            ("id", .string(feedback.id)), ("ts", .integer(feedback.at)),
            ("episodeId", feedback.episodeID.map { .string($0.rawValue) }),
            ("traceId", feedback.traceID.map { .string($0.rawValue) }), ("channel", .string(feedback.channel)),
            ("polarity", .string(feedback.polarity)), ("magnitude", .double(feedback.magnitude)),
            ("rationale", feedback.rationale.map(JSON.string)), ("raw", feedback.raw),
            ("reading", feedback.reading.map(json)),
        ])
    }

    private static func json(_ reading: FeedbackReading) -> JSON {
        .object(present: [
            ("shape", .string(reading.shape.rawValue)), ("strength", .double(reading.strength)),
            ("prefer", reading.prefer.map(JSON.string)), ("avoid", reading.avoid.map(JSON.string)),
        ])
    }
}

extension EpisodeScore {
    /// The one that says most for the side the reward is on; `nil` without a reward.
    fileprivate var strongestEvidence: ScoreEvidence? {
        guard let reward else { return nil }
        let all = [goal, satisfaction, process].compactMap { $0 }.flatMap(\.evidence)
        return all.enumerated().filter { ($0.element.value < 0) == (reward < 0) }
            .max { (abs($0.element.value), -$0.offset) < (abs($1.element.value), -$1.offset) }?.element
    }
}
