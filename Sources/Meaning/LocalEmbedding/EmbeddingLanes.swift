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

    /// Computes while somebody waits. An asker who gives up is answered at once, and work that has not begun is left out.
    func question<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let ticket = Ticket<Value>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard ticket.begin(continuation) else { return continuation.resume(throwing: CancellationError()) }
                pending.enter()
                questions.add { [pending] in
                    defer { pending.leave() }
                    if ticket.isWaiting { ticket.end(with: Result { try work() }) }
                }
            }
        } onCancel: {
            ticket.end(with: .failure(CancellationError()))
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

/// Somebody who waits for an answer, until it comes or they give up, whichever is first.
private final class Ticket<Value: Sendable>: Sendable {
    private enum State {
        case new
        case waiting(CheckedContinuation<Value, any Error>)
        case over
    }

    private let state = Mutex(State.new)

    var isWaiting: Bool {
        state.withLock { if case .waiting = $0 { true } else { false } }
    }

    /// - Returns: whether anybody waits; not when they gave up before.
    func begin(_ continuation: CheckedContinuation<Value, any Error>) -> Bool {
        state.withLock { state in
            guard case .new = state else { return false }
            state = .waiting(continuation)
            return true
        }
    }

    func end(with result: sending Result<Value, any Error>) {
        let waiting = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            defer { state = .over }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume(with: result)
    }
}
