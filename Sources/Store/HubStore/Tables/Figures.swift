/// How much a hub holds, for its health.
package struct HubFigures: Sendable, Equatable {
    package let statements: Int
    package let devices: Int
    package let pendingDevices: Int
    package let tokens: Int
    package let auditEntries: Int
    /// Of all envelopes.
    package let envelopeBytes: Int
    /// On the database's disk.
    package let databaseBytes: Int
}

extension HubReader {
    package func figures() throws -> HubFigures {
        let row = try session.row(
            """
            SELECT
                (SELECT seq FROM counters WHERE name = 'statements'),
                (SELECT count(*) FROM devices WHERE state = 'active'),
                (SELECT count(*) FROM devices WHERE state = 'pending'),
                (SELECT count(*) FROM tokens),
                (SELECT seq FROM counters WHERE name = 'audit'),
                (SELECT CAST(COALESCE(sum(size), 0) AS BIGINT) FROM statements)
            """)
        return HubFigures(
            statements: row?.int(0) ?? 0, devices: row?.int(1) ?? 0, pendingDevices: row?.int(2) ?? 0,
            tokens: row?.int(3) ?? 0, auditEntries: row?.int(4) ?? 0, envelopeBytes: row?.int(5) ?? 0,
            databaseBytes: try session.row(session.dialect.sizeQuery)?.int(0) ?? 0)
    }
}
