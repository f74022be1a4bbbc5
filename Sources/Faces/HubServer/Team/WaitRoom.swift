import NIOCore
import Synchronization

/// Where requests wait for news. A thousand of them cost a thousand small entries and no thread.
final class WaitRoom: Sendable {
    fileprivate struct Waiter {
        let token: String
        let continuation: CheckedContinuation<Void, Never>
        var timer: Scheduled<Void>?
    }

    private struct State {
        var head = 0
        var isClosed = false
        var next = 0
        var waiters: [Int: Waiter] = [:]
        /// Those of a token, oldest first.
        var byToken: [String: [Int]] = [:]
    }

    private let state = Mutex(State())
    private let perToken: Int

    init(perToken: Int) {
        self.perToken = perToken
    }

    var count: Int { state.withLock { $0.waiters.count } }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Returns when there is something beyond `head`, when the time is over, when the token has too many waiters and
    /// this is the oldest, or when the room closes.
    func wait(beyond head: Int, token: String, for time: Duration, on loop: any EventLoop) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let (ticket, superseded) = state.withLock { state -> (Int?, Waiter?) in
                guard !state.isClosed, state.head <= head else { return (nil, nil) }
                var superseded: Waiter?
                if let oldest = state.byToken[token]?.first, state.byToken[token, default: []].count >= perToken {
                    superseded = Self.remove(oldest, from: &state)
                }
                let ticket = state.next
                state.next += 1
                state.waiters[ticket] = Waiter(token: token, continuation: continuation)
                state.byToken[token, default: []].append(ticket)
                return (ticket, superseded)
            }
            superseded?.release()
            guard let ticket else { return continuation.resume() }
            let timer = loop.scheduleTask(in: TimeAmount(max(time, .zero))) { [self] () -> Void in
                let waiter = state.withLock { Self.remove(ticket, from: &$0) }
                waiter?.release()
            }
            let isWaiting = state.withLock { state in
                state.waiters[ticket]?.timer = timer
                return state.waiters[ticket] != nil
            }
            if !isWaiting { timer.cancel() }
        }
    }

    /// There is something up to `head`.
    func announce(_ head: Int) {
        releaseAll { $0.head = max($0.head, head) }
    }

    /// Lets all go, to look again.
    func releaseAll() {
        releaseAll { _ in }
    }

    /// Nobody waits any more.
    func close() {
        releaseAll { $0.isClosed = true }
    }

    private func releaseAll(_ change: (inout State) -> Void) {
        let released = state.withLock { state in
            change(&state)
            let released = state.waiters.values
            state.waiters = [:]
            state.byToken = [:]
            return Array(released)
        }
        for waiter in released { waiter.release() }
    }

    private static func remove(_ ticket: Int, from state: inout State) -> Waiter? {
        guard let waiter = state.waiters.removeValue(forKey: ticket) else { return nil }
        state.byToken[waiter.token]?.removeAll { $0 == ticket }
        if state.byToken[waiter.token]?.isEmpty == true { state.byToken[waiter.token] = nil }
        return waiter
    }
}

extension WaitRoom.Waiter {
    fileprivate func release() {
        timer?.cancel()
        continuation.resume()
    }
}
