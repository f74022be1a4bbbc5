import DaemonConfiguration
import DaemonLogging
import JSONText
import Logging
import RuntimeHome
import TextAnalysis

/// The program's log, as the settings want it. What reaches it is redacted like everything else that is kept.
struct LoggingParts: Sendable {
    let log: DaemonLog

    /// - Parameter rules: the person's own of redaction, asked for at each line.
    init(settings: Settings, home: RuntimeHome, rules: @escaping @Sendable () -> RedactionRules = { .none }) {
        var options = DaemonLog.Options()
        options.fileBytes = settings.logging.fileMiB << 20
        options.filesKept = settings.logging.filesKept
        options.level = Self.level(of: settings)
        log = DaemonLog(path: home.daemonLog, options: options) { Redactor.redact($0, rules: rules()).text }
    }

    func logger(_ channel: String) -> Logger {
        log.logger(label: channel)
    }

    /// Records as they come, in the form of the wire.
    ///
    /// - Parameter level: the least important that is told.
    func records(from level: Logger.Level = .info) -> AsyncStream<JSON> {
        let source = log.tail.records()
        return AsyncStream { continuation in
            let reading = Task {
                for await record in source where record.level >= level { continuation.yield(record.json) }
                continuation.finish()
            }
            continuation.onTermination = { _ in reading.cancel() }
        }
    }

    /// For libraries that announce themselves at length.
    var quiet: Logger {
        var logger = logger("services")
        logger.logLevel = .error
        return logger
    }

    static func level(of settings: Settings) -> Logger.Level {
        Logger.Level(rawValue: settings.logging.level.rawValue) ?? .info
    }
}

/// The names of levels as requests give them.
enum LogLevelName: String, Sendable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical

    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .trace }
}
