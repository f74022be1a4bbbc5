/// What the pages "Analytics" and "Logs" ask.
extension RouteTable {
    static let insight: [Route] = [
        Route(
            .get, "/api/v1/analytics", .request("analytics.get"),
            summary: "Figures of each day, tools, faults, latency",
            parameters: [.integer("days", 1...365), .text("agent"), .integer("offsetMinutes", -840...840)]),
        Route(.get, "/api/v1/hosts/delivery", .request("hosts.delivery"), summary: "Whether each host delivers"),
        Route(
            .get, "/api/v1/turns/{id}/life", .request("turn.life"),
            summary: "One turn from its prompt to what came of it",
            parameters: [.text("id")]),
        Route(
            .get, "/api/v1/logs", .request("logs.tail"), summary: "The newest records of the log",
            parameters: [
                .integer("limit", 1...1000), .choice("level", logLevels), .text("channel"), .text("text"),
                .integer("before", 1...Int64.max),
            ]),
        Route(.get, "/api/v1/logs/channels", .request("logs.channels"), summary: "Who writes into the log"),
        Route(
            .get, "/api/v1/logs.ndjson", .download("logs.ndjson"), summary: "The newest records of the log, as lines",
            parameters: [
                .integer("limit", 1...1000), .choice("level", logLevels), .text("channel"), .text("text"),
            ]),
    ]

    /// From which level on records of the log come with the feed.
    static let logLevel = RouteParameter.choice("logs", logLevels)

    private static let logLevels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]
}
