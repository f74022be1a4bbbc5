import MemoryModel
import MemoryStore

/// Reads what followed the steps that showed a fault, and finds what ended it.
struct FaultRepairs {
    let faults: Set<String>
    let reader: MemoryReader

    /// Steps whose sequel is read: each costs up to `RepairFinder.horizon` rows.
    private static let limit = 8

    /// The repairs of steps that showed a fault, by row.
    /// - Parameter rows: the best first; only the first few are looked at.
    func repairs(of rows: [Int64]) throws -> [Int64: Repair] {
        guard !rows.isEmpty else { return [:] }
        let finder = RepairFinder(faults: faults)
        let rows = Array(rows.prefix(Self.limit))
        let traces = try reader.traces(rows: rows)
        var found: [Int64: Repair] = [:]
        for row in rows {
            guard let failing = traces[row] else { continue }
            var following = try reader.steps(
                after: row, inSession: failing.sessionID, limit: RepairFinder.horizon)
            if failing.kind == .answer {
                following.insert(
                    contentsOf: try reader.traces(ofTurn: failing.turnID).filter { $0.step < failing.step }, at: 0)
            }
            found[row] = finder.repair(of: failing, following: following)
        }
        return found
    }
}
