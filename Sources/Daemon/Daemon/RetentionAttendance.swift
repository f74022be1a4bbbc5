import Logging
import MemoryCore
import MemoryStore
import ServiceLifecycle

/// Forgets what is older than the settings allow: a while after the start, then four times a day, a slice at a time.
struct RetentionAttendance: Service {
    let retention: RetentionService
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            try? await Task.sleep(for: Self.firstPause)
            while !Task.isCancelled {
                await sweepAll()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func sweepAll() async {
        var removed: [String: Int] = [:]
        do {
            while !Task.isCancelled, let forgotten = try await retention.sweep() {
                for (noun, count) in forgotten.counts { removed[noun, default: 0] += count }
                try await Task.sleep(for: Self.breath)
            }
        } catch {
            if !Task.isCancelled {
                logger.warning("What is too old could not be forgotten.", metadata: ["error": "\(error)"])
            }
        }
        guard !removed.isEmpty else { return }
        logger.notice(
            "What was older than privacy.retentionDays is forgotten.", metadata: removed.mapValues { "\($0)" })
    }

    private static let firstPause = Duration.seconds(20)
    private static let interval = Duration.seconds(6 * 3600)
    /// Between slices, so that turns come first.
    private static let breath = Duration.milliseconds(250)
}
