import MemoryCore
package import MemoryStore
import Synchronization

/// A home's files that remember what was to be removed of them.
package final class RemovedFiles: HomeTraces {
    private let asked = Mutex<[Forgotten]>([])

    package init() {}

    /// Ids of items whose copies had to go.
    package var items: Set<String> { asked.withLock { $0.reduce(into: []) { $0.formUnion($1.items) } } }

    package func remove(_ forgotten: Forgotten) -> [(noun: String, count: Int)] {
        asked.withLock { $0.append(forgotten) }
        return []
    }
}
