import JSONText
import MemoryAPI
import MemoryCore
import MemoryStore

extension Dispatcher {
    mutating func registerForgetting(_ memory: Memory) {
        register(MemoryForget.self) { request, _ in
            let forgotten = try await memory.forgetting.forget(request.ids, isDryRun: request.isDryRun)
            return WireValue([
                "dryRun": JSON(request.isDryRun),
                "removed": .object(
                    JSONObject(forgotten.counts.map { .init(key: $0.noun, value: JSON($0.count)) })),
            ])
        }
    }
}
