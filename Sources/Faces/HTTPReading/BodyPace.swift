import NIOCore
import Synchronization

/// Closes a connection whose body comes too slowly.
final class BodyPace: Sendable {
    /// Bytes a second after the time of grace; any network that can show a page is quicker.
    private static let bytesPerSecond = 16 << 10

    private let start = ContinuousClock.now
    private let grace: Duration
    private let received = Atomic(0)
    private let state = Mutex(State())

    private struct State {
        var timer: Scheduled<Void>?
        var isStopped = false
        var isTooSlow = false
    }

    init(grace: Duration) {
        self.grace = grace
    }

    var isTooSlow: Bool { state.withLock { $0.isTooSlow } }

    func note(_ count: Int) {
        received.store(count, ordering: .relaxed)
    }

    func watch(_ channel: any Channel) {
        let left = start + allowance - .now
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(max(left, .milliseconds(1)))) { [self] in
            if ContinuousClock.now < start + allowance { return watch(channel) }
            let isOver = state.withLock { state in
                state.isTooSlow = !state.isStopped
                return state.isTooSlow
            }
            if isOver { channel.close(promise: nil) }
        }
        let isStopped = state.withLock { state in
            state.timer = timer
            return state.isStopped
        }
        if isStopped { timer.cancel() }
    }

    func stop() {
        let timer = state.withLock { state in
            state.isStopped = true
            return state.timer
        }
        timer?.cancel()
    }

    /// How long what was received so far may have taken.
    private var allowance: Duration {
        grace + .seconds(received.load(ordering: .relaxed) / Self.bytesPerSecond)
    }
}
