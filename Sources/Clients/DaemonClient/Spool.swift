package import JSONText
package import RuntimeHome
import TextAnalysis

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// One event a host reported, as a file on disk while there is no daemon to take it. Secrets are removed before they
/// touch the disk. The daemon takes records in the order of their names and once each, by `recordId`.
package struct SpoolRecord: Sendable {
    package let recordID: String
    package let time: Int64
    package let host: String
    package let agent: Agent
    package let payload: JSON
    /// The host that really runs the hook, where it is another one.
    package let caller: String?

    /// Ordered by time, and different for every call of every process.
    package static func makeID(time: Int64) -> String {
        let digits = String(time)
        var fine = timespec()
        clock_gettime(CLOCK_REALTIME, &fine)
        let microseconds = String(fine.tv_nsec / 1000 % 1000)
        let random = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        return String(repeating: "0", count: max(0, 14 - digits.count)) + digits
            + String(repeating: "0", count: 3 - microseconds.count) + microseconds + "-"
            + String(repeating: "0", count: 16 - random.count) + random
    }

    package init(recordID: String, time: Int64, host: String, agent: Agent, payload: JSON, caller: String? = nil) {
        self.recordID = recordID
        self.time = time
        self.host = host
        self.agent = agent
        self.payload = payload
        self.caller = caller
    }

    /// The content of the file.
    package var text: [UInt8] {
        let value: JSON = .object(present: [
            ("recordId", .string(recordID)), ("ts", .integer(time)), ("host", .string(host)),
            ("agent", .string(agent.rawValue)), ("caller", caller.map(JSON.string)),
            ("payload", payload.mapStrings { Redactor.redact($0).text }),
        ])
        return value.utf8Text + [UInt8(ascii: "\n")]
    }

    /// Written under another name, flushed and renamed, so that a reader never sees half a record.
    package func write(to home: RuntimeHome) throws(SystemCallError) {
        try PlainFile.makeFolder(home.spool)
        try PlainFile.replace(home.spool + "/" + recordID + ".json", with: text)
    }
}
