import DaemonLogging
import JSONText
import Logging
import MemoryAPI
import MemoryDispatch
import MemoryModel

/// The log as people and pages read it, from its tail in memory.
struct LogMethods: Sendable {
    let log: DaemonLog

    func add(to dispatcher: inout Dispatcher) {
        dispatcher.add("logs.tail", access: .reads) { [log] params, _ in
            let fields = try Fields(params, method: "logs.tail")
            let limit = try fields.integer("limit", in: 1...1000, default: 200)
            var filter = LogFilter(level: try fields.choice("level", default: LogLevelName.trace).level)
            filter.channel = try fields.string("channel")
            filter.text = try fields.string("text")
            filter.before = try fields.integer("before")
            let records = log.tail.read(limit: limit, where: filter)
            return .object(present: [
                ("records", .array(records.map(\.json))),
                ("nextCursor", records.count == limit ? records.first.map { .integer($0.seq) } : nil),
            ])
        }
        dispatcher.add("logs.channels", access: .reads) { [log] _, _ in
            let channels = log.tail.channels()
            return [
                "channels": .array(channels.map { ["name": .string($0.name), "records": JSON($0.count)] }),
                "level": .string(log.level.rawValue),
            ]
        }
    }
}
