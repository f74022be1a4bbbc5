package import JSONText
package import Logging

/// One line of the daemon's log, as it is written, shown and forwarded. Already free of secrets.
package struct LogRecord: Sendable, Equatable {
    /// Milliseconds since 1970.
    package let ts: Int64
    package let level: Logger.Level
    /// The label of the logger.
    package let channel: String
    package let message: String
    /// The metadata, keys in alphabetical order; `nil` when there is none.
    package let context: JSON?
    /// What a logged error says of itself.
    package let error: String?
    package let pid: Int32
    /// Counts the records of this process from 1, so that a reader notices gaps.
    package let seq: Int64

    /// The shape of the wire and of the file.
    package var json: JSON {
        .object(present: [
            ("ts", JSON(ts)), ("level", JSON(level.rawValue)), ("kind", "app"), ("channel", JSON(channel)),
            ("msg", JSON(message)), ("ctx", context), ("err", error.map { ["message": JSON($0)] }),
            ("pid", JSON(Int64(pid))), ("seq", JSON(seq)),
        ])
    }
}
