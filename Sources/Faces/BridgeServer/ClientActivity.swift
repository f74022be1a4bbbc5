import Synchronization

/// How many clients are connected, and since when there has been none: what decides whether the daemon idles.
package final class ClientActivity: Sendable {
    private struct State {
        var clients = 0
        var lastSeen: ContinuousClock.Instant
    }

    private let state = Mutex(State(lastSeen: .now))

    package init() {}

    package var clients: Int { state.withLock { $0.clients } }

    /// Time since the last client went; zero while one is connected.
    package var idle: Duration {
        state.withLock { $0.clients > 0 ? .zero : ContinuousClock.now - $0.lastSeen }
    }

    package func enter() {
        state.withLock { $0.clients += 1 }
    }

    package func leave() {
        state.withLock { state in
            state.clients -= 1
            state.lastSeen = .now
        }
    }
}
