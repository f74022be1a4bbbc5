import HostHooks
import JSONText
import Logging
import MemoryDispatch
import MemoryModel
import RuntimeHome
import ServiceLifecycle

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
    private var isDraining = false

    init(home: RuntimeHome, hooks: HookFace, logger: Logger) {
        self.home = home
        self.hooks = hooks
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.drain(limit: .max)
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }

    /// - Parameter limit: most records to take, for callers that somebody waits for.
    func drain(limit: Int) async {
        guard !isDraining else { return }
        isDraining = true
        defer { isDraining = false }
        for name in SystemFacts.names(in: home.spool).filter({ $0.hasSuffix(".json") }).prefix(limit) {
            guard !Task.isCancelled, await take(name) else { return }
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
