package import MemoryModel
import Synchronization

/// The one timeline of a home. It announces that something was committed; what, subscribers read from the database, so a
/// slow one loses nothing and costs nothing.
package final class EventFeed: Sendable {
    private struct State {
        var latest: Int64 = 0
        var nextSubscriber = 0
        var subscribers: [Int: AsyncStream<Int64>.Continuation] = [:]
        var isFinished = false
    }

    private let state = Mutex(State())

    init() {}

    /// Called on the writer's queue, after the commit.
    func announce(_ sequence: Int64) {
        let continuations = state.withLock { state in
            state.latest = max(state.latest, sequence)
            return Array(state.subscribers.values)
        }
        for continuation in continuations { continuation.yield(sequence) }
    }

    /// Ends every subscription, those to come too.
    func finish() {
        let continuations = state.withLock { state in
            state.isFinished = true
            return Array(state.subscribers.values)
        }
        for continuation in continuations { continuation.finish() }
    }

    /// Newest sequence numbers as they come; only the last unread one is kept.
    func announcements() -> AsyncStream<Int64> {
        let (stream, continuation) = AsyncStream<Int64>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let subscriber: Int? = state.withLock { state in
            if state.isFinished { return nil }
            state.nextSubscriber += 1
            state.subscribers[state.nextSubscriber] = continuation
            return state.nextSubscriber
        }
        guard let subscriber else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.subscribers.removeValue(forKey: subscriber) }
        }
        return stream
    }
}

extension MemoryDatabase {
    /// Events after a sequence number, first those already there, then each as it is committed. Without a number, from
    /// now on. Ends when the reader stops reading or the database is closed.
    package func events(after sequence: Int64?) async throws -> AsyncStream<MemoryEvent> {
        let announcements = feed.announcements()
        let start: Int64
        if let sequence { start = sequence } else { start = try await read { try $0.lastEventSequence() } }
        let cursor = EventCursor(database: self, announcements: announcements, after: start)
        return AsyncStream { await cursor.next() }
    }
}

/// A subscriber's place in the timeline.
private actor EventCursor {
    private let database: MemoryDatabase
    private var announcements: AsyncStream<Int64>.AsyncIterator
    private var last: Int64
    private var buffer: ArraySlice<MemoryEvent> = []

    init(database: MemoryDatabase, announcements: AsyncStream<Int64>, after sequence: Int64) {
        self.database = database
        self.announcements = announcements.makeAsyncIterator()
        last = sequence
    }

    func next() async -> MemoryEvent? {
        while !Task.isCancelled {
            if let event = buffer.popFirst() {
                last = event.sequence
                return event
            }
            let reached = last
            guard let events = try? await database.read({ try $0.events(after: reached, limit: 200) }) else {
                return nil
            }
            buffer = events[...]
            if !buffer.isEmpty { continue }
            var iterator = announcements
            guard await iterator.next(isolation: self) != nil else { return nil }
            announcements = iterator
        }
        return nil
    }
}
