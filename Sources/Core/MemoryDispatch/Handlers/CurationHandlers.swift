import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore

extension Dispatcher {
    mutating func registerCuration(_ memory: Memory) {
        register(PolicyList.self) { request, _ in
            var scope = request.scope
            scope.workspaces = try await memory.projects.workspaces(of: request.project)
            let statuses = request.status.map { [$0] } ?? ItemStatus.allCases
            let policies = try await memory.items.items(
                Policy.self, filter: ItemFilter(statuses: Set(statuses), text: request.query, scope: scope),
                limit: request.limit, offset: request.offset
            )
            return WireValue(["policies": .array(policies.map { ItemWire.json($0) })])
        }
        register(PolicyArchive.self) { request, _ in
            try await memory.curation.archive(request.id, reason: request.reason)
            return Acknowledgement()
        }
        register(PolicyEdit.self) { request, _ in
            let correction = PolicyCorrection(
                title: request.title, trigger: request.trigger, procedure: request.procedure,
                verification: request.verification, boundary: request.boundary, preference: request.preference,
                antiPattern: request.antiPattern
            )
            let policy = try await memory.curation.edit(request.id, with: correction, reason: request.reason)
            return WireValue(ItemWire.json(policy))
        }
        register(WorldArchive.self) { request, _ in
            try await memory.curation.archive(request.id, reason: request.reason)
            return Acknowledgement()
        }
        register(WorldThumb.self) { request, _ in
            WireValue(ItemWire.json(try await memory.curation.judge(request.id, isRight: request.thumb == .up)))
        }
        register(SkillArchive.self) { request, _ in
            try await memory.curation.archive(request.id, reason: request.reason)
            return Acknowledgement()
        }
        register(SkillActivate.self) { request, _ in
            WireValue(ItemWire.json(try await memory.curation.activate(request.id, reason: request.reason)))
        }
        register(SkillThumb.self) { request, _ in
            WireValue(ItemWire.json(try await memory.curation.judge(request.id, isRight: request.thumb == .up)))
        }
        registerHistory(memory)
    }

    private mutating func registerHistory(_ memory: Memory) {
        register(MemoryHistory.self) { request, _ in
            guard let history = try await memory.items.history(of: request.id) else {
                throw MemoryError(
                    .notFound, "Nothing that was learned has this id.", details: ["id": .string(request.id)],
                    hint: "Only policies, world models and skills have versions."
                )
            }
            return WireValue(
                HistoryWire.json(
                    id: request.id, kind: history.kind, versions: history.versions.map { ($0.version, $0.item) }))
        }
        register(MemoryUndo.self) { request, _ in
            WireValue(ItemWire.json(try await memory.curation.undo(request.id, to: request.version)))
        }
    }
}
