package import MemoryModel

/// A device as the hub knows it beside its statements: what it said of itself when it came, and as what it was invited.
package struct HubDevice: Sendable, Equatable {
    package enum State: String, Sendable {
        /// It waits for an admin.
        case pending
        case active
        case rejected
    }

    /// Its key in hexadecimal digits.
    package var device: String
    /// The member's short name, once an admin gave it.
    package var member: String?
    /// What the person calls himself or herself.
    package var name: String
    package var deviceName: String
    package var state: State
    /// The role it was invited to, and the groups.
    package var role: String
    package var groups: [String]
    /// The device that invited it, or `hub`.
    package var invitedBy: String?
    package var createdAt: Timestamp
    /// Told by the hub, never stored with the device.
    package var lastSeenAt: Timestamp?
    /// How far it has read the feed.
    package var cursor: Int?

    package init(
        device: String, member: String? = nil, name: String, deviceName: String, state: State, role: String,
        groups: [String], invitedBy: String? = nil, createdAt: Timestamp
    ) {
        self.device = device
        self.member = member
        self.name = name
        self.deviceName = deviceName
        self.state = state
        self.role = role
        self.groups = groups
        self.invitedBy = invitedBy
        self.createdAt = createdAt
    }
}

extension HubReader {
    package func device(_ key: String) throws -> HubDevice? {
        try session.row(Self.deviceQuery + " WHERE d.device = ?", [.text(key)]).flatMap(HubDevice.init)
    }

    /// All of them, oldest first.
    package func devices() throws -> [HubDevice] {
        try session.rows(Self.deviceQuery + " ORDER BY d.created_at, d.device").compactMap(HubDevice.init)
    }

    private static let deviceQuery = """
        SELECT d.device, d.member, d.name, d.device_name, d.state, d.role, d.group_names, d.invited_by, d.created_at, \
        s.at, s.cursor FROM devices d LEFT JOIN seen s ON s.device = d.device
        """
}

extension HubTransaction {
    /// Adds a device, or replaces what is known of it.
    package func save(_ device: HubDevice) throws {
        try session.execute(
            """
            INSERT INTO devices
                (device, member, name, device_name, state, role, group_names, invited_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (device) DO UPDATE SET
                member = excluded.member, name = excluded.name, device_name = excluded.device_name,
                state = excluded.state, role = excluded.role, group_names = excluded.group_names,
                invited_by = excluded.invited_by
            """,
            [
                .text(device.device), HubValue(device.member), .text(device.name), .text(device.deviceName),
                .text(device.state.rawValue), .text(device.role), .text(TextList.text(device.groups)),
                HubValue(device.invitedBy), .integer(device.createdAt),
            ])
    }

    /// - Returns: whether the device is known.
    @discardableResult
    package func setState(_ state: HubDevice.State, member: String? = nil, ofDevice key: String) throws -> Bool {
        try session.execute(
            "UPDATE devices SET state = ?, member = COALESCE(?, member) WHERE device = ?",
            [.text(state.rawValue), HubValue(member), .text(key)]) > 0
    }

    /// Turns a device away that still waits, and takes its tokens.
    ///
    /// - Returns: whether it was waiting.
    package func reject(device key: String) throws -> Bool {
        let count = try session.execute(
            "UPDATE devices SET state = ? WHERE device = ? AND state = ?",
            [.text(HubDevice.State.rejected.rawValue), .text(key), .text(HubDevice.State.pending.rawValue)])
        if count > 0 { try revokeTokens(ofDevice: key) }
        return count > 0
    }

    /// - Parameter notes: devices, each once; a cursor that is not known leaves the one that was there.
    func noteSeen(_ notes: [(device: String, cursor: Int?, at: Timestamp)]) throws {
        try session.inPortions(notes.map { [.text($0.device), HubValue($0.cursor ?? -1), .integer($0.at)] }) {
            try session.execute(
                """
                INSERT INTO seen (device, cursor, at) VALUES \($0)
                ON CONFLICT (device) DO UPDATE SET at = excluded.at,
                    cursor = CASE WHEN excluded.cursor < 0 THEN seen.cursor ELSE excluded.cursor END
                """, $1)
        }
    }
}

extension HubDevice {
    fileprivate init?(_ row: HubRow) {
        guard let state = State(rawValue: row.string(4)) else { return nil }
        self.init(
            device: row.string(0), member: row.text(1), name: row.string(2), deviceName: row.string(3), state: state,
            role: row.string(5), groups: TextList.names(row.string(6)), invitedBy: row.text(7),
            createdAt: row.integer(8) ?? 0)
        lastSeenAt = row.integer(9)
        cursor = row.integer(10).flatMap { $0 < 0 ? nil : Int($0) }
    }
}

extension HubDatabase {
    /// Remembers that a device was there; it is written down within some seconds, with others.
    ///
    /// - Parameter cursor: how far it has read the feed, when it said so.
    package func noteSeen(device: String, cursor: Int? = nil, at time: Timestamp) {
        presence.note(device: device, cursor: cursor, at: time)
    }
}
