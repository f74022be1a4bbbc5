package import JSONText
package import LanguageModels
import Synchronization

/// A model that answers what a test tells it to, and remembers what it was asked.
package final class ScriptedDesk: ModelDesk {
    /// Answers one call.
    package typealias Script = @Sendable (CompletionRequest, ModelCall) async throws(ModelFault) -> Completion

    private struct State {
        var script: Script
        var calls: [ModelCall] = []
        var requests: [CompletionRequest] = []
    }

    private let state: Mutex<State>

    package init(_ script: @escaping Script) {
        state = Mutex(State(script: script))
    }

    /// Answers every call with the same members of a reply.
    package convenience init(replying members: [(prompt: String, reply: JSON)]) {
        self.init { _, _ throws(ModelFault) in
            Completion(text: JSON.object(present: members.map { ($0.prompt, $0.reply) }).text, model: "scripted-1")
        }
    }

    package convenience init(failing kind: ModelFault.Kind) {
        self.init { _, _ throws(ModelFault) in throw ModelFault(kind, "Scripted.") }
    }

    /// Calls so far, in their order.
    package var calls: [ModelCall] { state.withLock { $0.calls } }
    package var requests: [CompletionRequest] { state.withLock { $0.requests } }

    package func change(_ script: @escaping Script) {
        state.withLock { $0.script = script }
    }

    package func model(for role: ModelRole) -> ModelName? {
        ModelRole.chats.contains(role) ? ModelName(provider: "scripted", model: "one") : nil
    }

    package func fits(_ role: ModelRole, within limit: Duration) -> Bool { true }

    package func complete(_ request: CompletionRequest, for call: ModelCall) async throws(ModelFault) -> Completion {
        let script = state.withLock { state in
            state.calls.append(call)
            state.requests.append(request)
            return state.script
        }
        return try await script(request, call)
    }

    package func scores(
        of documents: [String], for query: String, call: ModelCall
    ) async throws(ModelFault) -> [Double] {
        throw ModelFault(.notConfigured, "It ranks nothing.")
    }
}
