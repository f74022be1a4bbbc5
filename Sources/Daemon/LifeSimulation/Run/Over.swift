import Synchronization

/// Says once that something is over.
final class Over: Sendable {
    private let isOver = Atomic(false)

    var value: Bool { isOver.load(ordering: .acquiring) }

    func set() { isOver.store(true, ordering: .releasing) }
}
