import MemoryModel
import Synchronization

/// Sessions of which something is known as long as the daemon runs; the oldest are forgotten beyond a bound.
final class SessionSet: Sendable {
    private struct State {
        var known: Set<SessionID> = []
        var order: [SessionID] = []
    }

    private let state = Mutex(State())
    private static let most = 4096

    func contains(_ session: SessionID) -> Bool { state.withLock { $0.known.contains(session) } }

    func insert(_ session: SessionID) {
        state.withLock { state in
            guard state.known.insert(session).inserted else { return }
            state.order.append(session)
            if state.order.count > Self.most { state.known.remove(state.order.removeFirst()) }
        }
    }
}
