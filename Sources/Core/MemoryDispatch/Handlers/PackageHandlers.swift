import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore

extension Dispatcher {
    mutating func registerPackages(_ memory: Memory) {
        register(SkillExport.self) { request, _ in
            let exported = try await memory.packages.export(request.ids, to: request.path)
            return WireValue(["paths": JSON(exported.paths), "foreign": JSON(exported.foreign)])
        }
        register(SkillImport.self) { request, _ in
            WireValue(["packages": [try await memory.packages.take(request.path, from: request.source).json]])
        }
        register(SkillPending.self) { _, _ in
            WireValue(["packages": .array(try await memory.packages.pending().map(\.json))])
        }
        register(SkillApprove.self) { request, context in
            let owner = Namespace(agentKind: request.agent ?? context.agent ?? "unknown")
            return WireValue(ItemWire.json(try await memory.packages.approve(request.id, for: owner)))
        }
        register(SkillRefuse.self) { request, _ in
            try await memory.packages.refuse(request.id)
            return Acknowledgement()
        }
    }
}

extension StoredSkillPackage {
    fileprivate var json: JSON {
        .object(present: [
            ("id", .string(id)), ("name", .string(name)), ("state", .string(state.rawValue)), ("ts", .integer(at)),
            ("source", .string(source)), ("description", content["description"]), ("steps", content["steps"]),
            ("files", content["files"]), ("warnings", content["warnings"]),
        ])
    }
}
