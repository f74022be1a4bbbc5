package import MemoryModel

/// From one database to another: for a hub that outgrew its file, or comes back to one.
extension HubDatabase {
    /// Copies all that this database holds into an empty one: statements, devices, tokens, codes and the audit log, all with
    /// their numbers, so that members notice nothing. Until all is there the other one is no hub's, and none starts on it; a
    /// move that broke off is begun anew.
    ///
    /// Nobody may write to either meanwhile. This one stays as it is.
    ///
    /// - Throws: `already_exists` when the other one holds a hub; `not_found` when this one holds none; `conflict` when this
    ///   one changed meanwhile.
    package func move(to other: HubDatabase) async throws(MemoryError) {
        let before = try await read { reader in
            guard try reader.identity() != nil else { throw HubMove.nothingToMove }
            return try reader.counters()
        }
        try await other.write { try $0.beginMove() }
        for table in HubMove.numbered {
            var last = 0
            while true {
                let after = last
                let rows = try await read { try $0.page(of: table, after: after) }
                guard let end = rows.last?.first, case .integer(let number) = end else { break }
                last = Int(number)
                try await other.write { try $0.put(rows, into: table) }
            }
        }
        for table in HubMove.short {
            let rows = try await read { try $0.session.rows("SELECT * FROM \(table)").map(\.values) }
            try await other.write { try $0.put(rows, into: table) }
        }
        let (after, meta) = try await read { reader in
            (try reader.counters(), try reader.session.rows("SELECT * FROM hub_meta").map(\.values))
        }
        guard after == before else { throw HubMove.changedMeanwhile }
        try await other.write { try $0.endMove(counters: after, meta: meta) }
    }
}

/// What goes along, and what is wrong when it does not.
private enum HubMove {
    /// In `hub_meta`, while only a part of a hub is there.
    static let mark = "moving"
    /// Tables that grow for ever, by the number their first column holds.
    static let numbered = ["statements", "envelopes", "audit"]
    static let short = ["devices", "seen", "usage", "tokens", "invites"]
    /// Pairings last a minute, and are left out.
    static let all = numbered + short + ["pairings", "hub_meta"]
    /// Envelopes have up to a megabyte.
    static let page = 64

    static let nothingToMove = MemoryError(
        .notFound, "There is no hub in this database.",
        hint: "Name its folder with --home, and where it is with --database.")
    static let occupied = MemoryError(
        .alreadyExists, "The other database holds a hub.", hint: "Name an empty one.")
    static let changedMeanwhile = MemoryError(
        .conflict, "The hub was told something while it was moved.",
        hint: "End every process of the hub, then move it again.")
    static let unfinished = MemoryError(
        .conflict, "This database holds only a part of a hub: a move to it broke off.",
        hint: "Move the hub again, or start it where it was.")
}

extension HubReader {
    /// - Throws: `conflict` for a database to which a move broke off.
    func refuseHalfMoved() throws {
        if try meta(HubMove.mark) != nil { throw HubMove.unfinished }
    }

    fileprivate func counters() throws -> [[HubValue]] {
        try session.rows("SELECT name, seq, chain FROM counters ORDER BY name").map(\.values)
    }

    fileprivate func page(of table: String, after: Int) throws -> [[HubValue]] {
        try session.rows(
            "SELECT * FROM \(table) WHERE seq > ? ORDER BY seq LIMIT ?", [HubValue(after), HubValue(HubMove.page)]
        ).map(\.values)
    }
}

extension HubTransaction {
    fileprivate func beginMove() throws {
        guard try reader.identity() == nil, try reader.head().seq == 0 else { throw HubMove.occupied }
        for table in HubMove.all { try session.execute("DELETE FROM \(table)", []) }
        try setMeta(HubMove.mark, "1")
    }

    /// Both databases have their columns in the same order: one schema made them.
    fileprivate func put(_ rows: [[HubValue]], into table: String) throws {
        try session.inPortions(rows) { placeholders, values in
            try session.execute("INSERT INTO \(table) VALUES \(placeholders)", values)
        }
    }

    fileprivate func endMove(counters: [[HubValue]], meta: [[HubValue]]) throws {
        for counter in counters {
            try session.execute(
                "UPDATE counters SET seq = ?, chain = ? WHERE name = ?", [counter[1], counter[2], counter[0]])
        }
        try session.execute("DELETE FROM hub_meta", [])
        try put(meta, into: "hub_meta")
    }
}
