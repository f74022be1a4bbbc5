import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore

extension Dispatcher {
    mutating func registerItems(_ memory: Memory) {
        register(GetPolicy.self) { request, _ in
            let policy = try await memory.items.item(request.id, scope: request.scope)
            return WireValue(policy.map { ItemWire.json($0) } ?? .null)
        }
        register(GetWorldModel.self) { request, _ in
            let world = try await memory.items.item(request.id, scope: request.scope)
            return WireValue(world.map { ItemWire.json($0) } ?? .null)
        }
        register(ListWorldModels.self) { request, _ in
            let statuses = ItemStatus(rawValue: request.status.rawValue).map { [$0] } ?? ItemStatus.allCases
            var filter = ItemFilter(statuses: Set(statuses), text: request.query, scope: request.scope)
            filter.scope.workspaces = try await memory.projects.workspaces(of: request.project)
            let worlds = try await memory.items.items(
                WorldModel.self, filter: filter, limit: request.limit, offset: request.offset
            )
            return WireValue(["worldModels": .array(worlds.map { ItemWire.json($0) })])
        }
        register(SkillList.self) { request, _ in
            let statuses = request.status.map { [$0] } ?? ItemStatus.allCases
            let skills = try await memory.items.items(
                Skill.self, filter: ItemFilter(statuses: Set(statuses), scope: request.scope), limit: request.limit,
                offset: 0
            )
            return WireValue(["skills": .array(skills.map { ItemWire.json($0) })])
        }
        register(SkillGet.self) { request, _ in
            let skill =
                if let use = request.use {
                    try await memory.items.load(request.id, for: use, scope: request.scope)
                } else {
                    try await memory.items.item(request.id, scope: request.scope)
                }
            return WireValue(skill.map { ItemWire.json($0) } ?? .null)
        }
    }
}
