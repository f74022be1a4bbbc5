package import LanguageModels
import Synchronization

/// A model that answers as a test says, and remembers what it was asked.
package final class ScriptedLanguageModel: LanguageModel, Reranker {
    /// - Parameter number: which call it is, from 0 on.
    package typealias Script =
        @Sendable (_ request: CompletionRequest, _ number: Int) async throws(ModelFault) ->
        Completion

    package let name: ModelName
    private let script: Script
    private let log = Mutex(Log())

    private struct Log {
        var requests: [CompletionRequest] = []
        var running = 0
        var mostRunning = 0
    }

    package init(name: ModelName = ModelName(provider: "scripted", model: "clever"), script: @escaping Script) {
        self.name = name
        self.script = script
    }

    /// One that always says the same.
    package convenience init(
        _ text: String, name: ModelName = ModelName(provider: "scripted", model: "clever"),
        usage: TokenUsage? = TokenUsage(input: 10, output: 5)
    ) {
        self.init(name: name) { (_, _) throws(ModelFault) in
            Completion(text: text, model: name.model, usage: usage)
        }
    }

    package var requests: [CompletionRequest] { log.withLock { $0.requests } }
    /// Calls that were under way at the same time, at most.
    package var mostRunning: Int { log.withLock { $0.mostRunning } }

    package func complete(_ request: CompletionRequest, within limit: Duration) async throws(ModelFault) -> Completion {
        let number = log.withLock { log in
            log.requests.append(request)
            log.running += 1
            log.mostRunning = max(log.mostRunning, log.running)
            return log.requests.count - 1
        }
        defer { log.withLock { $0.running -= 1 } }
        return try await script(request, number)
    }

    /// Documents that hold the question score 1, the others 0.
    package func scores(
        of documents: [String], for query: String, within limit: Duration
    ) async throws(ModelFault) -> RerankReply {
        let request = CompletionRequest(messages: [ChatMessage(.user, query)], maxTokens: 0)
        let completion = try await complete(request, within: limit)
        return RerankReply(scores: documents.map { $0.contains(query) ? 1 : 0 }, usage: completion.usage)
    }
}

/// A door that calls wait at until a test opens it. Those who are cancelled go through as they are.
package final class Door: Sendable {
    private let state = Mutex((isOpen: false, waiting: [Int: CheckedContinuation<Void, Never>](), last: 0))

    package init() {}

    package func pass() async {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.isOpen || Task.isCancelled { return true }
                    state.waiting[number] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
        }
    }

    /// Lets everybody through, now and from now on.
    package func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume() }
    }
}
