import JSONText
import MemoryCore
import MemoryModel

/// The log in which hooks write down what they could not do, `logs/hook.log`.
struct HookLog: Sendable {
    let path: String

    /// By agent, from the end of the log.
    func failures(at now: Timestamp) -> [String: HookFailures] {
        var failures: [String: HookFailures] = [:]
        guard let text = SystemFacts.readEnd(of: path, bytes: Self.longest) else { return failures }
        for line in text.split(separator: "\n") {
            guard let record = try? JSON(parsing: String(line)), let at = record["ts"]?.int,
                let host = record["host"]?.string, let reason = record["msg"]?.string
            else { continue }
            // The fall-back of a host speaks for the host.
            let agent = String(host.prefix { $0 != "-" })
            let isToday = at > now - 86_400_000 && at <= now
            var known = failures[agent] ?? HookFailures(lastAt: at, reason: reason, withinDay: 0)
            if at >= known.lastAt { (known.lastAt, known.reason) = (at, String(reason.prefix(200))) }
            if isToday { known.withinDay += 1 }
            failures[agent] = known
        }
        return failures
    }

    /// Some thousand lines.
    private static let longest: Int64 = 256 << 10
}
