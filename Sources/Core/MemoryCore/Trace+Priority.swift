import MemoryMath
package import MemoryModel

extension Trace {
    /// Retrieval priority as of now; see `PriorityDecay`. Full while it is pinned.
    package func priority(at time: Timestamp) -> Double {
        pinnedAt == nil ? PriorityDecay.priority(value: value, ageMilliseconds: time - at) : 1
    }
}
