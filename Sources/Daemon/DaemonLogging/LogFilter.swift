import JSONText
package import Logging

/// Which records of the log somebody wants to see.
package struct LogFilter: Sendable {
    /// The least important.
    package var level: Logger.Level
    /// The label of a logger.
    package var channel: String?
    /// Stands in the message, in the context or in the error, in any case.
    package var text: String?
    /// Only records before this one.
    package var before: Int64?

    package init(level: Logger.Level = .trace) {
        self.level = level
    }

    func passes(_ record: LogRecord) -> Bool {
        guard record.level >= level, channel.map({ $0 == record.channel }) ?? true,
            before.map({ record.seq < $0 }) ?? true
        else { return false }
        guard let text, !text.isEmpty else { return true }
        let sought = text.lowercased()
        return [record.message, record.context?.text ?? "", record.error ?? ""].contains {
            $0.lowercased().contains(sought)
        }
    }
}
