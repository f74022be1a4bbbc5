/// What the page "Recall" asks.
extension RouteTable {
    static let recall: [Route] = [
        Route(
            .post, "/api/v1/recall/try", .request("recall.try"),
            summary: "What a turn with this prompt would be given now; nothing is kept", scope: .read,
            body: [
                .text("prompt", maximumBytes: 65_536, isRequired: true), .choice("entry", entries), .text("agent"),
                .text("project", maximumBytes: 4096), .text("sessionId"), .flag("models"), .object("settings"),
            ]),
        Route(
            .get, "/api/v1/recall/injections", .request("recall.list"), summary: "What was handed over, newest first",
            parameters: [
                .integer("limit", 1...200), .text("before"), .text("agent"), .choice("entry", entries),
                .flag("silent"), .integer("from", 0...253_402_300_799_999), .integer("to", 0...253_402_300_799_999),
            ]),
        Route(
            .get, "/api/v1/recall/injections/{id}", .request("recall.get"), summary: "One recall, with its explanation",
            parameters: [.text("id", isRequired: true)]),
    ]

    private static let entries = ["turn_start", "tool_driven", "skill_invoke", "sub_agent", "repair"]
}
