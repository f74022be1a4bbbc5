import Dispatch
import JSONText
package import Logging
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The daemon's log: takes what loggers say, and one writer behind a bounded queue clears it of secrets, keeps the
/// newest in memory and appends it to a file as JSON lines.
///
/// Logging never waits for the disk and never fails: when the queue or the disk is full, lines are left out, counted,
/// and the count is logged. A crash loses what is still in the queue; `flush` before a planned end.
package final class DaemonLog: Sendable {
    package struct Options: Sendable {
        package var fileBytes = 8 << 20
        package var filesKept = 3
        /// Records waiting to be written, at most.
        package var queueLimit = 2048
        /// Records kept in memory.
        package var tailLength = 1000
        package var level = Logger.Level.info
        /// Milliseconds since 1970.
        package var clock: @Sendable () -> Int64 = DaemonLog.systemTime

        package init() {}
    }

    /// What a logger said, before anything costly is done with it.
    struct Statement: Sendable {
        let ts: Int64
        let level: Logger.Level
        let channel: String
        let message: String
        let metadata: Logger.Metadata
        let error: (any Error)?
    }

    private struct Queue {
        var waiting: [Statement] = []
        var dropped = 0
        var isDraining = false
        var isClosed = false
    }

    private struct Writer {
        var file: LogFile
        var seq: Int64 = 0
        var unwritten = 0
    }

    /// Longest message kept, in bytes; a log is not the place for more.
    static let longestMessage = 16_384

    package let tail: LogTail
    private let options: Options
    private let redact: @Sendable (String) -> String
    private let levelIndex: Atomic<Int>
    private let queue = Mutex(Queue())
    private let writer: Mutex<Writer>
    private let worker = DispatchQueue(label: "memos.log", qos: .utility)

    /// - Parameters:
    ///   - path: the file, as in `<home>/logs/memosd.log`; made when the first record is written.
    ///   - redact: takes secrets out of a text; called on the writer only.
    package init(path: String, options: Options = Options(), redact: @escaping @Sendable (String) -> String) {
        self.options = options
        self.redact = redact
        tail = LogTail(capacity: options.tailLength)
        levelIndex = Atomic(Self.index(of: options.level))
        writer = Mutex(Writer(file: LogFile(path: path, limit: options.fileBytes, kept: options.filesKept)))
    }

    /// The least important level that is written, by all loggers that have none of their own.
    package var level: Logger.Level {
        get { Logger.Level.allCases[levelIndex.load(ordering: .relaxed)] }
        set { levelIndex.store(Self.index(of: newValue), ordering: .relaxed) }
    }

    package func handler(label: String) -> DaemonLogHandler {
        DaemonLogHandler(label: label, log: self)
    }

    package func logger(label: String) -> Logger {
        Logger(label: label) { DaemonLogHandler(label: $0, log: self) }
    }

    /// Returns when everything said so far is in the file (or was given up). Blocks for as long as the disk needs.
    package func flush() {
        worker.sync { drain() }
    }

    /// Flushes and ends; later statements are ignored, streams of the tail end.
    package func close() {
        flush()
        queue.withLock { $0.isClosed = true }
        worker.sync { writer.withLock { $0.file.close() } }
        tail.finish()
    }

    func take(
        level: Logger.Level, channel: String, message: String, metadata: Logger.Metadata, error: (any Error)?
    ) {
        let statement = Statement(
            ts: options.clock(), level: level, channel: channel, message: Self.clipped(message), metadata: metadata,
            error: error)
        let mustStart = queue.withLock { queue in
            if queue.isClosed { return false }
            if queue.waiting.count >= options.queueLimit {
                queue.dropped += 1
                return false
            }
            queue.waiting.append(statement)
            defer { queue.isDraining = true }
            return !queue.isDraining
        }
        if mustStart { worker.async { self.drain() } }
    }

    /// On the worker only.
    private func drain() {
        while true {
            let (statements, dropped) = queue.withLock { queue in
                let batch = (queue.waiting, queue.dropped)
                queue.waiting = []
                queue.dropped = 0
                queue.isDraining = !batch.0.isEmpty
                return batch
            }
            if statements.isEmpty && dropped == 0 { return }
            writer.withLock { write(statements, dropped: dropped, with: &$0) }
        }
    }

    private func write(_ statements: [Statement], dropped: Int, with writer: inout Writer) {
        var lines: [[UInt8]] = []
        lines.reserveCapacity(statements.count + 1)
        for statement in statements { lines.append(line(for: statement, &writer)) }
        if dropped > 0 {
            let text = "The log was written slower than it was filled; records were left out."
            lines.append(line(for: notice(text, ["dropped": "\(dropped)"]), &writer))
        }
        let outcome = writer.file.append(lines)
        if outcome.unwritten > 0 {
            if writer.unwritten == 0 {
                // In memory only: the file is what fails.
                let reason = String(cString: strerror(outcome.failure))
                _ = line(for: notice("The log file cannot be written.", ["reason": "\(reason)"]), &writer)
            }
            writer.unwritten += outcome.unwritten
        } else if writer.unwritten > 0 {
            let text = "The log file can be written again; records are missing in it."
            let after = writer.file.append([line(for: notice(text, ["missing": "\(writer.unwritten)"]), &writer)])
            if after.unwritten == 0 { writer.unwritten = 0 }
        }
    }

    /// Makes the record, hands it to the tail and renders it for the file.
    private func line(for statement: Statement, _ writer: inout Writer) -> [UInt8] {
        writer.seq += 1
        let record = LogRecord(
            ts: statement.ts, level: statement.level, channel: statement.channel, message: redact(statement.message),
            context: statement.metadata.isEmpty ? nil : JSON(metadata: statement.metadata).mapStrings(redact),
            error: statement.error.map { redact(Self.clipped("\($0)")) }, pid: getpid(), seq: writer.seq)
        tail.append(record)
        var line: [UInt8] = []
        line.reserveCapacity(256)
        record.json.write(to: &line)
        line.append(0x0A)
        return line
    }

    private func notice(_ message: String, _ metadata: Logger.Metadata) -> Statement {
        Statement(
            ts: options.clock(), level: .warning, channel: "memos.log", message: message, metadata: metadata, error: nil
        )
    }

    private static func clipped(_ message: String) -> String {
        guard message.utf8.count > longestMessage else { return message }
        return String(decoding: message.utf8.prefix(longestMessage), as: UTF8.self) + "…"
    }

    private static func index(of level: Logger.Level) -> Int {
        Logger.Level.allCases.firstIndex(of: level) ?? 0
    }

    private static let systemTime: @Sendable () -> Int64 = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
