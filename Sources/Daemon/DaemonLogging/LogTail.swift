package import Logging
import Synchronization

/// The newest records in memory, for `logs.tail`, and a stream of new ones, for forwarding. Knows no file.
package final class LogTail: Sendable {
    private struct State {
        /// A ring once it is full: `start` is the oldest.
        var records: [LogRecord] = []
        var start = 0
        var listeners: [Int: AsyncStream<LogRecord>.Continuation] = [:]
        var nextListener = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    package init(capacity: Int = 1000) {
        self.capacity = max(capacity, 1)
    }

    /// The newest records at least as important as `level`, oldest first.
    package func read(limit: Int = 200, level: Logger.Level = .trace) -> [LogRecord] {
        read(limit: limit, where: LogFilter(level: level))
    }

    /// The newest records that a filter lets through, oldest first.
    package func read(limit: Int, where filter: LogFilter) -> [LogRecord] {
        var found: [LogRecord] = []
        for record in all.reversed() where filter.passes(record) {
            if found.count >= limit { break }
            found.append(record)
        }
        return found.reversed()
    }

    /// Who has spoken, in alphabetical order, and how often.
    package func channels() -> [(name: String, count: Int)] {
        all.reduce(into: [String: Int]()) { $0[$1.channel, default: 0] += 1 }.sorted { $0.key < $1.key }
            .map { (name: $0.key, count: $0.value) }
    }

    private var all: [LogRecord] {
        state.withLock { Array($0.records[$0.start...] + $0.records[..<$0.start]) }
    }

    /// Records from now on. A reader that is slower than the log loses the oldest of those it has not yet read; `seq`
    /// tells. The stream ends with the log, or when its reader goes away.
    package func records(bufferingNewest count: Int = 256) -> AsyncStream<LogRecord> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: LogRecord.self, bufferingPolicy: .bufferingNewest(count))
        let number = state.withLock { state in
            state.nextListener += 1
            state.listeners[state.nextListener] = continuation
            return state.nextListener
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
        }
        return stream
    }

    func append(_ record: LogRecord) {
        let listeners = state.withLock { state in
            if state.records.count < capacity {
                state.records.append(record)
            } else {
                state.records[state.start] = record
                state.start = (state.start + 1) % capacity
            }
            return state.listeners.isEmpty ? [] : Array(state.listeners.values)
        }
        for listener in listeners { listener.yield(record) }
    }

    /// Ends all streams.
    func finish() {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.finish() }
    }
}
