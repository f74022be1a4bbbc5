/// What the page "Overview" and the frame around all pages ask.
extension RouteTable {
    static let overview: [Route] = [
        Route(
            .get, "/api/v1/overview", .request("overview.get"), summary: "What a person wants to know first",
            parameters: [.integer("offsetMinutes", -840...840)]),
        Route(
            .get, "/api/v1/events", .events, summary: "What happens, as it happens",
            parameters: [.integer("after", 0...Int64.max), logLevel]),
        Route(.get, "/api/v1/status", .request("core.status"), summary: "What the daemon is and holds"),
    ]
}
