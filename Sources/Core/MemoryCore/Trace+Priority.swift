import MemoryMath
package import MemoryModel

extension Trace {
    /// Retrieval priority as of now; see `PriorityDecay`.
    package func priority(at time: Timestamp) -> Double {
        PriorityDecay.priority(value: value, ageMilliseconds: time - at)
    }
}
