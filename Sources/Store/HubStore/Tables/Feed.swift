import JSONText
import MemoryModel
package import SharedStatements

/// The end of the feed: its number and the link of the chain there.
package struct FeedHead: Sendable, Equatable {
    package let seq: Int
    package let chain: String

    package init(seq: Int, chain: String) {
        self.seq = seq
        self.chain = chain
    }
}

/// A statement in the feed, without its envelope.
package struct FeedHeader: Sendable, Equatable {
    package let seq: Int
    package let id: String
    package let type: StatementType
    package let item: String?
    package let signer: String
    package let groups: [String]
    /// Bytes of the envelope.
    package let size: Int
    package let chain: String
}

/// A statement in the feed.
package struct FeedEntry: Sendable, Equatable {
    package let header: FeedHeader
    /// The envelope's JSON.
    package let envelope: String

    package var seq: Int { header.seq }
    package var id: String { header.id }
}

/// A stretch of the feed.
package struct FeedPage: Sendable, Equatable {
    package var entries: [FeedEntry]
    /// How far was looked: the next page begins after it.
    package var cursor: Int
    /// The link of the chain at the cursor.
    package var chain: String
    package var head: FeedHead
    /// The link where the page begins: a client whose link there is another one has seen another feed.
    package var chainAtAfter: String

    package init(entries: [FeedEntry], cursor: Int, chain: String, head: FeedHead, chainAtAfter: String) {
        self.entries = entries
        self.cursor = cursor
        self.chain = chain
        self.head = head
        self.chainAtAfter = chainAtAfter
    }
}

extension HubReader {
    package func head() throws -> FeedHead {
        let row = try session.row("SELECT seq, chain FROM counters WHERE name = 'statements'")
        return FeedHead(seq: row?.int(0) ?? 0, chain: row?.string(1) ?? HashChain.start)
    }

    /// What follows the number `after`, oldest first.
    ///
    /// - Parameters:
    ///   - limit: entries at most.
    ///   - byteLimit: of envelopes together; the first entry comes even when it is longer.
    ///   - admits: what the reader may see; the rest is passed over.
    /// - Throws: `conflict` with `details.head` when the feed ends before `after`.
    package func feed(
        after: Int, limit: Int, byteLimit: Int = FeedReading.byteLimit,
        admits: (FeedHeader) throws -> Bool = { _ in true }
    ) throws -> FeedPage {
        let head = try head()
        try FeedReading.check(after, head: head.seq)
        var reading = FeedReading(after: after, chain: try chain(at: after), limit: limit, byteLimit: byteLimit)
        while !reading.isFull, reading.cursor < head.seq {
            let headers = try headers(after: reading.cursor, through: head.seq, limit: min(limit, FeedReading.stride))
            guard !headers.isEmpty else { break }
            for header in headers where !reading.isFull { reading.take(header, isAdmitted: try admits(header)) }
        }
        return FeedPage(
            entries: try entries(reading.chosen), cursor: reading.cursor, chain: reading.chain, head: head,
            chainAtAfter: reading.chainAtAfter)
    }

    /// The link after the statement of this number.
    ///
    /// - Throws: `not_found` when there is none.
    package func chain(at seq: Int) throws -> String {
        if seq == 0 { return HashChain.start }
        let row = try session.row("SELECT chain FROM statements WHERE seq = ?", [HubValue(seq)])
        guard let row else { throw MemoryError(.notFound, "The feed has no statement of this number.") }
        return row.string(0)
    }

    package func statement(_ id: String) throws -> FeedEntry? {
        let rows = try session.rows("SELECT \(Self.columns) FROM statements WHERE id = ?", [.text(id)])
        return try entries(rows.compactMap(FeedHeader.init)).first
    }

    private static let columns = "seq, id, type, item, signer, group_names, size, chain"

    private func headers(after: Int, through last: Int, limit: Int) throws -> [FeedHeader] {
        try session.rows(
            "SELECT \(Self.columns) FROM statements WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
            [HubValue(after), HubValue(last), HubValue(limit)]
        ).compactMap(FeedHeader.init)
    }

    private func entries(_ headers: [FeedHeader]) throws -> [FeedEntry] {
        guard let first = headers.first, let last = headers.last else { return [] }
        var texts: [Int: String] = [:]
        if last.seq - first.seq == headers.count - 1 {
            let rows = try session.rows(
                "SELECT seq, text FROM envelopes WHERE seq >= ? AND seq <= ?",
                [HubValue(first.seq), HubValue(last.seq)])
            for row in rows { texts[row.int(0)] = row.string(1) }
        } else {
            try session.inPortions(headers.map { [HubValue($0.seq)] }) { placeholders, values in
                let rows = try session.rows("SELECT seq, text FROM envelopes WHERE seq IN (\(placeholders))", values)
                for row in rows { texts[row.int(0)] = row.string(1) }
            }
        }
        return headers.compactMap { header in
            texts[header.seq].map { FeedEntry(header: header, envelope: $0) }
        }
    }
}

extension FeedHeader {
    fileprivate init?(_ row: HubRow) {
        guard let type = StatementType(rawValue: row.string(2)) else { return nil }
        self.init(
            seq: row.int(0), id: row.string(1), type: type, item: row.text(3), signer: row.string(4),
            groups: TextList.names(row.string(5)), size: row.int(6), chain: row.string(7))
    }
}
