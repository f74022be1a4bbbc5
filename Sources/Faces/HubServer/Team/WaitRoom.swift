import NIOCore
import Synchronization

/// Where requests wait for news. A thousand of them cost a thousand small entries and no thread.
///
/// Only those are woken whom the news concern, and a crowd in a row instead of at once: who asks for something else
/// meanwhile does not stand behind all of them.
final class WaitRoom<Reader: Sendable>: Sendable {
    fileprivate struct Waiter {
        let token: String
        let reader: Reader
        let loop: any EventLoop
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

    /// How many are woken at once, and how many a millisecond after them.
    static var atOnce: Int { 24 }
    static var perMillisecond: Int { 3 }

    private let state = Mutex(State())
    private let perToken: Int

    init(perToken: Int) {
        self.perToken = perToken
    }

    var count: Int { state.withLock { $0.waiters.count } }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Returns when there is something beyond `head`, when the time is over, when the token has too many waiters and
    /// this is the oldest, or when the room closes.
    ///
    /// - Parameter reader: whom news have to concern.
    func wait(
        beyond head: Int, token: String, reader: Reader, for time: Duration, on loop: any EventLoop
    ) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let (ticket, superseded) = state.withLock { state -> (Int?, Waiter?) in
                guard !state.isClosed, state.head <= head else { return (nil, nil) }
                var superseded: Waiter?
                if let oldest = state.byToken[token]?.first, state.byToken[token, default: []].count >= perToken {
                    superseded = Self.remove(oldest, from: &state)
                }
                let ticket = state.next
                state.next += 1
                state.waiters[ticket] = Waiter(
                    token: token, reader: reader, loop: loop, continuation: continuation)
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
    ///
    /// - Parameter concerns: whether a reader may have any of it; the others go on waiting.
    func announce(_ head: Int, concerns: (Reader) -> Bool = { _ in true }) {
        let concerned = state.withLock { state in
            state.head = max(state.head, head)
            return state.waiters.filter { concerns($0.value.reader) }.keys.compactMap { Self.remove($0, from: &state) }
        }
        for (place, waiter) in concerned.enumerated() {
            waiter.release(after: .microseconds(Int64(max(0, place - Self.atOnce) * 1000 / Self.perMillisecond)))
        }
    }

    /// Lets all go, to look again.
    func releaseAll() {
        let head = state.withLock { $0.head }
        announce(head)
    }

    /// Nobody waits any more.
    func close() {
        let released = state.withLock { state in
            state.isClosed = true
            return state.waiters.keys.compactMap { Self.remove($0, from: &state) }
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
    fileprivate func release(after pause: TimeAmount = .zero) {
        timer?.cancel()
        guard pause > .zero else { return continuation.resume() }
        loop.scheduleTask(in: pause) { [continuation] in continuation.resume() }
    }
}
