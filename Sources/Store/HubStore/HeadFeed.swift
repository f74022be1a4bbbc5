import Synchronization

/// Announces that statements were added: the number of the newest. Which ones, readers read from the database, so a slow
/// one loses nothing and costs nothing.
final class HeadFeed: Sendable {
    private struct State {
        var next = 0
        var subscribers: [Int: AsyncStream<Int>.Continuation] = [:]
        var isFinished = false
    }

    private let state = Mutex(State())

    func announce(_ head: Int) {
        let subscribers = state.withLock { Array($0.subscribers.values) }
        for subscriber in subscribers { subscriber.yield(head) }
    }

    /// Ends every subscription, those to come too.
    func finish() {
        let subscribers = state.withLock { state in
            state.isFinished = true
            return Array(state.subscribers.values)
        }
        for subscriber in subscribers { subscriber.finish() }
    }

    /// Heads as they come; only the last unread one is kept.
    func heads() -> AsyncStream<Int> {
        let (stream, continuation) = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let key: Int? = state.withLock { state in
            if state.isFinished { return nil }
            state.next += 1
            state.subscribers[state.next] = continuation
            return state.next
        }
        guard let key else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.subscribers.removeValue(forKey: key) }
        }
        return stream
    }
}
