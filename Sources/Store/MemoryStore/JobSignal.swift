import Synchronization

/// Tells whoever runs the jobs that a commit asked for one. What it is, the queue knows; the signal only ends a pause.
package final class JobSignal: Sendable {
    private struct State {
        var nextListener = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    init() {}

    /// Called on the writer's queue, after the commit.
    func raise() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }

    /// Gives one element when a job was asked for since the call, however many they were. Ends with its reader.
    package func raised() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let listener = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: listener) }
        }
        return stream
    }
}
