package import MemoryModel
import SharedStatements

/// What a look at all of a hub's data found.
package struct HubVerification: Sendable, Equatable {
    package var statements = 0
    /// The first number at which the feed does not follow from what is before it, or is missing.
    package var brokenStatement: Int?
    package var auditEntries = 0
    /// The same of the audit log.
    package var brokenAuditEntry: Int?
    /// What the database itself says of its files.
    package var damage: [String] = []

    package var isSound: Bool { brokenStatement == nil && brokenAuditEntry == nil && damage.isEmpty }
}

extension HubDatabase {
    private static let pageSize = 500

    /// Goes through all statements and all of the audit log, in pages, beside whoever writes.
    package func verify() async throws(MemoryError) -> HubVerification {
        var result = HubVerification()
        (result.statements, result.brokenStatement) = try await verifyFeed()
        (result.auditEntries, result.brokenAuditEntry) = try await verifyAudit()
        do {
            result.damage = try await backend.damage()
        } catch {
            throw HubStoreFault.translated(error)
        }
        return result
    }

    /// - Returns: entries that were read, and the first that was changed, left out or cut off.
    package func verifyAudit() async throws(MemoryError) -> (entries: Int, brokenAt: Int?) {
        let head = try await read { try $0.auditHead() }
        var last = FeedHead(seq: 0, chain: HashChain.start)
        while last.seq < head.seq {
            let after = last.seq
            let entries = try await read { try $0.audit(after: after, limit: Self.pageSize) }
            for entry in entries where entry.seq <= head.seq {
                guard entry.seq == last.seq + 1, entry.follows(last.chain) else { return (last.seq, last.seq + 1) }
                last = FeedHead(seq: entry.seq, chain: entry.hash)
            }
            if entries.isEmpty { return (last.seq, last.seq + 1) }
        }
        return (last.seq, last.chain == head.chain ? nil : last.seq)
    }

    private func verifyFeed() async throws(MemoryError) -> (statements: Int, brokenAt: Int?) {
        let head = try await read { try $0.head() }
        var last = FeedHead(seq: 0, chain: HashChain.start)
        while last.seq < head.seq {
            let after = last.seq
            let links = try await read { try $0.links(after: after, limit: Self.pageSize) }
            for link in links where link.seq <= head.seq {
                let expected = HashChain.link(after: last.chain, entry: link.id)
                guard link.seq == last.seq + 1, link.chain == expected else { return (last.seq, last.seq + 1) }
                last = FeedHead(seq: link.seq, chain: link.chain)
            }
            if links.isEmpty { return (last.seq, last.seq + 1) }
        }
        return (last.seq, last.chain == head.chain ? nil : last.seq)
    }
}

extension HubReader {
    /// Numbers, ids and links of statements whose envelopes are there.
    fileprivate func links(after: Int, limit: Int) throws -> [(seq: Int, id: String, chain: String)] {
        try session.rows(
            """
            SELECT s.seq, s.id, s.chain FROM statements s JOIN envelopes e ON e.seq = s.seq
            WHERE s.seq > ? ORDER BY s.seq LIMIT ?
            """, [HubValue(after), HubValue(limit)]
        ).map { ($0.int(0), $0.string(1), $0.string(2)) }
    }
}
