import HostHooks
import JSONText
import Logging
import MemoryDispatch
import MemoryModel
import RuntimeHome
import ServiceLifecycle
import TextAnalysis

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Takes over what hooks wrote down while the daemon was away: in order, each record once, a file gone only after its
/// record is committed.
actor SpoolDrain: Service {
    private let home: RuntimeHome
    private let hooks: HookFace
    private let logger: Logger
    /// How long a hook may wait for older events: less than what it gives an event without an answer.
    private let patience: Duration
    private var isDraining = false

    init(home: RuntimeHome, hooks: HookFace, logger: Logger, patience: Duration = .milliseconds(300)) {
        self.home = home
        self.patience = patience
        self.hooks = hooks
        self.logger = logger
    }

    func run() async throws {
        removeAbandonedFiles()
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // What came meanwhile follows at once: rounds with a pause between them would fall behind a busy day.
                while !(await self.waiting().isEmpty), await self.drain(limit: .max) {}
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }

    /// - Parameter limit: most records to take.
    /// - Returns: whether they could be taken; not while the store is in trouble, nor while they are taken already.
    @discardableResult
    func drain(limit: Int) async -> Bool {
        guard !isDraining else { return false }
        isDraining = true
        defer { isDraining = false }
        for name in waiting().prefix(limit) {
            guard !Task.isCancelled, await take(name) else { return false }
        }
        return true
    }

    /// Makes sure that an event that just came does not overtake older ones: of a turn, the end would be known before
    /// the words that it answers. A hook waits for this.
    ///
    /// - Returns: whether the event was put behind the others, because they take too long.
    func queues(_ event: JSON, agent: String?) async -> Bool {
        guard let record = event["recordId"]?.string else { return false }
        let end = ContinuousClock.now + patience
        while waiting().contains(where: { $0 < record }) {
            if isDraining {
                try? await Task.sleep(for: .milliseconds(10))
            } else if await !drain(limit: 1) {
                return put(event, as: record, agent: agent)
            }
            if ContinuousClock.now > end { return put(event, as: record, agent: agent) }
        }
        return false
    }

    /// Names of records, oldest first.
    private func waiting() -> [String] { SystemFacts.names(in: home.spool).filter { $0.hasSuffix(".json") } }

    private func put(_ event: JSON, as record: String, agent: String?) -> Bool {
        guard !record.utf8.contains(UInt8(ascii: "/")) else { return false }
        let content: JSON = .object(present: [
            ("recordId", event["recordId"]), ("ts", event["ts"]), ("host", event["host"]), ("caller", event["caller"]),
            ("agent", agent.map(JSON.string)),
            ("payload", event["payload"]?.mapStrings { Redactor.redact($0).text }),
        ])
        return SystemFacts.replaceFile("\(home.spool)/\(record).json", with: content.text + "\n")
    }

    /// What hooks were writing when they were killed. Nobody was told that it is kept.
    private func removeAbandonedFiles() {
        for name in SystemFacts.names(in: home.spool) where name.hasSuffix(".tmp") {
            let parts = name.split(separator: ".")
            guard parts.count == 4, parts[1] == "json", let writer = pid_t(parts[2]) else { continue }
            if kill(writer, 0) != 0, errno == ESRCH { unlink("\(home.spool)/\(name)") }
        }
    }

    /// - Returns: whether the next one may follow.
    private func take(_ name: String) async -> Bool {
        let path = "\(home.spool)/\(name)"
        do {
            guard let text = SystemFacts.readFile(path, limit: 64 << 20) else {
                throw MemoryError(.invalidArgument, "The record cannot be read.")
            }
            let record = try JSON(parsing: text)
            _ = try await hooks.run(record, CallContext(agent: record["agent"]?.string), hasAudience: false)
            unlink(path)
        } catch let error as MemoryError where !Self.storeTroubles.contains(error.code) {
            reject(name, reason: error.message)
        } catch is JSONSyntaxError {
            reject(name, reason: "not JSON")
        } catch {
            // The store is in trouble (a full disk, say): everything stays where it is, in order.
            logger.warning("The spool waits.", metadata: ["error": "\(error)"])
            return false
        }
        return true
    }

    /// Failures that will pass: records wait for that.
    private static let storeTroubles: Set<MemoryError.Code> = [
        .diskFull, .databaseCorrupt, .pathNotWritable, .internal, .deadlineExceeded,
    ]

    private func reject(_ name: String, reason: String) {
        logger.warning("A record of the spool was set aside.", metadata: ["name": "\(name)", "reason": "\(reason)"])
        mkdir(home.rejectedSpool, 0o700)
        rename("\(home.spool)/\(name)", "\(home.rejectedSpool)/\(name)")
    }
}
