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
                scope: request.scope
            )
            filter.scope.workspaces = try await memory.projects.workspaces(of: request.project)
            let tasks = try await memory.library.tasks(filter, limit: request.limit, offset: request.offset)
            return WireValue(["episodes": .array(tasks.map(\.json))])
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
    fileprivate var json: JSON { TaskWire.json(episode, owner: owner, hasAnswer: hasAnswer, score: score) }
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
