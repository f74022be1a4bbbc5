import GRDB
import JSONText
package import MemoryModel
import TextAnalysis

/// What ranking needs to know of an item, without its texts.
package struct ItemHead: Sendable, Equatable {
    package var row: Int64
    package var kind: ItemKind
    package var id: String
    /// Its name, or its title.
    package var title: String
    package var summary: String
    package var owner: Namespace
    package var status: ItemStatus
    package var updatedAt: Timestamp
    /// Number of terms.
    package var length: Int
    /// η of a skill, in [0, 1].
    package var reliability: Double?
    /// Of a world model, and of a policy that has one; in [0, 1].
    package var confidence: Double?
    /// Of skills and policies.
    package var support: Int?
    package var gain: Double?
    /// Of what the team has shared.
    package var origin: ItemOrigin?

    package init(
        row: Int64, kind: ItemKind, id: String, title: String, summary: String, owner: Namespace, status: ItemStatus,
        updatedAt: Timestamp, length: Int, reliability: Double? = nil, confidence: Double? = nil, support: Int? = nil,
        gain: Double? = nil, origin: ItemOrigin? = nil
    ) {
        self.row = row
        self.kind = kind
        self.id = id
        self.title = title
        self.summary = summary
        self.owner = owner
        self.status = status
        self.updatedAt = updatedAt
        self.length = length
        self.reliability = reliability
        self.confidence = confidence
        self.support = support
        self.gain = gain
        self.origin = origin
    }
}

/// What weighing terms needs to know of one kind's index.
package struct TierStatistics: Sendable, Equatable {
    /// In how many items each term stands.
    package var counts: [String: Int64]
    package var documents: Int64
    /// Mean number of terms of an item.
    package var meanLength: Double
}

extension MemoryReader {
    /// Whether anything was learned.
    package func holdsItems() throws -> Bool {
        let tables = ItemKind.allCases.map { "EXISTS (SELECT 1 FROM \($0.table))" }.joined(separator: " OR ")
        return try Bool.fetchOne(connection.cachedStatement(sql: "SELECT \(tables)")) ?? false
    }

    /// Document frequencies within one kind. The tables are small, so nothing is remembered.
    package func tierStatistics(of terms: [String], kind: ItemKind) throws -> TierStatistics {
        let statement = try connection.cachedStatement(sql: "SELECT doc FROM \(kind.vocabulary) WHERE term = ?")
        var counts: [String: Int64] = [:]
        for term in terms { counts[term] = try Int64.fetchOne(statement, arguments: [term]) ?? 0 }
        let whole = try Row.fetchOne(
            connection, cachedSQL: "SELECT count(*), coalesce(avg(length), 0.0) FROM \(kind.table)", arguments: [])
        return TierStatistics(counts: counts, documents: whole?[0] ?? 0, meanLength: whole?[1] ?? 0)
    }

    /// Items in use that hold at least one of the terms, best first by `Σ weight · tf saturation` (see `memos_rank`).
    package func tierMatches(
        _ kind: ItemKind, _ terms: [WeightedTerm], scope: Scope, limit: Int
    ) throws -> [(row: Int64, score: Double)] {
        guard !terms.isEmpty else { return [] }
        let (index, table) = (kind.index, kind.table)
        var arguments = StatementArguments(terms.map(\.weight))
        arguments += [MatchExpression.any(terms.map(\.text))]
        let owner = scope.ownerCondition(of: table, &arguments)
        arguments += [limit]
        return try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT \(index).rowid AS row, memos_rank(\(index), \(Self.placeholders(terms.count))) AS score
                FROM \(index) JOIN \(table) ON \(table).rowid = \(index).rowid
                WHERE \(index) MATCH ? AND \(table).status <> 'archived'\(owner) ORDER BY score DESC, row DESC LIMIT ?
                """,
            arguments: arguments
        ).map { ($0[0], $0[1]) }
    }

    /// Heads of rows that exist, archived ones too: whoever finds rows by other ways than words looks at `status`.
    package func tierHeads(_ kind: ItemKind, of rows: some Collection<Int64>) throws -> [Int64: ItemHead] {
        let special =
            switch kind {
            case .policy: "title, NULL, confidence, support, gain"
            case .worldModel: "title, NULL, confidence, NULL, NULL"
            case .skill: "name, reliability, NULL, support, gain"
            }
        return try Row.fetchAll(
            connection,
            sql: """
                SELECT rowid, id, summary, agent_kind, profile, workspace, status, updated_at, length, \(special), origin
                FROM \(kind.table) WHERE rowid IN (\(rows.map(String.init).joined(separator: ",")))
                """
        ).reduce(into: [:]) { heads, row in heads[row[0]] = ItemHead(kind: kind, row: row) }
    }

    package func skillHead(_ id: SkillID) throws -> ItemHead? { try itemHead(.skill, id: id.rawValue) }

    package func itemHead(_ kind: ItemKind, id: String) throws -> ItemHead? {
        try Int64.fetchOne(connection, sql: "SELECT rowid FROM \(kind.table) WHERE id = ?", arguments: [id])
            .flatMap { try tierHeads(kind, of: [$0])[$0] }
    }
}

extension ItemHead {
    fileprivate init(kind: ItemKind, row: Row) {
        self.init(
            row: row[0], kind: kind, id: row[1], title: row[9], summary: row[2],
            owner: Namespace(agentKind: row[3], profile: row[4], workspace: row[5]),
            status: ItemStatus(rawValue: row[6]) ?? .archived, updatedAt: row[7], length: row[8],
            reliability: row[10], confidence: row[11], support: row[12], gain: row[13],
            origin: (row[14] as String?).flatMap { ItemOrigin(stored: JSON(stored: $0)) }
        )
    }
}

/// What is handed to `MATCH`: quoted terms and nothing a user could have meant as an operator.
enum MatchExpression {
    static func any(_ terms: [String]) -> String {
        terms.map(quoted).joined(separator: " OR ")
    }

    /// Rows with every word of a text, each in one of the forms that stand at its place.
    ///
    /// - Returns: `nil` when the text has no words.
    static func all(of text: String) -> String? {
        var places: [[String]] = []
        for term in Terms.terms(in: String(text.prefix(readCharacters))) {
            if term.colocated, !places.isEmpty {
                places[places.count - 1].append(term.text)
            } else {
                places.append([term.text])
            }
        }
        guard !places.isEmpty else { return nil }
        return places.map { "(\(any($0)))" }.joined(separator: " AND ")
    }

    private static func quoted(_ term: String) -> String {
        "\"\(term.replacing("\"", with: "\"\""))\""
    }

    /// Nobody filters a list by more.
    private static let readCharacters = 200
}
