/// What the page "Tasks" asks.
extension RouteTable {
    static let tasks: [Route] = [
        Route(
            .get, "/api/v1/episodes/{id}/timeline", .request("memory.timeline"),
            summary: "The steps of a task in their order", parameters: [.text("id", as: "episodeId")])
    ]
}
