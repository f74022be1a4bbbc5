import GRDB
import JSONText
package import MemoryModel
import TextAnalysis

/// Which items a list shows.
package struct ItemFilter: Sendable, Equatable {
    package var statuses: Set<ItemStatus>
    /// Every word of it must stand in the item, in any order and form.
    package var text: String?
    package var scope: Scope

    package init(
        statuses: Set<ItemStatus> = Set(ItemStatus.allCases), text: String? = nil, scope: Scope = .home
    ) {
        self.statuses = statuses
        self.text = text
        self.scope = scope
    }
}

extension MemoryReader {
    package func item<Item: StoredItem>(_ id: Identifier<Item>) throws -> Item? {
        try row(of: id).map { Item(columns: ItemColumns(row: $0)) }
    }

    /// Newest version first.
    package func items<Item: StoredItem>(
        _ type: Item.Type, filter: ItemFilter, limit: Int, offset: Int
    ) throws -> [Item] {
        let table = Item.kind.table
        var arguments = StatementArguments(filter.statuses.map(\.rawValue).sorted())
        var condition = "\(table).status IN (\(Self.placeholders(filter.statuses.count)))"
        condition += filter.scope.ownerCondition(of: table, &arguments)
        var source = table
        if let text = filter.text {
            guard let expression = MatchExpression.all(of: text) else { return [] }
            source += " JOIN \(Item.kind.index) ON \(Item.kind.index).rowid = \(table).rowid"
            condition += " AND \(Item.kind.index) MATCH ?"
            arguments += [expression]
        }
        arguments += [limit, offset]
        return try Row.fetchAll(
            connection,
            sql: """
                SELECT \(table).* FROM \(source) WHERE \(condition)
                ORDER BY updated_at DESC, \(table).rowid DESC LIMIT ? OFFSET ?
                """,
            arguments: arguments
        ).map { Item(columns: ItemColumns(row: $0)) }
    }

    /// Whole items of rows that a search found.
    package func items<Item: StoredItem>(_ type: Item.Type, rows: [Int64]) throws -> [Int64: Item] {
        let list = rows.map(String.init).joined(separator: ",")
        return try Row.fetchAll(
            connection, sql: "SELECT * FROM \(Item.kind.table) WHERE rowid IN (\(list))"
        ).reduce(into: [:]) { items, row in items[row["rowid"]] = Item(columns: ItemColumns(row: row)) }
    }

    func row<Item: StoredItem>(of id: Identifier<Item>) throws -> Row? {
        try Row.fetchOne(
            connection, cachedSQL: "SELECT * FROM \(Item.kind.table) WHERE id = ?", arguments: [id.rawValue]
        )
    }

    static func placeholders(_ count: Int) -> String {
        repeatElement("?", count: count).joined(separator: ", ")
    }
}

extension MemoryTransaction {
    /// Writes a new item as the first version of itself, or as the one it says it is.
    ///
    /// - Parameter reason: why it was made, for its history; not empty.
    /// - Throws: `conflict` when its id, or a skill's name, is taken.
    package func insert(_ item: some StoredItem, reason: String) throws {
        let columns = Self.columns(of: item)
        try connection.execute(
            sql: """
                INSERT INTO \(type(of: item).kind.table) (\(columns.members.map(\.key).joined(separator: ", ")))
                VALUES (\(MemoryReader.placeholders(columns.members.count)))
                """,
            arguments: StatementArguments(columns.members.map(\.value.databaseValue))
        )
        try beginVersion(of: item, reason: reason)
    }

    /// Makes the item's next version of what is given; the one before stays in its history. What is counted as it
    /// happens is left as it stands.
    ///
    /// - Parameter item: with the version that it was read with.
    /// - Returns: the item as it is now.
    /// - Throws: `not_found` when it is not there, `conflict` when it was revised since it was read.
    package func revise<Item: StoredItem>(_ item: Item, reason: String) throws -> Item {
        guard let present = try reader.row(of: item.id) else { throw MemoryError.missing(Item.kind, item.id.rawValue) }
        guard present["version"] as Int == item.version else {
            throw MemoryError(
                .conflict, "The item was revised meanwhile.", details: ["id": .string(item.id.rawValue)],
                hint: "Read it again and repeat the change on it."
            )
        }
        try endVersion(of: Item.kind, item.id.rawValue, content: JSONObject(row: present))
        var next = item
        next.version += 1
        next.updatedAt = max(now, item.updatedAt)
        let fixed = Item.counted.union(["id", "created_at"])
        let columns = Self.columns(of: next).members.filter { !fixed.contains($0.key) }
        try connection.execute(
            sql: """
                UPDATE \(Item.kind.table) SET \(columns.map { "\($0.key) = ?" }.joined(separator: ", ")) WHERE id = ?
                """,
            arguments: StatementArguments(columns.map(\.value.databaseValue) + [item.id.rawValue.databaseValue])
        )
        try beginVersion(of: next, reason: reason)
        return try reader.item(item.id) ?? next
    }

    /// Writes what is counted of an item, such as its support, without a new version: what it says stays as it is.
    ///
    /// - Parameter item: as it was read, with other numbers.
    package func recount(_ item: some StoredItem) throws {
        let kind = type(of: item).kind
        let columns = item.ownColumns.filter { Self.numbers.contains($0.0) }
        try connection.execute(
            sql: "UPDATE \(kind.table) SET \(columns.map { "\($0.0) = ?" }.joined(separator: ", ")) WHERE id = ?",
            arguments: StatementArguments(columns.map(\.1.databaseValue) + [item.id.rawValue.databaseValue])
        )
    }

    /// Writes what an item says over what it said, without a new version: only forgetting does that.
    func overwrite<Item: StoredItem>(_ item: Item) throws {
        let fixed = Item.counted.union(["id", "created_at"])
        let columns = Self.columns(of: item).members.filter { !fixed.contains($0.key) }
        try connection.execute(
            sql:
                "UPDATE \(Item.kind.table) SET \(columns.map { "\($0.key) = ?" }.joined(separator: ", ")) WHERE id = ?",
            arguments: StatementArguments(columns.map(\.value.databaseValue) + [item.id.rawValue.databaseValue])
        )
    }

    private static let numbers: Set<String> = [
        "support", "gain", "confidence", "salience", "reliability", "skill_eligible", "evidence_polarity",
        "source_episode_ids", "source_feedback_ids", "source_trace_ids",
    ]

    /// Takes an item out of use; it stays, with its history.
    ///
    /// - Returns: the item as it is now, also when it was archived before; `nil` when there is none.
    @discardableResult
    package func archive<Item: StoredItem>(_ id: Identifier<Item>, reason: String) throws -> Item? {
        guard var item = try reader.item(id), item.status != .archived else { return try reader.item(id) }
        item.status = .archived
        return try revise(item, reason: reason)
    }

    private static func columns(of item: some StoredItem) -> JSONObject {
        item.columns(length: Terms.terms(in: item.words).count)
    }
}

extension MemoryError {
    /// There is no item of this id, said for its kind.
    package static func missing(_ kind: ItemKind, _ id: String) -> MemoryError {
        let (code, noun, list): (Code, String, String) =
            switch kind {
            case .policy: (.policyNotFound, "policy", "policy.list")
            case .worldModel: (.worldModelNotFound, "world model", "memory.list_world_models")
            case .skill: (.skillNotFound, "skill", "skill.list")
            }
        return MemoryError(
            code, "There is no \(noun) of this id.", details: ["id": .string(id)], hint: "\(list) names them.")
    }
}

extension Scope {
    /// The part of a condition that keeps to this scope's owner and project; the team's is everybody's. Items belong to no session and no branch.
    func ownerCondition(of table: String, _ arguments: inout StatementArguments) -> String {
        var condition = ""
        if let agentKind {
            condition += " AND \(table).agent_kind IN (?, '\(Namespace.teamKind)')"
            arguments += [agentKind]
        }
        if let profile {
            condition += " AND (\(table).profile = ? OR \(table).agent_kind = '\(Namespace.teamKind)')"
            arguments += [profile]
        }
        if let workspaces {
            condition +=
                " AND (coalesce(\(table).workspace, '') = '' OR \(table).workspace IN (SELECT value FROM json_each(?)))"
            arguments += [JSON(workspaces.sorted()).text]
        }
        return condition
    }
}
