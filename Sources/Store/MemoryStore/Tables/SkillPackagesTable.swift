import BinaryText
import GRDB
package import JSONText
package import MemoryModel

/// A skill of somebody else's, kept apart until a person says what becomes of it.
package struct StoredSkillPackage: Sendable, Equatable {
    package var id: String
    package var at: Timestamp
    package var state: State
    package var name: String
    /// Where it came from, for people.
    package var source: String
    /// What a person is shown of it; `{}` once it was refused.
    package var content: JSON
    /// What it became when it was approved.
    package var skillID: SkillID?

    package enum State: String, Sendable, CaseIterable {
        case pending
        case approved
        case refused
    }

    package init(
        id: String, at: Timestamp, state: State = .pending, name: String, source: String, content: JSON,
        skillID: SkillID? = nil
    ) {
        self.id = id
        self.at = at
        self.state = state
        self.name = name
        self.source = source
        self.content = content
        self.skillID = skillID
    }
}

extension MemoryReader {
    package func skillPackage(_ id: String) throws -> StoredSkillPackage? {
        try Row.fetchOne(connection, sql: "SELECT * FROM skill_packages WHERE id = ?", arguments: [id])
            .map(StoredSkillPackage.init(row:))
    }

    /// Oldest first.
    package func skillPackages(_ state: StoredSkillPackage.State) throws -> [StoredSkillPackage] {
        try Row.fetchAll(
            connection, sql: "SELECT * FROM skill_packages WHERE state = ? ORDER BY at, id", arguments: [state.rawValue]
        ).map(StoredSkillPackage.init(row:))
    }

    /// The package that a skill came in, if it came in one.
    package func skillPackage(of skill: SkillID) throws -> StoredSkillPackage? {
        try Row.fetchOne(
            connection, sql: "SELECT * FROM skill_packages WHERE skill_id = ? ORDER BY at DESC",
            arguments: [skill.rawValue]
        ).map(StoredSkillPackage.init(row:))
    }

    /// The file as it came; `nil` once it was refused.
    package func bytes(ofSkillPackage id: String) throws -> [UInt8]? {
        try String.fetchOne(
            connection, sql: "SELECT content FROM skill_package_files WHERE package_id = ?", arguments: [id]
        ).flatMap(Hexadecimal.bytes(of:))
    }
}

extension MemoryTransaction {
    /// Keeps a package with the file it came in; one that is there stays as it is.
    package func insert(_ package: StoredSkillPackage, file path: String, bytes: [UInt8]) throws {
        try connection.execute(
            sql: """
                INSERT INTO skill_packages (id, at, state, name, source, content) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """,
            arguments: [
                package.id, package.at, package.state.rawValue, package.name, package.source, package.content.text,
            ])
        guard connection.changesCount > 0 else { return }
        try connection.execute(
            sql: "INSERT INTO skill_package_files (package_id, path, content) VALUES (?, ?, ?)",
            arguments: [package.id, path, Hexadecimal.text(of: bytes)])
    }

    package func approve(skillPackage id: String, as skill: SkillID) throws {
        try connection.execute(
            sql: "UPDATE skill_packages SET state = 'approved', skill_id = ? WHERE id = ?",
            arguments: [skill.rawValue, id])
    }

    /// Nothing of it stays but that it was refused.
    package func refuse(skillPackage id: String) throws {
        try connection.execute(
            sql: "UPDATE skill_packages SET state = 'refused', content = '{}' WHERE id = ?", arguments: [id])
        try connection.execute(sql: "DELETE FROM skill_package_files WHERE package_id = ?", arguments: [id])
    }
}

extension StoredSkillPackage {
    fileprivate init(row: Row) {
        self.init(
            id: row["id"], at: row["at"], state: State(rawValue: row["state"]) ?? .refused, name: row["name"],
            source: row["source"], content: JSON(stored: row["content"]),
            skillID: (row["skill_id"] as String?).map(SkillID.init))
    }
}
