package import MemoryModel

/// A device's pass, of which the hub keeps only SHA-256.
package struct HubToken: Sendable, Equatable {
    /// The first 16 digits of its SHA-256: to name it, not to use it.
    package let id: String
    package let device: String
    package let createdAt: Timestamp
    /// To some seconds.
    package let lastUsedAt: Timestamp?
    /// Whether it was given out in place of another and has not been used yet.
    package let isFresh: Bool
}

extension HubReader {
    /// Oldest first.
    ///
    /// - Parameter device: `nil` for those of all.
    package func tokens(ofDevice device: String?) throws -> [HubToken] {
        let condition = device == nil ? "" : "WHERE device = ? "
        return try session.rows(
            "SELECT \(Self.tokenColumns) FROM tokens \(condition)ORDER BY created_at, hash",
            device.map { [.text($0)] } ?? []
        ).map(HubToken.init)
    }

    /// - Parameter hash: SHA-256 of the token in hexadecimal digits.
    package func token(hash: String) throws -> HubToken? {
        try session.row("SELECT \(Self.tokenColumns) FROM tokens WHERE hash = ?", [.text(hash)]).map(HubToken.init)
    }

    private static let tokenColumns = "hash, device, created_at, last_used_at, replaces"
}

extension HubTransaction {
    /// - Parameter replaced: SHA-256 of the token that it stands in for. That one holds until the new one is used; an
    ///   earlier stand-in that was never used goes.
    package func issueToken(
        hash: String, device: String, at time: Timestamp, replacing replaced: String? = nil
    ) throws {
        if let replaced { try session.execute("DELETE FROM tokens WHERE replaces = ?", [.text(replaced)]) }
        try session.execute(
            "INSERT INTO tokens (hash, device, created_at, replaces) VALUES (?, ?, ?, ?)",
            [.text(hash), .text(device), .integer(time), HubValue(replaced)])
    }

    /// A stand-in was used: the token before it holds no longer.
    func settleToken(hash: String) throws {
        try session.execute(
            "DELETE FROM tokens WHERE hash = (SELECT replaces FROM tokens WHERE hash = ?)", [.text(hash)])
        try session.execute("UPDATE tokens SET replaces = NULL WHERE hash = ?", [.text(hash)])
    }

    /// - Parameter device: whose token it must be; `nil` for anybody's.
    /// - Returns: whether there was one.
    package func revokeToken(id: String, ofDevice device: String? = nil) throws -> Bool {
        let hashes = try reader.tokenHashes(id: id, ofDevice: device)
        for hash in hashes { try session.execute("DELETE FROM tokens WHERE hash = ?", [.text(hash)]) }
        return !hashes.isEmpty
    }

    package func revokeTokens(ofDevice device: String) throws {
        try session.execute("DELETE FROM tokens WHERE device = ?", [.text(device)])
    }

    /// - Parameter time: of the last use of any of them: times are kept to some seconds only.
    func noteUse(ofTokens hashes: [String], at time: Timestamp) throws {
        try session.inPortions(hashes.map { [.text($0)] }) {
            try session.execute("UPDATE tokens SET last_used_at = ? WHERE hash IN (\($0))", [.integer(time)] + $1)
        }
    }
}

extension HubReader {
    fileprivate func tokenHashes(id: String, ofDevice device: String?) throws -> [String] {
        guard id.utf8.count == HubToken.idLength else { return [] }
        let rows = try session.rows(
            "SELECT hash, device FROM tokens WHERE substr(hash, 1, \(HubToken.idLength)) = ?", [.text(id)])
        return rows.filter { device == nil || $0.text(1) == device }.map { $0.string(0) }
    }
}

extension HubToken {
    static let idLength = 16

    fileprivate init(_ row: HubRow) {
        self.init(
            id: String(row.string(0).prefix(Self.idLength)), device: row.string(1), createdAt: row.integer(2) ?? 0,
            lastUsedAt: row.integer(3), isFresh: row.text(4) != nil)
    }
}

extension HubDatabase {
    /// Whose token this is. Using a stand-in ends the token before it.
    ///
    /// - Parameter hash: SHA-256 of the token in hexadecimal digits.
    package func authenticate(tokenHash hash: String, at time: Timestamp) async throws(MemoryError) -> HubToken? {
        guard let token = try await read({ try $0.token(hash: hash) }) else { return nil }
        if token.isFresh { try await write { try $0.settleToken(hash: hash) } }
        presence.note(token: hash, at: time)
        return token
    }
}
