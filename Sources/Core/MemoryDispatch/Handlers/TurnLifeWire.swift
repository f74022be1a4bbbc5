import JSONText
import MemoryCore
import MemoryModel
import MemoryStore

/// One turn from its prompt to what came of it, as stages in their order.
enum TurnLifeWire {
    static func json(_ life: InsightService.Life) -> JSON {
        let turn = life.turn
        let stages = [prompt(life), task(life)] + recall(life) + calls(life) + end(life) + learning(life)
        return [
            "turnId": .string(turn.id.rawValue), "sessionId": .string(turn.sessionID.rawValue),
            "episodeId": .string(turn.episodeID.rawValue), "agent": .string(turn.owner.agentKind),
            "stages": .array(stages),
        ]
    }

    private static func stage(_ kind: String, _ time: Timestamp?, _ members: [(String, JSON?)]) -> JSON {
        .object(present: [("kind", .string(kind)), ("ts", time.map(JSON.integer))] + members)
    }

    private static func prompt(_ life: InsightService.Life) -> JSON {
        stage(
            "prompt", life.turn.startedAt,
            [
                ("text", .string(Episode.preview(of: life.turn.userText))),
                ("workspace", life.turn.owner.workspace.map(JSON.string)),
                ("branch", life.turn.branch.map(JSON.string)),
            ])
    }

    private static func task(_ life: InsightService.Life) -> JSON {
        stage(
            "task", life.turn.startedAt,
            [
                ("episodeId", .string(life.episode.id.rawValue)), ("preview", .string(life.episode.preview)),
                ("began", JSON(life.place == 1)), ("place", JSON(life.place)), ("turns", JSON(life.turns)),
                ("after", life.formerReason.map { .string($0.rawValue) }),
            ])
    }

    private static func recall(_ life: InsightService.Life) -> [JSON] {
        guard let injection = life.injection else { return [] }
        let channels = injection.explanation["channels"]?.object?.members.map(\.key) ?? []
        return [
            stage(
                "recall", injection.at,
                [
                    ("injectionId", .string(injection.id.rawValue)), ("ms", .double(injection.latencyMilliseconds)),
                    ("tokens", JSON(injection.tokens)), ("channels", JSON(channels)),
                    ("silent", injection.explanation["abstained"]),
                    (
                        "items",
                        .array(
                            life.items.map { item in
                                .object(present: [
                                    ("id", .string(item.itemID)), ("kind", .string(item.kind.rawValue)),
                                    ("verdict", .string(item.verdict.rawValue)),
                                    ("reason", item.reason.map(JSON.string)),
                                    ("judgedAt", item.judgedAt.map(JSON.integer)),
                                ])
                            })
                    ),
                ])
        ]
    }

    private static func calls(_ life: InsightService.Life) -> [JSON] {
        let done = life.steps.compactMap { step in
            step.call.map { call in
                stage(
                    "call", call.startedAt ?? step.at,
                    [
                        ("traceId", .string(step.id.rawValue)), ("tool", .string(call.name)),
                        ("summary", .string(step.summary)), ("outcome", .string(step.outcome.rawValue)),
                        ("ms", call.milliseconds.map(JSON.integer)),
                    ])
            }
        }
        return done + life.calls.map { stage("call", $0.startedAt, [("tool", .string($0.name)), ("pending", true)]) }
    }

    private static func end(_ life: InsightService.Life) -> [JSON] {
        let turn = life.turn
        guard let ended = turn.endedAt else { return [stage("open", nil, [])] }
        return [
            stage(
                "end", ended, [("outcome", .string(turn.outcome.rawValue)), ("ms", .integer(ended - turn.startedAt))]),
            stage("steps", ended, [("count", JSON(life.steps.count))]),
        ]
    }

    private static func learning(_ life: InsightService.Life) -> [JSON] {
        let results = life.results
        var stages = life.feedback.map { feedback in
            stage(
                "feedback", feedback.at,
                [
                    ("channel", .string(feedback.channel)), ("polarity", .string(feedback.polarity)),
                    ("text", feedback.rationale.map { .string(Episode.preview(of: $0)) }),
                ])
        }
        if let closed = life.episode.closedAt {
            stages.append(stage("closed", closed, [("reason", life.episode.closeReason.map { .string($0.rawValue) })]))
        }
        if let scored = results.scoredAt {
            stages.append(stage("scored", scored, [("reward", results.reward.map(JSON.double) ?? .null)]))
            stages.append(
                stage(
                    "learned", scored,
                    [
                        ("lessons", JSON(results.lessons)), ("facts", JSON(results.facts)),
                        ("notes", JSON(results.notes)),
                        (
                            "policies",
                            .array(results.policies.map { ["id": .string($0.id), "title": .string($0.title)] })
                        ),
                        ("skills", JSON(results.trials.map(\.skillID.rawValue))),
                    ]))
        }
        stages.sort { ($0["ts"]?.int ?? 0) < ($1["ts"]?.int ?? 0) }
        return stages
            + results.jobs.map { job, hasFailed in
                stage(
                    "job", job.notBefore,
                    [
                        ("job", .string(job.kind.rawValue)), ("failed", JSON(hasFailed)),
                        ("attempts", JSON(job.attempts)),
                        ("error", job.lastError.map(JSON.string)),
                    ])
            }
    }
}

extension ToolCall {
    fileprivate var milliseconds: Int64? {
        guard let startedAt, let endedAt, endedAt >= startedAt else { return nil }
        return endedAt - startedAt
    }
}
