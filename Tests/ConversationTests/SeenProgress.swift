import Synchronization

/// What an import said of its progress.
final class SeenProgress: Sendable {
    private let steps = Mutex<[[Int]]>([])

    func add(_ done: Int, _ total: Int) { steps.withLock { $0.append([done, total]) } }
    var all: [[Int]] { steps.withLock { $0 } }
}
