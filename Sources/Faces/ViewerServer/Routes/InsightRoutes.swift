/// What the pages "Analytics" and "Logs" ask.
extension RouteTable {
    static let insight: [Route] = [
        Route(
            .get, "/api/v1/logs", .request("logs.tail"), summary: "The newest records of the log",
            parameters: [.integer("limit", 1...2000), .text("level")]),
        Route(
            .get, "/api/v1/logs.ndjson", .download("logs.ndjson"), summary: "The newest records of the log, as lines",
            parameters: [.integer("limit", 1...1000), .text("level")]),
    ]
}
