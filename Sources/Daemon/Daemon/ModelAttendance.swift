import LanguageModels
import ModelGate
import ServiceLifecycle

/// Gets to know how fast the models are that may be asked while a host waits, by a few tiny calls when they are new: what
/// nobody has seen answering is not tried on a host's time. Without a model it does nothing.
struct ModelAttendance: Service {
    let gate: ModelGate
    /// Asked each time, so that a changed setting counts.
    let isWanted: @Sendable () -> Bool

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var known: [ModelRole: ModelName] = [:]
            while !Task.isCancelled {
                for role in [ModelRole.llm, .reranker] where isWanted() {
                    let name = gate.model(for: role)
                    guard name != known[role] else { continue }
                    known[role] = name
                    if name != nil { await gate.measure(role) }
                }
                try? await Task.sleep(for: Self.look)
            }
        }
    }

    /// How soon a changed setting is noticed.
    private static let look = Duration.seconds(15)
}
