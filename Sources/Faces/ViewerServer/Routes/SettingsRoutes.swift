/// What the pages "Settings" and "Help" ask.
extension RouteTable {
    static let settings: [Route] = [
        Route(.get, "/api/v1/config", .request("config.get"), summary: "All settings")
    ]
}
