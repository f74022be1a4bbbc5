import GRDB
import JSONText
package import MemoryModel

/// A version that was shared from here.
package struct SharedVersion: Sendable, Equatable {
    package enum State: String, Sendable {
        case queued, sent, refused, withdrawn
    }

    package var envelope: String
    package var hub: String
    package var item: String
    package var localID: String
    package var kind: String
    package var name: String
    package var version: Int
    package var groups: [String]
    package var state: State
    package var error: String?
    package var at: Timestamp

    package init(
        envelope: String, hub: String, item: String, localID: String, kind: String, name: String, version: Int,
        groups: [String], state: State = .queued, error: String? = nil, at: Timestamp
    ) {
        self.envelope = envelope
        self.hub = hub
        self.item = item
        self.localID = localID
        self.kind = kind
        self.name = name
        self.version = version
        self.groups = groups
        self.state = state
        self.error = error
        self.at = at
    }
}

extension MemoryReader {
    /// Newest first.
    package func sharedVersions() throws -> [SharedVersion] { try sharedVersions("1", []) }

    package func sharedVersions(ofLocalItem id: String) throws -> [SharedVersion] {
        try sharedVersions("local_id = ?", [id])
    }

    package func sharedVersions(ofItem item: String) throws -> [SharedVersion] {
        try sharedVersions("item = ?", [item])
    }

    private func sharedVersions(_ condition: String, _ arguments: StatementArguments) throws -> [SharedVersion] {
        try Row.fetchAll(
            connection, sql: "SELECT * FROM hub_shares WHERE \(condition) ORDER BY at DESC, version DESC",
            arguments: arguments
        ).map { row in
            SharedVersion(
                envelope: row["envelope"], hub: row["hub"], item: row["item"], localID: row["local_id"],
                kind: row["kind"], name: row["name"], version: row["version"],
                groups: JSON(stored: row["groups"]).texts,
                state: SharedVersion.State(rawValue: row["state"]) ?? .refused, error: row["error"], at: row["at"])
        }
    }
}

extension MemoryTransaction {
    /// Writes it over the one of the same envelope.
    package func keep(_ shared: SharedVersion) throws {
        try connection.execute(
            sql: "INSERT OR REPLACE INTO hub_shares VALUES (\(MemoryReader.placeholders(11)))",
            arguments: [
                shared.envelope, shared.hub, shared.item, shared.localID, shared.kind, shared.name, shared.version,
                JSON(shared.groups).text, shared.state.rawValue, shared.error, shared.at,
            ])
    }

    /// What the hub, or the team, made of what was shared.
    package func mark(shared envelope: String, _ state: SharedVersion.State, error: String?) throws {
        try connection.execute(
            sql: "UPDATE hub_shares SET state = ?, error = ? WHERE envelope = ? AND state <> 'withdrawn'",
            arguments: [state.rawValue, error, envelope])
    }
}
