package import MemoryStore

/// What of a home lies beside its database and may hold what is forgotten: waiting records of hooks, exported skills,
/// copies of the database.
package protocol HomeTraces: Sendable {
    /// Removes from the files what was forgotten.
    ///
    /// - Returns: how many files of what.
    func remove(_ forgotten: Forgotten) -> [(noun: String, count: Int)]
}

/// A memory without a home around it.
package struct NoHomeTraces: HomeTraces {
    package init() {}

    package func remove(_ forgotten: Forgotten) -> [(noun: String, count: Int)] { [] }
}
