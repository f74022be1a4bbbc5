import HubStore
import JSONText
import SharedStatements

/// What admins look at: the log, and how the hub does.
extension HubDesk {
    func auditPage(_ parameters: HubParameters) async throws(HubFault) -> HubReply {
        let after = try parameters.number("after", in: 0...Int(Int32.max), default: 0)
        let limit = try parameters.number("limit", in: 1...1000, default: 200)
        let (entries, head) = try await stored { (try $0.audit(after: after, limit: limit), try $0.auditHead()) }
        return HubReply([
            "entries": .array(
                entries.map { entry in
                    [
                        "seq": JSON(entry.seq), "at": .integer(entry.at), "actor": .string(entry.actor),
                        "action": .string(entry.action), "subject": .string(entry.subject),
                        "details": .object(entry.details), "hash": .string(entry.hash),
                    ]
                }), "head": JSON(head.seq),
        ])
    }

    func health(_ caller: HubCaller) async throws(HubFault) -> HubReply {
        let (figures, devices) = try await stored { (try $0.figures(), try $0.devices()) }
        let census = keeper.census()
        let clients = devices.filter { $0.lastSeenAt != nil }.map { device in
            JSON.object(present: [
                ("device", .string(device.device)), ("cursor", device.cursor.map { JSON($0) }),
                ("lastSeenAt", device.lastSeenAt.map(JSON.integer)),
            ])
        }
        return HubReply(
            .object(present: [
                ("ok", true), ("version", .string(options.version)), ("database", .string(database.kind)),
                ("members", JSON(census.members)), ("devices", JSON(census.devices)),
                ("pending", JSON(figures.pendingDevices)),
                ("items", JSON(census.items)), ("statements", JSON(figures.statements)),
                ("clients", caller.isAdmin ? .array(clients) : nil), ("waiting", JSON(room.count)),
                ("bytes", JSON(figures.databaseBytes)), ("startedAt", .integer(startedAt)),
                ("p95Milliseconds", JSON(((latency.p95 ?? 0) * 1000).rounded() / 1000)),
            ]))
    }
}
