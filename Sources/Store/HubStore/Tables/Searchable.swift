import JSONText
import SharedStatements

/// A version of an item that was found.
package struct SearchHit: Sendable, Equatable {
    package let seq: Int
    /// The id of the envelope.
    package let id: String
    package let item: String
    package let kind: String
    package let name: String
    package let summary: String
    package let signer: String
    package let groups: [String]
    /// Above 0; only good for comparing within one answer.
    package var score = 0.0
}

extension HubReader {
    /// Items from the number `after` on with the words that they are found by.
    func searchable(
        after: Int, limit: Int
    ) throws -> (items: [(SearchHit, SearchWords)], cursor: Int, head: Int) {
        let head = try head().seq
        let rows = try session.rows(
            """
            SELECT seq, id, item, kind, name, summary, signer, group_names FROM statements
            WHERE seq > ? AND seq <= ? AND type = ? ORDER BY seq LIMIT ?
            """,
            [HubValue(after), HubValue(head), .text(StatementType.item.rawValue), HubValue(limit)])
        let stored = try words(from: rows.first?.int(0) ?? 0, through: rows.last?.int(0) ?? 0)
        let items = try rows.compactMap { row -> (SearchHit, SearchWords)? in
            let known = stored[row.int(0)].flatMap(SearchWords.init(stored:))
            guard let words = try known ?? analysedAnew(seq: row.int(0)) else { return nil }
            let hit = SearchHit(
                seq: row.int(0), id: row.string(1), item: row.string(2), kind: row.string(3), name: row.string(4),
                summary: row.string(5), signer: row.string(6), groups: TextList.names(row.string(7)))
            return (hit, words)
        }
        return (items, rows.count < limit ? head : rows.last?.int(0) ?? head, head)
    }

    /// Read apart from the statements: a join would leave it to PostgreSQL to go through all of them for each page.
    private func words(from first: Int, through last: Int) throws -> [Int: String] {
        let rows = try session.rows(
            "SELECT seq, words FROM envelopes WHERE seq >= ? AND seq <= ? AND words IS NOT NULL",
            [HubValue(first), HubValue(last)])
        return Dictionary(rows.map { ($0.int(0), $0.string(1)) }) { $1 }
    }

    /// The words of a statement that was kept by a version with another analysis.
    private func analysedAnew(seq: Int) throws -> SearchWords? {
        let text = try session.row("SELECT text FROM envelopes WHERE seq = ?", [HubValue(seq)])?.string(0)
        guard let json = text.flatMap({ try? JSON(parsing: $0) }) else { return nil }
        return (try? VerifiedEnvelope(stored: json)).flatMap { NewStatement($0).words }
    }
}
