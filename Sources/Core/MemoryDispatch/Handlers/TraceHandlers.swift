import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore

extension Dispatcher {
    mutating func registerTraces(_ memory: Memory, now: @escaping @Sendable () -> Timestamp) {
        register(TraceEditing.self) { request, _ in
            let change = try await memory.traces.edit(
                request.id, with: TraceCorrection(words: request.words))
            let entry = try await memory.library.trace(request.id)
            return WireValue(
                .object(present: [
                    ("trace", entry.map { $0.json(now: now()) } ?? .null), ("undo", change.undo.map(JSON.string)),
                ]))
        }
        register(TraceMarking.self) { request, _ in
            let marks = TraceMarks(
                isPinned: request.isPinned, addedTags: request.addedTags, removedTags: request.removedTags,
                share: request.share)
            return WireValue(try await memory.traces.mark(request.ids, with: marks).json)
        }
        register(CurationUndo.self) { request, _ in
            WireValue(try await memory.traces.undo(request.id).json)
        }
        register(MemoryFacets.self) { _, _ in
            WireValue(try await memory.library.facets().json)
        }
    }
}

extension TraceCuration.Change {
    fileprivate var json: JSON {
        .object(present: [("changed", JSON(changed)), ("undo", undo.map(JSON.string))])
    }
}

extension TurnFacets {
    fileprivate var json: JSON {
        func list(_ values: [Value]) -> JSON {
            .array(values.map { ["value": .string($0.value), "turns": .integer($0.turns)] })
        }
        return .object(present: [
            ("agents", list(agents)),
            (
                "projects",
                .array(
                    projects.map {
                        ["id": .string($0.id.rawValue), "name": .string($0.name), "turns": .integer($0.turns)]
                    })
            ), ("branches", list(branches)), ("tags", list(tags)), ("outcomes", list(outcomes)),
            ("pinned", .integer(pinned)), ("first", first.map(JSON.integer)), ("last", last.map(JSON.integer)),
        ])
    }
}
