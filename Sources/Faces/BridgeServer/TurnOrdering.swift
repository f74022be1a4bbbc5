import HostHooks
import JSONText
import Synchronization

/// Lets sessions overlap but keeps each session's requests in the order they came.
///
/// A place is taken when a request is read, before anything runs; so the order is that of the wire, not of the scheduler.
final class TurnOrdering: Sendable {
    private let last = Mutex<[String: Gate]>([:])

    /// The session whose order a request is part of; `nil` for one that waits for nothing. Pure.
    static func session(method: String, params: JSON?) -> String? {
        if method == HookFace.method { return params?["payload"].flatMap(HookPayload.session) }
        guard orderedPrefixes.contains(where: { method.hasPrefix($0) }) else { return nil }
        return params?["sessionId"]?.string
    }

    private static let orderedPrefixes = ["turn.", "session.", "episode.open", "subagent."]

    /// A request's place in its session's order.
    struct Place: Sendable {
        fileprivate let session: String
        fileprivate let previous: Gate?
        fileprivate let own: Gate
    }

    func takePlace(in session: String) -> Place {
        let own = Gate()
        let previous = last.withLock { last in
            let previous = last[session]
            last[session] = own
            return previous
        }
        return Place(session: session, previous: previous, own: own)
    }

    /// Runs `body` when everything with an earlier place has ended.
    func run(at place: Place?, _ body: @Sendable () async -> Void) async {
        await place?.previous?.pass()
        await body()
        guard let place else { return }
        last.withLock { last in
            if last[place.session] === place.own { last[place.session] = nil }
        }
        place.own.open()
    }
}

/// Closed until opened, then open for good.
private final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
