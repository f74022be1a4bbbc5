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
struct SpoolDrain: Service {
    let home: RuntimeHome
    let hooks: HookFace
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await drain()
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }

    func drain() async {
        for name in SystemFacts.names(in: home.spool) where name.hasSuffix(".json") && !Task.isCancelled {
            let path = "\(home.spool)/\(name)"
            do {
                guard let text = SystemFacts.readFile(path, limit: 64 << 20) else {
                    throw MemoryError(.invalidArgument, "The record cannot be read.")
                }
                let record = try JSON(parsing: text)
                let agent = record["agent"]?.string
                _ = try await hooks.run(record, CallContext(agent: agent))
                unlink(path)
            } catch let error as MemoryError where !Self.mayPass(error) {
                reject(name, reason: error.message)
            } catch is JSONSyntaxError {
                reject(name, reason: "not JSON")
            } catch {
                // The store is in trouble (a full disk, say): everything stays where it is, in order.
                logger.warning("The spool waits.", metadata: ["error": "\(error)"])
                return
            }
        }
    }

    /// Whether the same record may be taken another time, because it is the store that is in trouble.
    private static func mayPass(_ error: MemoryError) -> Bool {
        switch error.code {
        case .internal, .diskFull, .databaseCorrupt, .pathNotWritable, .deadlineExceeded: true
        default: false
        }
    }

    private func reject(_ name: String, reason: String) {
        logger.warning("A record of the spool was set aside.", metadata: ["name": "\(name)", "reason": "\(reason)"])
        mkdir(home.rejectedSpool, 0o700)
        rename("\(home.spool)/\(name)", "\(home.rejectedSpool)/\(name)")
    }
}
