import BinaryText
import GRDB
package import JSONText
package import MemoryModel

/// What this memory is to a hub, as it is kept.
package struct StoredMembership: Sendable, Equatable {
    package enum State: String, Sendable {
        case pending, active, revoked
    }

    package var hub: String
    package var name: String
    package var address: String
    package var certificate: [UInt8]
    /// Keys, hexadecimal.
    package var roots: [String]
    /// The device's key, hexadecimal.
    package var device: String
    package var deviceName: String
    package var displayName: String
    package var state: State
    /// Member, name, role and groups, as the hub tells them while no grant is here.
    package var told: JSON
    package var joinedAt: Timestamp
    package var cursor: Int64
    package var chain: String
    package var isRepairing: Bool

    package init(
        hub: String, name: String, address: String, certificate: [UInt8], roots: [String], device: String,
        deviceName: String, displayName: String, state: State, told: JSON = [:], joinedAt: Timestamp,
        cursor: Int64 = 0, chain: String, isRepairing: Bool = false
    ) {
        self.hub = hub
        self.name = name
        self.address = address
        self.certificate = certificate
        self.roots = roots
        self.device = device
        self.deviceName = deviceName
        self.displayName = displayName
        self.state = state
        self.told = told
        self.joinedAt = joinedAt
        self.cursor = cursor
        self.chain = chain
        self.isRepairing = isRepairing
    }
}

extension MemoryReader {
    /// - Returns: `nil` when there is no hub.
    package func membership() throws -> StoredMembership? {
        try Row.fetchOne(connection, sql: "SELECT * FROM hub_membership").map { row in
            StoredMembership(
                hub: row["hub"], name: row["name"], address: row["address"],
                certificate: Hexadecimal.bytes(of: row["certificate"]) ?? [], roots: JSON(stored: row["roots"]).texts,
                device: row["device"], deviceName: row["device_name"], displayName: row["display_name"],
                state: StoredMembership.State(rawValue: row["state"]) ?? .revoked, told: JSON(stored: row["told"]),
                joinedAt: row["joined_at"], cursor: row["cursor"], chain: row["chain"], isRepairing: row["repairing"])
        }
    }
}

extension MemoryTransaction {
    /// Writes the membership over the one that is there.
    package func keep(_ membership: StoredMembership) throws {
        try connection.execute(
            sql: """
                INSERT OR REPLACE INTO hub_membership VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                membership.hub, membership.name, membership.address, Hexadecimal.text(of: membership.certificate),
                JSON(membership.roots).text, membership.device, membership.deviceName, membership.displayName,
                membership.state.rawValue, membership.told.text, membership.joinedAt, membership.cursor,
                membership.chain, membership.isRepairing,
            ])
    }

    /// Ends a membership: nothing waits, nothing goes out, nobody is trusted any longer. What was approved, refused or
    /// withdrawn is remembered, and so is what an approved item came with.
    package func endMembership() throws {
        try connection.execute(
            sql: """
                DELETE FROM hub_membership; DELETE FROM hub_outbox; DELETE FROM hub_shares; DELETE FROM hub_trust;
                DELETE FROM hub_invites; DELETE FROM hub_items WHERE state = 'waiting';
                DELETE FROM hub_statements
                WHERE id NOT IN (SELECT envelope FROM hub_items WHERE state = 'approved');
                """)
    }
}
