import JSONText
import MemoryAPI
import MemoryCore

extension Dispatcher {
    /// What things rest on, and what a person makes of that.
    mutating func registerEvidence(_ memory: Memory) {
        register(PolicyEvidence.self) { request, _ in
            WireValue(EvidenceWire.json(try await memory.items.evidence(of: request.id)))
        }
        register(WorldEvidence.self) { request, _ in
            WireValue(EvidenceWire.json(try await memory.items.evidence(of: request.id)))
        }
        register(PolicyActivate.self) { request, _ in
            WireValue(ItemWire.json(try await memory.curation.activate(request.id, reason: request.reason)))
        }
        register(PolicyMerge.self) { request, _ in
            let policy = try await memory.curation.merge(request.from, into: request.into, reason: request.reason)
            return WireValue(ItemWire.json(policy))
        }
        register(WorldActivate.self) { request, _ in
            WireValue(ItemWire.json(try await memory.curation.activate(request.id, reason: request.reason)))
        }
        register(WorldEdit.self) { request, _ in
            let correction = WorldCorrection(title: request.title, body: request.body, structure: request.structure)
            let model = try await memory.curation.edit(request.id, with: correction, reason: request.reason)
            return WireValue(ItemWire.json(model))
        }
    }
}
