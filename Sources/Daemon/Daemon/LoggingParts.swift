import DaemonConfiguration
import JSONText
import Logging
import RuntimeHome

/// The program's log: where it goes and how it is read back.
struct LoggingParts: Sendable {
    private let level: Logger.Level

    init(settings: Settings, home: RuntimeHome) throws {
        level = Logger.Level(rawValue: settings.logging.level.rawValue) ?? .info
    }

    func logger(_ channel: String) -> Logger {
        var logger = Logger(label: channel) { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }

    var quiet: Logger {
        var logger = logger("services")
        logger.logLevel = .error
        return logger
    }

    var tail: @Sendable (Int, String?) async -> [JSON] { { _, _ in [] } }

    func flush() async {}
}
