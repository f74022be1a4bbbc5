import Synchronization

/// Recalls for prompts whose host takes context only later in the turn. Each is made once, by the first event that can
/// show it; the oldest are dropped beyond a bound. They do not outlive the daemon: what is lost is a hint, no memory.
final class DeferredRecalls: Sendable {
    private struct State {
        /// `nil` for one that was taken: its turn is told of twice where two sets of hooks are installed.
        var calls: [String: HookPlan.Call?] = [:]
        var order: [String] = []
    }

    private let state = Mutex(State())
    private static let most = 256

    func put(_ deferral: HookPlan.Deferral) {
        state.withLock { state in
            guard state.calls[deferral.key] == nil else { return }
            state.calls[deferral.key] = .some(deferral.call)
            state.order.append(deferral.key)
            if state.order.count > Self.most { state.calls[state.order.removeFirst()] = nil }
        }
    }

    func take(_ key: String) -> HookPlan.Call? {
        state.withLock { state in
            guard let call = state.calls[key] else { return nil }
            state.calls.updateValue(nil, forKey: key)
            return call
        }
    }
}
