import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore

extension Dispatcher {
    mutating func registerTasks(_ memory: Memory) {
        register(EpisodeList.self) { request, _ in
            var filter = TaskFilter(
                session: request.sessionID, isOpen: request.status.map { $0 == .open },
                verdict: request.reward.flatMap { TaskFilter.Verdict(rawValue: $0.rawValue) }, text: request.query,
                scope: request.scope, since: request.since, until: request.until, leastReward: request.leastReward,
                greatestReward: request.greatestReward, behind: try request.before.map(TaskCursor.init(told:))
            )
            filter.scope.workspaces = try await memory.projects.workspaces(of: request.project)
            let tasks = try await memory.library.tasks(filter, limit: request.limit, offset: request.offset)
            let isFull = request.limit > 0 && tasks.count == request.limit
            return WireValue(
                .object(present: [
                    ("episodes", .array(tasks.map(\.json))),
                    ("nextCursor", isFull ? tasks.last.map { .string($0.cursor) } : nil),
                ]))
        }
        register(EpisodeGet.self) { request, _ in
            WireValue(try await memory.library.task(request.id, scope: request.scope).json)
        }
        register(FeedbackList.self) { request, _ in
            let feedback = try await memory.feedback.list(
                episode: request.episodeID, trace: request.traceID, limit: request.limit, offset: request.offset
            )
            return WireValue(["feedback": .array(feedback.map { TaskWire.json($0) })])
        }
    }
}

extension TaskEntry {
    fileprivate var json: JSON {
        var value = TaskWire.json(episode, owner: owner, hasAnswer: hasAnswer, score: score)
        value["scoring"] = .object(present: [
            ("state", .string(scoring)), ("dueAt", scoringAt.map(JSON.integer)),
        ])
        return value
    }

    /// Where its reward stands.
    private var scoring: String {
        if episode.isOpen { return "open" }
        if scoringAt != nil { return score == nil ? "waiting" : "rescoring" }
        if hasScoringFailed { return "failed" }
        return score == nil ? "unscored" : "scored"
    }

    fileprivate var cursor: String { "\(episode.openedAt).\(episode.id.rawValue)" }
}

extension TaskCursor {
    fileprivate init(told text: String) throws {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let time = Timestamp(parts[0]) else {
            throw MemoryError(
                .invalidArgument, "\"before\" must be a cursor that a page gave.", details: ["parameter": "before"])
        }
        self.init(openedAt: time, id: EpisodeID(String(parts[1])))
    }
}

extension TraceLibrary.TaskReport {
    fileprivate var json: JSON {
        var value = entry.json
        if let score = entry.score { value["score"] = TaskWire.json(score) }
        value["turns"] = .array(
            turns.map {
                [
                    "turnId": .string($0.id.rawValue), "ts": .integer($0.startedAt), "userText": .string($0.userText),
                    "outcome": .string($0.outcome.rawValue),
                ]
            })
        value["feedback"] = .array(feedback.map { TaskWire.json($0) })
        value["policies"] = .array(
            policies.map { ["id": .string($0.id.rawValue), "title": .string($0.title)] })
        value["learned"] = [
            "policies": .array(policies.map { EvidenceWire.link($0) }),
            "skills": .array(skills.map { EvidenceWire.link($0) }),
            "worldModels": .array(worldModels.map { EvidenceWire.link($0) }),
        ]
        value["excerpts"] = EvidenceWire.json(excerpts)
        value["trials"] = .array(
            trials.map { skill, hasPassed in
                .object(present: [
                    ("skillId", .string(skill.id.rawValue)), ("name", .string(skill.name)),
                    ("passed", hasPassed.map(JSON.bool)),
                ])
            })
        return value
    }
}
