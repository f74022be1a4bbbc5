import Logging
import MemoryStore
import ServiceLifecycle

/// Keeps the write-ahead log short, so that commits never have to.
struct LogKeeper: Service {
    let database: MemoryDatabase
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.pause)
                do {
                    try await database.checkpoint(minimumBytes: Self.longLog)
                } catch {
                    logger.warning("The write-ahead log could not be moved.", metadata: ["error": "\(error)"])
                }
            }
        }
    }

    private static let pause = Duration.seconds(1)
    private static let longLog: Int64 = 1 << 20
}
