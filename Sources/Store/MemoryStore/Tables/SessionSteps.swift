import GRDB
package import MemoryModel

extension MemoryReader {
    /// What came after a step in its session, in the order it happened; whoever's they are.
    package func steps(after row: Int64, inSession session: SessionID, limit: Int) throws -> [Trace] {
        try traces(
            where: "traces.session_id = ? AND traces.rowid > ? ORDER BY traces.rowid LIMIT ?",
            arguments: [session.rawValue, row, limit]
        )
    }
}
