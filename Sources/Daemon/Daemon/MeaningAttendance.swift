import ServiceLifecycle

/// Opens models and vectors when the daemon has begun to answer, and when a setting about them has changed.
struct MeaningAttendance: Service {
    let meaning: Meaning

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await meaning.openIfWished()
                await meaning.verifyOnce()
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
