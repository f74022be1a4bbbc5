import ServiceLifecycle
import Synchronization

/// Somebody asked the daemon to stop, or nobody has needed it for a while. As a service it ends when that is so, and with
/// it the whole program, gracefully.
final class StopRequest: Service {
    private let isRestart = Mutex(false)
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func stop() {
        continuation.yield()
    }

    /// The same, and the program is to begin anew when it has come to its end.
    func restart() {
        isRestart.withLock { $0 = true }
        stop()
    }

    var wantsRestart: Bool { isRestart.withLock { $0 } }

    func run() async throws {
        for await _ in stream.cancelOnGracefulShutdown() { return }
    }
}

/// Stops the daemon when no client and no viewer has been connected for long enough.
struct IdleMonitor: Service {
    /// Longest idleness; `nil`: for ever.
    let limit: @Sendable () -> Duration?
    let idle: @Sendable () -> Duration

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                guard let limit = limit() else {
                    try? await Task.sleep(for: .seconds(30))
                    continue
                }
                let left = limit - idle()
                if left <= .zero { return }
                try? await Task.sleep(for: min(max(left, .milliseconds(50)), .seconds(30)))
            }
        }
    }
}

/// A service the daemon can live without: its failure is told, and the others go on.
struct DispensableService: Service {
    let name: String
    let service: any Service
    let onFailure: @Sendable (any Error) -> Void

    func run() async throws {
        do {
            try await service.run()
        } catch {
            onFailure(error)
        }
        try? await gracefulShutdown()
    }
}
