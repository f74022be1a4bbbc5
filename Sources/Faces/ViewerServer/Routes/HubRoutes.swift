/// What the page "Hub" asks. What concerns belonging to a hub at all, and who may, wants the scope `admin`.
extension RouteTable {
    static let hub: [Route] = hubMembership + hubSharing + hubReceiving + hubTeam + hubWatch

    private static let hubMembership: [Route] = [
        Route(
            .get, "/api/v1/hub/status", .request("hub.status"),
            summary: "Whether this machine belongs to a hub, and how it keeps up"),
        Route(.get, "/api/v1/hub/discover", .request("hub.discover"), summary: "Hubs that announce themselves nearby"),
        Route(
            .post, "/api/v1/hub/join", .request("hub.join"), summary: "Join a hub with a code of its admin",
            scope: .admin,
            body: [
                .text("address", isRequired: true), .text("code", maximumBytes: 64, isRequired: true),
                .text("name", maximumBytes: 320, isRequired: true), .text("deviceName", maximumBytes: 320),
            ]),
        Route(
            .post, "/api/v1/hub/leave", .request("hub.leave"), summary: "Leave the hub; this device revokes itself",
            scope: .admin, body: [.flag("forget")]),
        Route(.post, "/api/v1/hub/sync", .request("hub.sync"), summary: "Send what waits and ask for news now"),
        Route(
            .get, "/api/v1/hub/tokens", .request("hub.tokens"),
            summary: "Tokens by which devices are known to the hub"),
        Route(
            .post, "/api/v1/hub/tokens/rotate", .request("hub.rotate_token"), summary: "Change this device's token",
            scope: .admin),
        Route(
            .delete, "/api/v1/hub/tokens/{id}", .request("hub.revoke_token"), summary: "End a token", scope: .admin,
            parameters: [.text("id", isRequired: true)]),
    ]

    private static let hubSharing: [Route] = [
        Route(
            .post, "/api/v1/hub/preview", .request("hub.preview"),
            summary: "Exactly what sharing an item would send, and what is worrying about it", scope: .read,
            body: shared),
        Route(
            .post, "/api/v1/hub/share", .request("hub.share"), summary: "Share an item as its preview showed it",
            body: shared + [.text("confirm", maximumBytes: 128, isRequired: true)]),
        Route(.get, "/api/v1/hub/shared", .request("hub.shared"), summary: "What was shared from here"),
        Route(
            .post, "/api/v1/hub/shared/{item}/unshare", .request("hub.unshare"),
            summary: "Take an item back from everybody", parameters: [.text("item", isRequired: true)],
            body: [reason]),
    ]

    private static let hubReceiving: [Route] = [
        Route(
            .get, "/api/v1/hub/review", .request("hub.review"), summary: "What others share, with its findings",
            parameters: [.choice("state", ["waiting", "approved", "refused", "withdrawn"])]),
        Route(
            .get, "/api/v1/hub/items/{envelope}", .request("hub.item"),
            summary: "One shared item whole, with what it changes", parameters: [envelope]),
        Route(
            .post, "/api/v1/hub/items/{envelope}/approve", .request("hub.approve"),
            summary: "Take an item into use, on trial", parameters: [envelope], body: [.text("as", maximumBytes: 320)]),
        Route(
            .post, "/api/v1/hub/items/{envelope}/refuse", .request("hub.refuse"), summary: "Turn an item away",
            parameters: [envelope], body: [reason]),
        Route(
            .get, "/api/v1/hub/received", .request("hub.received"),
            summary: "What came of others' items: in use, or withdrawn"),
        Route(
            .get, "/api/v1/hub/trusted", .request("hub.trusted"),
            summary: "Members whose items are approved by themselves, by group"),
        Route(
            .post, "/api/v1/hub/trust", .request("hub.trust"), summary: "Trust a member in a group", scope: .admin,
            body: [member, group]),
        Route(
            .post, "/api/v1/hub/untrust", .request("hub.untrust"), summary: "Trust a member in a group no longer",
            scope: .admin, body: [member, group]),
        Route(
            .get, "/api/v1/hub/search", .request("hub.search"), summary: "Ask the hub for items, two seconds at most",
            parameters: [
                .text("q", as: "query", maximumBytes: 4096, isRequired: true), .choices("kinds", kinds),
                .integer("limit", 1...50),
            ]),
    ]

    private static let hubTeam: [Route] = [
        Route(
            .get, "/api/v1/hub/members", .request("hub.members"),
            summary: "Members with their devices, and devices that wait"),
        Route(.get, "/api/v1/hub/groups", .request("hub.groups"), summary: "Groups and who belongs to them"),
        Route(
            .post, "/api/v1/hub/devices/{device}/grant", .request("hub.grant"),
            summary: "Let a device in, or change what it may", scope: .admin, parameters: [device],
            body: [
                .text("member", maximumBytes: 320), .text("name", maximumBytes: 320),
                .choice("role", roles, isRequired: true), groups,
            ]),
        Route(
            .post, "/api/v1/hub/devices/{device}/reject", .request("hub.reject"), summary: "Turn a device away",
            scope: .admin, parameters: [device]),
        Route(
            .post, "/api/v1/hub/revoke", .request("hub.revoke"),
            summary: "Revoke a device, a member, an item or one version of it, for everybody", scope: .admin,
            body: [
                .choice("kind", ["device", "member", "item", "envelope"], isRequired: true),
                .text("id", isRequired: true), reason, .flag("keep"), .flag("compromised"),
            ]),
        Route(
            .get, "/api/v1/hub/revocations", .request("hub.revocations"), summary: "What was revoked or taken back"),
        Route(.get, "/api/v1/hub/invites", .request("hub.invites"), summary: "Codes that were not used yet"),
        Route(
            .post, "/api/v1/hub/invites", .request("hub.invite"), summary: "Make a code for one device",
            scope: .admin,
            body: [
                .choice("role", roles), groups, .integer("minutes", 1...1440), .flag("approved"),
            ]),
        Route(
            .delete, "/api/v1/hub/invites/{handle}", .request("hub.cancel_invite"), summary: "Cancel a code",
            scope: .admin, parameters: [.text("handle", maximumBytes: 64, isRequired: true)]),
    ]

    private static let hubWatch: [Route] = [
        Route(
            .get, "/api/v1/hub/audit", .request("hub.audit"), summary: "What was done at the hub, for its admins",
            parameters: [.integer("after", 0...Int64.max), .integer("limit", 1...500)]),
        Route(
            .post, "/api/v1/hub/audit/export", .request("hub.audit_export"),
            summary: "Write the audit log to a file, its chain verified",
            body: [.text("path", maximumBytes: 4096, isRequired: true)]),
        Route(.get, "/api/v1/hub/health", .request("hub.health"), summary: "How the hub itself does"),
    ]

    private static let shared: [RouteParameter] = [
        .text("id", isRequired: true), .choice("kind", ["item"] + kinds), groups,
        .texts("withTraces", maximumCount: 64),
        .text("licence", maximumBytes: 4096),
    ]
    private static let kinds = ["skill", "policy", "world_model", "excerpt"]
    private static let roles = ["admin", "member", "reader"]
    private static let envelope = RouteParameter.text("envelope", isRequired: true)
    private static let device = RouteParameter.text("device", isRequired: true)
    private static let member = RouteParameter.text("member", maximumBytes: 320, isRequired: true)
    private static let group = RouteParameter.text("group", maximumBytes: 320, isRequired: true)
    private static let groups = RouteParameter.texts("groups", maximumCount: 64)
}
