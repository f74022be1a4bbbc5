import Synchronization

/// Tells whoever listens that something newer is there, by a number that grows. What it is, listeners read where it is
/// kept, so a slow one loses nothing and costs nothing.
package final class Announcements<Number: Sendable>: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: AsyncStream<Number>.Continuation] = [:]
        var isFinished = false
    }

    private let state = Mutex(State())

    package init() {}

    package func announce(_ number: Number) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield(number) }
    }

    /// Ends every stream, those to come too.
    package func finish() {
        let listeners = state.withLock { state in
            state.isFinished = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }

    /// Numbers from now on; only the last unread one is kept.
    package func stream() -> AsyncStream<Number> {
        let (stream, continuation) = AsyncStream<Number>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let key: Int? = state.withLock { state in
            if state.isFinished { return nil }
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        guard let key else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: key) }
        }
        return stream
    }
}
