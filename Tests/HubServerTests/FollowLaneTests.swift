import MemoryModel
import Synchronization
import Testing

@testable import HubServer

@Suite("runs that share") struct FollowLaneTests {
    private final class Counts: Sendable {
        let value = Mutex((begun: 0, running: 0, overlaps: 0))

        func withLock<Result: Sendable>(
            _ body: (inout sending (begun: Int, running: Int, overlaps: Int)) -> sending Result
        ) -> Result {
            value.withLock(body)
        }
    }

    @Test("everybody returns after a run that began after the call, and no two overlap")
    func sharing() async throws {
        let lane = FollowLane()
        let counts = Counts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<300 {
                group.addTask {
                    let before = counts.withLock { $0.begun }
                    try await lane.run {
                        counts.withLock { counts in
                            counts.begun += 1
                            counts.running += 1
                            if counts.running > 1 { counts.overlaps += 1 }
                        }
                        await Task.yield()
                        counts.withLock { $0.running -= 1 }
                    }
                    #expect(counts.withLock { $0.begun } > before)
                }
            }
            try await group.waitForAll()
        }
        #expect(counts.withLock { $0.overlaps } == 0)
    }

    @Test("a failure is told to those whose run it was, and the next run is tried")
    func failure() async throws {
        let lane = FollowLane()
        await #expect(throws: MemoryError.self) {
            try await lane.run { () async throws(MemoryError) in throw MemoryError(.internal, "no") }
        }
        try await lane.run {}
    }
}
