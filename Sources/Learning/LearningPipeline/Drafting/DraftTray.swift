import MemoryModel
import Prompting
import Synchronization

/// Jobs for which models write, and those of them that are ready to run.
final class DraftTray: Sendable {
    private struct State {
        var inHand: [LearningJob] = []
        var ready: [(job: LearningJob, book: DraftBook?)] = []
    }

    private let state = Mutex(State())

    /// Begun and not yet taken.
    var inHand: [LearningJob] { state.withLock { $0.inHand } }

    func begin(_ job: LearningJob) {
        state.withLock { $0.inHand.append(job) }
    }

    /// - Parameter book: `nil` when the work was called off.
    func lay(_ book: DraftBook?, for job: LearningJob) {
        state.withLock { $0.ready.append((job, book)) }
    }

    /// The job that was ready first.
    func take() -> (job: LearningJob, book: DraftBook?)? {
        state.withLock { state in
            guard !state.ready.isEmpty else { return nil }
            let first = state.ready.removeFirst()
            state.inHand.removeAll { $0 == first.job }
            return first
        }
    }
}
