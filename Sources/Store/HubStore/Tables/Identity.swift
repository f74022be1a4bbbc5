import JSONText
package import MemoryModel

/// Who a hub is.
package struct HubIdentity: Sendable, Equatable {
    package let id: String
    package let name: String
    package let createdAt: Timestamp

    package init(id: String, name: String, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.createdAt = createdAt
    }
}

extension HubReader {
    package func identity() throws -> HubIdentity? {
        guard let id = try meta("hub_id") else { return nil }
        return HubIdentity(
            id: id, name: try meta("hub_name") ?? "", createdAt: try meta("created_at").flatMap(Timestamp.init) ?? 0)
    }

    /// The keys whose grants need no other grant, in hexadecimal digits.
    package func roots() throws -> [String] {
        try meta("roots").map(TextList.names) ?? []
    }

    func meta(_ key: String) throws -> String? {
        try session.row("SELECT value FROM hub_meta WHERE key = ?", [.text(key)])?.text(0)
    }
}

extension HubTransaction {
    /// Makes this the hub's identity unless it has one. Several processes may start at the same time: all get the same.
    ///
    /// - Throws: `conflict` for a database that holds a part of a hub.
    package func found(_ identity: HubIdentity) throws -> HubIdentity {
        try reader.refuseHalfMoved()
        if let known = try reader.identity() { return known }
        try setMeta("hub_id", identity.id)
        try setMeta("hub_name", identity.name)
        try setMeta("created_at", String(identity.createdAt))
        return identity
    }

    package func rename(_ name: String) throws {
        try setMeta("hub_name", name)
    }

    /// Makes a device the root, when there is none yet.
    ///
    /// - Returns: whether it is the root now.
    package func establishRoot(_ device: String) throws -> Bool {
        let roots = try reader.roots()
        if roots.isEmpty { try setMeta("roots", TextList.text([device])) }
        return roots.isEmpty || roots.contains(device)
    }

    func setMeta(_ key: String, _ value: String) throws {
        try session.execute(
            "INSERT INTO hub_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [.text(key), .text(value)])
    }
}
