import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore
import Retrieval

extension Dispatcher {
    mutating func registerSkills(_ memory: Memory) {
        register(GetSkill.self) { request, _ in
            let skill = try await memory.items.item(request.id, scope: request.scope)
            return WireValue(skill.map { ItemWire.json($0) } ?? .null)
        }
        register(SkillTrials.self) { request, _ in
            let trials = try await memory.items.trials(of: request.id, limit: request.limit)
            return WireValue(["trials": .array(trials.map { $0.trial.json(of: $0.task) })])
        }
        register(SkillMarkdown.self) { request, _ in
            let (name, text) = try await memory.packages.markdown(of: request.id)
            return WireValue(["name": .string(name), "markdown": .string(text)])
        }
        register(SkillTest.self) { request, _ in
            let verdicts = try await memory.recall.rankSkills(
                for: request.query, including: request.id, scope: Scope(agentKind: request.agent, profile: nil))
            return WireValue(["skills": .array(verdicts.map(\.json))])
        }
        register(SkillFolders.self) { _, _ in
            WireValue(["folders": .array(try await memory.packages.hostFolders().map(\.json))])
        }
        register(SkillInstall.self) { request, _ in
            WireValue(["path": .string(try await memory.packages.install(request.id, for: request.folder))])
        }
        register(SkillUninstall.self) { request, _ in
            WireValue(["paths": JSON(try memory.packages.uninstall(request.id, from: request.folder))])
        }
        register(ItemShareChange.self) { request, _ in
            WireValue(ItemWire.json(try await memory.curation.share(request.id, scope: request.scope)))
        }
    }
}

extension SkillTrial {
    fileprivate func json(of task: TaskEntry?) -> JSON {
        .object(present: [
            ("episodeId", .string(episodeID.rawValue)), ("ts", .integer(at)), ("passed", hasPassed.map(JSON.bool)),
            (
                "task",
                task.map { TaskWire.json($0.episode, owner: $0.owner, hasAnswer: $0.hasAnswer, score: $0.score) }
            ),
        ])
    }
}

extension SkillVerdict {
    fileprivate var json: JSON {
        .object(present: [
            ("id", .string(head.id)), ("name", .string(head.title)), ("summary", .string(head.summary)),
            ("status", .string(head.status.rawValue)), ("eta", head.reliability.map(JSON.double)),
            ("score", .double(score)), ("probability", .double(probability)), ("shown", .bool(reason == nil)),
            ("reason", reason.map { .string($0.rawValue) }),
            ("parts", .object(JSONObject(parts.map { .init(key: $0.name, value: .double($0.value)) }))),
            ("trust", .double(trust)),
        ])
    }
}

extension SkillPackageService.HostFolder {
    fileprivate var json: JSON {
        [
            "name": .string(place.name), "path": .string(place.path), "readers": JSON(place.readers),
            "exists": .bool(exists),
            "installed": .array(
                installed.map {
                    ["id": .string($0.id.rawValue), "name": .string($0.name), "current": .bool($0.isCurrent)]
                }),
        ]
    }
}
