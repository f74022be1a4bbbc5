import GRDB
package import JSONText
package import MemoryModel

/// A version that somebody else has shared, and what a person here made of it.
package struct TeamEntry: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case waiting, approved
        /// It was approved, and so was a later version of it.
        case superseded
        case refused
        /// Taken back, revoked, or not for this device any longer: nothing of what it said is here.
        case withdrawn
    }

    package enum Decider: String, Sendable {
        case person, trust, hub
    }

    package var envelope: String
    package var hub: String
    package var item: String
    package var state: State
    /// `skill`, `policy`, `world_model` or `excerpt`.
    package var kind: String
    package var name: String
    package var summary: String
    package var member: String
    /// The device's key, hexadecimal.
    package var signer: String
    package var groups: [String]
    package var version: Int
    package var forkOf: String?
    package var findings: JSON
    package var localID: String?
    package var receivedAt: Timestamp
    package var decidedAt: Timestamp?
    package var decidedBy: Decider?
    package var reason: String?
    package var mayReturn = false

    package init(
        envelope: String, hub: String, item: String, state: State, kind: String, name: String, summary: String,
        member: String, signer: String, groups: [String], version: Int, forkOf: String? = nil, findings: JSON = [],
        localID: String? = nil, receivedAt: Timestamp
    ) {
        self.envelope = envelope
        self.hub = hub
        self.item = item
        self.state = state
        self.kind = kind
        self.name = name
        self.summary = summary
        self.member = member
        self.signer = signer
        self.groups = groups
        self.version = version
        self.forkOf = forkOf
        self.findings = findings
        self.localID = localID
        self.receivedAt = receivedAt
    }
}

extension MemoryReader {
    package func teamEntry(_ envelope: String) throws -> TeamEntry? {
        try teamEntries("envelope = ?", [envelope]).first
    }

    /// All versions of an item, first come first.
    package func teamEntries(ofItem item: String) throws -> [TeamEntry] {
        try teamEntries("item = ? ORDER BY received_at, envelope", [item])
    }

    /// Newest first.
    package func teamEntries(of hub: String?, in states: [TeamEntry.State], limit: Int) throws -> [TeamEntry] {
        var arguments = StatementArguments(states.map(\.rawValue))
        var condition = "state IN (\(Self.placeholders(states.count)))"
        if let hub {
            condition += " AND hub = ?"
            arguments += [hub]
        }
        arguments += [limit]
        return try teamEntries("\(condition) ORDER BY received_at DESC, envelope LIMIT ?", arguments)
    }

    /// The version of an item that is in use.
    package func teamEntry(ofLocalItem id: String) throws -> TeamEntry? {
        try teamEntries("local_id = ? AND state = 'approved'", [id]).first
    }

    package func teamCounts() throws -> [TeamEntry.State: Int] {
        try Row.fetchAll(connection, sql: "SELECT state, count(*) FROM hub_items GROUP BY state").reduce(into: [:]) {
            counts, row in
            if let state = TeamEntry.State(rawValue: row[0]) { counts[state] = row[1] }
        }
    }

    private func teamEntries(_ condition: String, _ arguments: StatementArguments) throws -> [TeamEntry] {
        try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM hub_items WHERE \(condition)", arguments: arguments
        ).map(TeamEntry.init(row:))
    }
}

extension MemoryTransaction {
    /// Writes an entry over the one of the same version.
    package func keep(_ entry: TeamEntry) throws {
        try connection.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO hub_items (envelope, hub, item, state, kind, name, summary, member, signer, groups,
                    version, fork_of, findings, local_id, received_at, decided_at, decided_by, reason, may_return)
                VALUES (\(MemoryReader.placeholders(19)))
                """
        ).execute(arguments: [
            entry.envelope, entry.hub, entry.item, entry.state.rawValue, entry.kind, entry.name, entry.summary,
            entry.member, entry.signer, JSON(entry.groups).text, entry.version, entry.forkOf, entry.findings.text,
            entry.localID, entry.receivedAt, entry.decidedAt, entry.decidedBy?.rawValue, entry.reason,
            entry.mayReturn,
        ])
    }

    package func remove(teamEntry envelope: String) throws {
        try connection.execute(sql: "DELETE FROM hub_items WHERE envelope = ?", arguments: [envelope])
    }

    /// Events that name an item of the team, which may hold its name.
    package func removeEvents(ofTeamItems items: Set<String>) throws {
        try connection.execute(
            sql: """
                DELETE FROM events WHERE type LIKE 'hub.%'
                AND json_extract(payload, '$.item') IN (SELECT value FROM json_each(?))
                """,
            arguments: [JSON(items.sorted()).text])
    }
}

extension TeamEntry {
    fileprivate init(row: Row) {
        self.init(
            envelope: row["envelope"], hub: row["hub"], item: row["item"],
            state: State(rawValue: row["state"]) ?? .withdrawn, kind: row["kind"], name: row["name"],
            summary: row["summary"], member: row["member"], signer: row["signer"],
            groups: JSON(stored: row["groups"]).texts, version: row["version"], forkOf: row["fork_of"],
            findings: JSON(stored: row["findings"]), localID: row["local_id"], receivedAt: row["received_at"])
        decidedAt = row["decided_at"]
        decidedBy = (row["decided_by"] as String?).flatMap(Decider.init)
        reason = row["reason"]
        mayReturn = row["may_return"]
    }
}
