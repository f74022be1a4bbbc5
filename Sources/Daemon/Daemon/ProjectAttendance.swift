import Logging
import MemoryCore
import ServiceLifecycle

/// Finds the projects of workspaces that have none: at the start, and now and then what came since without one.
struct ProjectAttendance: Service {
    let projects: ProjectService
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await projects.placeAll()
                } catch {
                    if Task.isCancelled { return }
                    logger.warning("Projects of workspaces were not found.", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private static let interval = Duration.seconds(600)
}
