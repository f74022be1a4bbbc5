import JSONText
package import Logging

/// What stands behind each `Logger` of the daemon: gathers the metadata and hands the statement to the one log.
package struct DaemonLogHandler: LogHandler {
    private let label: String
    private let log: DaemonLog
    private var ownLevel: Logger.Level?
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    package init(label: String, log: DaemonLog) {
        self.label = label
        self.log = log
    }

    /// The log's level, so that `logging.level` counts at once everywhere, unless this logger was given its own.
    package var logLevel: Logger.Level {
        get { ownLevel ?? log.level }
        set { ownLevel = newValue }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        log.take(
            level: event.level, channel: label, message: event.message.description, metadata: all, error: event.error)
    }
}

extension JSON {
    /// Keys in alphabetical order: a dictionary has none, and lines should be comparable.
    init(metadata: Logger.Metadata) {
        self = .object(
            JSONObject(
                metadata.sorted { $0.key < $1.key }.map {
                    JSONObject.Member(key: $0.key, value: JSON(metadata: $0.value))
                }))
    }

    private init(metadata value: Logger.Metadata.Value) {
        switch value {
        case .string(let text): self = .string(text)
        case .stringConvertible(let value): self = .string(value.description)
        case .array(let values): self = .array(values.map { JSON(metadata: $0) })
        case .dictionary(let values): self = JSON(metadata: values)
        }
    }
}
