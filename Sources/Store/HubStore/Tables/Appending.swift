package import MemoryModel
import SharedStatements

/// What became of statements that were sent.
package struct AppendReceipt: Sendable, Equatable {
    package var accepted: [String] = []
    /// They were there already.
    package var known: [String] = []
    /// The sender has sent too much today.
    package var overLimit: [String] = []
    /// The number of the newest statement after this.
    package var head = 0
}

extension HubTransaction {
    /// Adds what is new at the end of the feed, in the order given, without gaps, each with its link of the chain.
    ///
    /// - Parameters:
    ///   - sender: the device that sends them; other members' statements may be sent again by anybody.
    ///   - dailyLimit: bytes of new envelopes that one sender may add on one day (UTC).
    package func append(
        _ statements: [NewStatement], sender: String, at time: Timestamp, dailyLimit: Int = .max
    ) throws -> AppendReceipt {
        var known = try knownIDs(among: statements.map(\.id))
        var receipt = AppendReceipt()
        var quota = try DailyQuota(session, device: sender, at: time, limit: dailyLimit)
        let counter = try session.row("SELECT seq, chain FROM counters WHERE name = 'statements'")
        var (seq, chain) = (counter?.int(0) ?? 0, counter?.string(1) ?? HashChain.start)
        var rows: [[HubValue]] = []
        var envelopes: [[HubValue]] = []
        for statement in statements {
            let size = statement.envelope.utf8.count
            if !known.insert(statement.id).inserted {
                receipt.known.append(statement.id)
            } else if !quota.take(size) {
                known.remove(statement.id)
                receipt.overLimit.append(statement.id)
            } else {
                seq += 1
                chain = HashChain.link(after: chain, entry: statement.id)
                rows.append(row(statement, seq: seq, size: size, chain: chain, sender: sender, at: time))
                envelopes.append([HubValue(seq), .text(statement.envelope), HubValue(statement.words?.stored)])
                receipt.accepted.append(statement.id)
            }
        }
        receipt.head = seq
        guard !rows.isEmpty else { return receipt }
        try session.inPortions(rows) { try session.execute(Self.insertion + $0, $1) }
        try session.inPortions(envelopes) {
            try session.execute("INSERT INTO envelopes (seq, text, words) VALUES " + $0, $1)
        }
        try session.execute(
            "UPDATE counters SET seq = ?, chain = ? WHERE name = 'statements'", [HubValue(seq), .text(chain)])
        try quota.store()
        if let announcement = session.dialect.announcement { _ = try session.rows(announcement, [.text(String(seq))]) }
        news.head = seq
        return receipt
    }

    private static let insertion = """
        INSERT INTO statements (seq, id, type, item, signer, kind, name, summary, group_names, size, chain, sender, at) \
        VALUES\u{20}
        """

    private func row(
        _ statement: NewStatement, seq: Int, size: Int, chain: String, sender: String, at time: Timestamp
    ) -> [HubValue] {
        [
            HubValue(seq), .text(statement.id), .text(statement.type.rawValue), HubValue(statement.item),
            .text(statement.signer), HubValue(statement.kind), HubValue(statement.name), HubValue(statement.summary),
            .text(TextList.text(statement.groups)), HubValue(size), .text(chain), .text(sender), .integer(time),
        ]
    }

    private func knownIDs(among ids: [String]) throws -> Set<String> {
        var known: Set<String> = []
        try session.inPortions(ids.map { [.text($0)] }) { placeholders, values in
            let rows = try session.rows("SELECT id FROM statements WHERE id IN (\(placeholders))", values)
            known.formUnion(rows.map { $0.string(0) })
        }
        return known
    }
}

/// How much one device has added today.
private struct DailyQuota {
    let session: any HubSession
    let device: String
    let day: Int64
    let limit: Int
    var used: Int
    private let isFirst: Bool

    init(_ session: any HubSession, device: String, at time: Timestamp, limit: Int) throws {
        self.session = session
        self.device = device
        self.limit = limit
        day = time / 86_400_000
        let row = try session.row(
            "SELECT bytes FROM usage WHERE device = ? AND day = ?", [.text(device), .integer(day)])
        used = row?.int(0) ?? 0
        isFirst = row == nil
    }

    mutating func take(_ bytes: Int) -> Bool {
        guard bytes <= limit - used else { return false }
        used += bytes
        return true
    }

    /// With a new day, those before yesterday are forgotten.
    func store() throws {
        try session.execute(
            """
            INSERT INTO usage (device, day, bytes) VALUES (?, ?, ?)
            ON CONFLICT (device, day) DO UPDATE SET bytes = excluded.bytes
            """, [.text(device), .integer(day), HubValue(used)])
        guard isFirst else { return }
        try session.execute("DELETE FROM usage WHERE device = ? AND day < ?", [.text(device), .integer(day - 1)])
    }
}
