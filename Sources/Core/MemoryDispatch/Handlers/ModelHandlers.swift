import JSONText
import LanguageModels
import MemoryAPI
import MemoryCore
import MemoryModel

extension Dispatcher {
    mutating func registerModels(_ memory: Memory) {
        let board = memory.models
        register(ModelsList.self) { _, _ in
            WireValue(["roles": .array(board.roles().map(ModelsWire.json))])
        }
        register(ModelsTest.self) { request, _ in
            let roles = request.role.map { [$0] } ?? board.roles().filter { $0.model != nil }.map(\.role)
            var trials: [JSON] = []
            for role in roles { trials.append(ModelsWire.json(await board.test(role, prompt: request.prompt))) }
            return WireValue(["trials": .array(trials)])
        }
        register(ModelsUsage.self) { request, _ in
            WireValue(ModelsWire.json(try await board.usage(days: request.days, calls: request.limit)))
        }
    }
}
