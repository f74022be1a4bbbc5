import JSONText
import LanguageModels
import MemoryModel
import Synchronization

/// Leaves a model alone that has just failed: at once when trying again changes nothing, else after the second time in a
/// row. What is asked meanwhile fails without a call.
final class EmbeddingRest: Sendable {
    private struct State {
        var failures = 0
        var fault: ModelFault?
        var until: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    /// Why the last calls failed; `nil` when they did not.
    var fault: ModelFault? { state.withLock { $0.until == nil ? nil : $0.fault } }

    /// Why nothing is asked now; `nil` when the rest is over.
    func fault(at now: ContinuousClock.Instant) -> ModelFault? {
        state.withLock { state in state.until.map { now < $0 } ?? false ? state.fault : nil }
    }

    func noteSuccess() {
        state.withLock { $0 = State() }
    }

    func note(_ fault: ModelFault, at now: ContinuousClock.Instant) {
        guard fault.kind != .cancelled else { return }
        state.withLock { state in
            state.failures += 1
            state.fault = fault
            guard !fault.isTransient || state.failures > 1 else { return }
            state.until = now + min(max(fault.retryAfter ?? Self.rest, Self.rest), Self.longest)
        }
    }

    private static let rest = Duration.seconds(30)
    /// However long the provider asks for.
    private static let longest = Duration.seconds(600)
}

extension ModelFault {
    /// As rooms are told that know vectors and not who makes them.
    var embeddingError: MemoryError {
        MemoryError(
            .embeddingUnavailable, message, details: ["reason": .string(kind.rawValue)],
            hint: hint ?? "Memories are found by words until it answers; memos model test tries it.")
    }
}
