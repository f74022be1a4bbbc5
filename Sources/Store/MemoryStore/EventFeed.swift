import Announcing
package import MemoryModel

extension MemoryDatabase {
    /// Events after a sequence number, first those already there, then each as it is committed. Without a number, from
    /// now on. Ends when the reader stops reading or the database is closed.
    package func events(after sequence: Int64?) async throws -> AsyncStream<MemoryEvent> {
        let announcements = feed.stream()
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
