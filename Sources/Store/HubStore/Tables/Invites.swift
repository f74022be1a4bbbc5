package import MemoryModel

/// A place for one device that somebody was told a code for.
package struct HubInvite: Sendable, Equatable {
    /// The public part of the code.
    package var handle: String
    /// The other part; it is kept as long as it can be used, because the exchange needs it.
    package var secret: String
    package var role: String
    package var groups: [String]
    /// Whether the device may take part at once.
    package var isApproved: Bool
    /// The device that invites, or `hub`.
    package var createdBy: String
    package var createdAt: Timestamp
    package var expiresAt: Timestamp
    /// Exchanges that were begun and not finished.
    package var tries = 0
    package var usedBy: String?
    package var usedAt: Timestamp?

    /// Wrong tries after which it is gone.
    package static let maximumTries = 5

    package init(
        handle: String, secret: String, role: String, groups: [String], isApproved: Bool, createdBy: String,
        createdAt: Timestamp, expiresAt: Timestamp
    ) {
        self.handle = handle
        self.secret = secret
        self.role = role
        self.groups = groups
        self.isApproved = isApproved
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    /// Whether somebody can still come in with it.
    package func isOpen(at time: Timestamp) -> Bool {
        usedBy == nil && time < expiresAt && tries < Self.maximumTries
    }
}

/// An exchange that was begun and waits for its second message. It is in the database because that may reach another
/// process of the hub.
package struct HubPairing: Sendable, Equatable {
    package var run: String
    package var handle: String
    /// What the server needs to go on; it chooses the form.
    package var state: String
    package var expiresAt: Timestamp

    package init(run: String, handle: String, state: String, expiresAt: Timestamp) {
        self.run = run
        self.handle = handle
        self.state = state
        self.expiresAt = expiresAt
    }
}

extension HubReader {
    package func invite(_ handle: String) throws -> HubInvite? {
        try session.row(Self.inviteQuery + " WHERE handle = ?", [.text(handle)]).map(HubInvite.init)
    }

    /// Newest first, used ones too.
    package func invites() throws -> [HubInvite] {
        try session.rows(Self.inviteQuery + " ORDER BY created_at DESC, handle").map(HubInvite.init)
    }

    private static let inviteQuery = """
        SELECT handle, secret, role, group_names, approved, created_by, created_at, expires_at, tries, used_by, used_at \
        FROM invites
        """
}

extension HubTransaction {
    /// - Returns: false when the handle is taken: try another.
    package func add(_ invite: HubInvite) throws -> Bool {
        try sweepInvites(at: invite.createdAt)
        return try session.execute(
            """
            INSERT INTO invites
                (handle, secret, role, group_names, approved, created_by, created_at, expires_at, tries)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)
            ON CONFLICT (handle) DO NOTHING
            """,
            [
                .text(invite.handle), .text(invite.secret), .text(invite.role), .text(TextList.text(invite.groups)),
                HubValue(invite.isApproved ? 1 : 0), .text(invite.createdBy), .integer(invite.createdAt),
                .integer(invite.expiresAt),
            ]) > 0
    }

    /// - Returns: whether there was one.
    package func deleteInvite(_ handle: String) throws -> Bool {
        try session.execute("DELETE FROM pairings WHERE handle = ?", [.text(handle)])
        return try session.execute("DELETE FROM invites WHERE handle = ?", [.text(handle)]) > 0
    }

    /// Counts a try of an open invitation.
    ///
    /// - Returns: the invitation as it was before; `nil` when there is none that is open.
    package func tryInvite(_ handle: String, at time: Timestamp) throws -> HubInvite? {
        guard let invite = try reader.invite(handle), invite.isOpen(at: time) else { return nil }
        try session.execute("UPDATE invites SET tries = tries + 1 WHERE handle = ?", [.text(handle)])
        return invite
    }

    /// Ends an invitation by its use. Its secret goes.
    ///
    /// - Returns: false when somebody else was quicker, or it has expired.
    package func useInvite(_ handle: String, by device: String, at time: Timestamp) throws -> Bool {
        try session.execute(
            "UPDATE invites SET used_by = ?, used_at = ?, secret = '' WHERE handle = ? AND used_by IS NULL AND expires_at > ?",
            [.text(device), .integer(time), .text(handle), .integer(time)]) > 0
    }

    package func add(_ pairing: HubPairing) throws {
        try session.execute(
            "INSERT INTO pairings (run, handle, state, expires_at) VALUES (?, ?, ?, ?)",
            [.text(pairing.run), .text(pairing.handle), .text(pairing.state), .integer(pairing.expiresAt)])
    }

    /// Takes a begun exchange out: each has one second message, right or wrong.
    package func takePairing(_ run: String, at time: Timestamp) throws -> HubPairing? {
        let row = try session.row("SELECT run, handle, state, expires_at FROM pairings WHERE run = ?", [.text(run)])
        guard let row else { return nil }
        try session.execute("DELETE FROM pairings WHERE run = ?", [.text(run)])
        let pairing = HubPairing(
            run: row.string(0), handle: row.string(1), state: row.string(2), expiresAt: row.integer(3) ?? 0)
        return time < pairing.expiresAt ? pairing : nil
    }

    /// Invitations are shown for a day after their end; exchanges that were never finished go with their time.
    private func sweepInvites(at time: Timestamp) throws {
        try session.execute("DELETE FROM invites WHERE expires_at < ?", [.integer(time - 86_400_000)])
        try session.execute("UPDATE invites SET secret = '' WHERE expires_at < ?", [.integer(time)])
        try session.execute("DELETE FROM pairings WHERE expires_at < ?", [.integer(time)])
    }
}

extension HubInvite {
    fileprivate init(_ row: HubRow) {
        self.init(
            handle: row.string(0), secret: row.string(1), role: row.string(2), groups: TextList.names(row.string(3)),
            isApproved: row.int(4) != 0, createdBy: row.string(5), createdAt: row.integer(6) ?? 0,
            expiresAt: row.integer(7) ?? 0)
        tries = row.int(8)
        usedBy = row.text(9)
        usedAt = row.integer(10)
    }
}
