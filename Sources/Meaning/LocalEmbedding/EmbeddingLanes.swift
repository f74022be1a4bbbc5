import Dispatch
import Synchronization

/// Where the models of this process compute: one lane for the question somebody waits for, and a bounded number of slow
/// ones for everything else. Work on the slow lanes is cut into texts, and between two texts questions go first.
package final class EmbeddingLanes: Sendable {
    private let questions = WorkThreads(count: 1, niceness: 0)
    private let documents: WorkThreads
    private let pending = DispatchGroup()

    /// - Parameter threads: of the slow lanes, at least 1.
    package init(threads: Int) {
        documents = WorkThreads(count: max(1, threads), niceness: 10)
    }

    /// Computes while somebody waits. Work whose asker has gone before it began is left out.
    func question<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let isAbandoned = Atomic(false)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                pending.enter()
                questions.add { [pending] in
                    defer { pending.leave() }
                    continuation.resume(
                        with: Result {
                            if isAbandoned.load(ordering: .relaxed) { throw CancellationError() }
                            return try work()
                        }
                    )
                }
            }
        } onCancel: {
            isAbandoned.store(true, ordering: .relaxed)
        }
    }

    /// Computes one slice when no question waits.
    func document<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            documents.add { [pending] in
                pending.wait()
                continuation.resume(with: Result { try work() })
            }
        }
    }
}
