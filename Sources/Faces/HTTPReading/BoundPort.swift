import Synchronization

/// The port the server listens on, for those who must wait until it is known.
package final class BoundPort: Sendable {
    private enum State {
        case unknown(waiting: [Int: CheckedContinuation<Int, any Error>], next: Int)
        case known(Result<Int, any Error>)
    }

    private let state = Mutex(State.unknown(waiting: [:], next: 0))

    package init() {}

    package var current: Int? {
        state.withLock { state in
            if case .known(.success(let port)) = state { port } else { nil }
        }
    }

    /// Only the first announcement counts.
    package func announce(_ result: Result<Int, any Error>) {
        let waiting = state.withLock { state -> [CheckedContinuation<Int, any Error>] in
            guard case .unknown(let waiting, _) = state else { return [] }
            state = .known(result)
            return Array(waiting.values)
        }
        for continuation in waiting { continuation.resume(with: result) }
    }

    package func value() async throws -> Int {
        let ticket = state.withLock { state -> Int in
            guard case .unknown(let waiting, let next) = state else { return 0 }
            state = .unknown(waiting: waiting, next: next + 1)
            return next
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let known = state.withLock { state -> Result<Int, any Error>? in
                    switch state {
                    case .known(let result): return result
                    case .unknown(var waiting, let next):
                        if Task.isCancelled { return .failure(CancellationError()) }
                        waiting[ticket] = continuation
                        state = .unknown(waiting: waiting, next: next)
                        return nil
                    }
                }
                if let known { continuation.resume(with: known) }
            }
        } onCancel: {
            let continuation = state.withLock { state -> CheckedContinuation<Int, any Error>? in
                guard case .unknown(var waiting, let next) = state else { return nil }
                let continuation = waiting.removeValue(forKey: ticket)
                state = .unknown(waiting: waiting, next: next)
                return continuation
            }
            continuation?.resume(throwing: CancellationError())
        }
    }
}
