import GRDB
import JSONText
package import MemoryModel

/// Whose items of which group need no person here.
package struct TeamTrust: Sendable, Equatable {
    package var member: String
    package var group: String
    package var at: Timestamp
}

/// An invitation of this device whose guest needs no further word.
package struct OpenInvite: Sendable, Equatable {
    package var handle: String
    package var role: String
    package var groups: [String]
    package var expiresAt: Timestamp

    package init(handle: String, role: String, groups: [String], expiresAt: Timestamp) {
        self.handle = handle
        self.role = role
        self.groups = groups
        self.expiresAt = expiresAt
    }
}

/// Something that happened with a hub, for people.
package struct HubLogEntry: Sendable, Equatable {
    package var at: Timestamp
    package var kind: String
    package var message: String
}

extension MemoryReader {
    package func teamTrust() throws -> [TeamTrust] {
        try Row.fetchAll(connection, sql: "SELECT member, team_group, at FROM hub_trust ORDER BY member, team_group")
            .map { TeamTrust(member: $0[0], group: $0[1], at: $0[2]) }
    }

    package func openInvites() throws -> [OpenInvite] {
        try Row.fetchAll(connection, sql: "SELECT handle, role, groups, expires_at FROM hub_invites").map {
            OpenInvite(handle: $0[0], role: $0[1], groups: JSON(stored: $0[2]).texts, expiresAt: $0[3])
        }
    }

    /// Newest first.
    package func hubLog(limit: Int) throws -> [HubLogEntry] {
        try Row.fetchAll(
            connection, sql: "SELECT at, kind, message FROM hub_log ORDER BY row DESC LIMIT ?", arguments: [limit]
        ).map { HubLogEntry(at: $0[0], kind: $0[1], message: $0[2]) }
    }
}

extension MemoryTransaction {
    package func trust(member: String, group: String) throws {
        try connection.execute(
            sql: "INSERT INTO hub_trust VALUES (?, ?, ?) ON CONFLICT DO NOTHING", arguments: [member, group, now])
    }

    /// - Returns: whether it was trusted.
    package func distrust(member: String, group: String) throws -> Bool {
        try connection.execute(
            sql: "DELETE FROM hub_trust WHERE member = ? AND team_group = ?", arguments: [member, group])
        return connection.changesCount > 0
    }

    package func keep(_ invite: OpenInvite) throws {
        try connection.execute(
            sql: "INSERT OR REPLACE INTO hub_invites VALUES (?, ?, ?, ?)",
            arguments: [invite.handle, invite.role, JSON(invite.groups).text, invite.expiresAt])
    }

    package func remove(invite handle: String) throws {
        try connection.execute(sql: "DELETE FROM hub_invites WHERE handle = ?", arguments: [handle])
    }

    /// Notes something for people; the oldest notes go.
    package func note(hub kind: String, _ message: String) throws {
        try connection.execute(
            sql: "INSERT INTO hub_log (at, kind, message) VALUES (?, ?, ?)", arguments: [now, kind, message])
        try connection.execute(
            sql: "DELETE FROM hub_log WHERE row <= (SELECT max(row) FROM hub_log) - ?", arguments: [Self.notesKept])
    }

    private static let notesKept = 500
}
