/// What the page "Overview" and the frame around all pages ask.
extension RouteTable {
    static let overview: [Route] = [
        Route(.get, "/api/v1/events", .events, summary: "What happens, as it happens"),
        Route(.get, "/api/v1/status", .request("core.status"), summary: "What the daemon is and holds"),
    ]
}
