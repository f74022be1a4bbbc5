/// What the pages "Settings" and "Help" ask.
extension RouteTable {
    static let settings: [Route] = [
        Route(
            .get, "/api/v1/config", .request("config.get"), summary: "All settings, or one",
            parameters: [.text("key", maximumBytes: 200)]),
        Route(
            .patch, "/api/v1/config", .request("config.patch"), summary: "Change settings", scope: .admin,
            body: [.object("patch", isRequired: true)]),
        Route(
            .get, "/api/v1/config/schema", .request("config.schema"),
            summary: "What can be set, with meanings, ranges and values", parameters: [.choice("language", languages)]),
        Route(
            .post, "/api/v1/privacy/test", .request("privacy.test"), summary: "What redaction takes out of a text",
            scope: .read,
            body: [.text("text", maximumBytes: 256 << 10, isRequired: true), .texts("rules", maximumCount: 64)]),
        Route(.get, "/api/v1/models", .request("models.list"), summary: "Who has which role, and how it does"),
        Route(
            .post, "/api/v1/models/{role}/test", .request("models.test"), summary: "Ask a model something small",
            scope: .admin, parameters: [.choice("role", roles, isRequired: true)],
            body: [.text("prompt", maximumBytes: 4000)]),
        Route(
            .get, "/api/v1/models/usage", .request("models.usage"), summary: "What models were asked and what it cost",
            parameters: [.integer("days", 1...366), .integer("limit", 0...200)]),
        Route(.get, "/api/v1/hosts", .request("hosts.list"), summary: "Agents, and what is done for each"),
        Route(
            .post, "/api/v1/doctor", .request("doctor.run"), summary: "Examine the daemon and its home", scope: .read),
        Route(.post, "/api/v1/restart", .request("daemon.restart"), summary: "Start the daemon anew", scope: .admin),
    ]

    private static let languages = ["en", "zh"]
    private static let roles = ["llm", "l3Llm", "skillEvolver", "embedding", "reranker"]
}
