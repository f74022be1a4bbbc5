package import LanguageModels
import Synchronization

extension ModelGate {
    /// Asks a few short questions in the background until it is known how fast a role answers. Roles that only hosts wait
    /// for, such as the reranker, have no other way to be known; where enough is known, nothing is asked.
    ///
    /// Ends with the first fault: `state` says which.
    package func measure(_ role: ModelRole) async {
        while let seat = seats(role), known(role, of: seat.name) < LatencyWindow.enough {
            let call = ModelCall(role: role, purpose: "measure", limit: .seconds(30))
            do {
                switch seat.answers {
                case .chat:
                    _ = try await complete(
                        CompletionRequest(
                            messages: [ChatMessage(.user, "Answer with one word: ready")], maxTokens: 32),
                        for: call)
                case .ranking:
                    _ = try await scores(of: ["The build passed.", "It rains."], for: "What passed?", call: call)
                }
            } catch {
                return
            }
        }
    }

    /// Short answers whose time is known.
    private func known(_ role: ModelRole, of model: ModelName) -> Int {
        floor.withLock { floor in
            guard let record = floor.record(of: role), record.model == model else { return 0 }
            return record.short.count
        }
    }
}
