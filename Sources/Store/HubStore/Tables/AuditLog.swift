package import JSONText
package import MemoryModel
package import SharedStatements

extension HubReader {
    /// The last entry's number and link.
    package func auditHead() throws -> FeedHead {
        let row = try session.row("SELECT seq, chain FROM counters WHERE name = 'audit'")
        return FeedHead(seq: row?.int(0) ?? 0, chain: row?.string(1) ?? HashChain.start)
    }

    /// What follows the entry `after`, oldest first.
    package func audit(after: Int, limit: Int) throws -> [AuditEntry] {
        try session.rows(
            "SELECT seq, at, actor, action, subject, details, hash FROM audit WHERE seq > ? ORDER BY seq LIMIT ?",
            [HubValue(after), HubValue(limit)]
        ).map { row in
            AuditEntry(
                seq: row.int(0), at: row.integer(1) ?? 0, actor: row.string(2), action: row.string(3),
                subject: row.string(4), details: (try? JSON(parsing: row.string(5)))?.object ?? JSONObject(),
                hash: row.string(6))
        }
    }
}

extension HubTransaction {
    /// Adds a line to the log, in the transaction of what it tells.
    ///
    /// - Parameters:
    ///   - actor: the device that asked, or `hub`.
    ///   - details: never a secret, never what a person wrote.
    @discardableResult
    package func record(
        actor: String, action: String, subject: String, details: JSONObject = JSONObject(), at time: Timestamp
    ) throws -> AuditEntry {
        let last = try reader.auditHead()
        let entry = try AuditEntry(
            seq: last.seq + 1, at: time, actor: actor, action: action, subject: subject, details: details,
            after: last.chain)
        try session.execute(
            "INSERT INTO audit (seq, at, actor, action, subject, details, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                HubValue(entry.seq), .integer(time), .text(actor), .text(action), .text(subject),
                .text(JSON.object(details).text), .text(entry.hash),
            ])
        try session.execute(
            "UPDATE counters SET seq = ?, chain = ? WHERE name = 'audit'", [HubValue(entry.seq), .text(entry.hash)])
        return entry
    }
}
