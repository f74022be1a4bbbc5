import JSONText
import MemoryModel

/// What the page "Memories" asks.
extension RouteTable {
    static let memories: [Route] = [
        Route(
            .get, "/api/v1/turns", .request("memory.list_turns"), summary: "Turns, newest first",
            parameters: [
                .integer("limit", 1...200), .text("before"), .text("sessionId"), .text("agent"),
                .text("q", maximumBytes: 4096),
            ]),
        Route(
            .get, "/api/v1/search", .request("memory.search", fixed: ["explain": true]),
            summary: "What recall finds, and why",
            parameters: [.text("q", as: "query", maximumBytes: 4096, isRequired: true), .integer("limit", 1...100)]),
        Route(
            .get, "/api/v1/traces/{id}",
            .request(
                "memory.get_trace",
                missing: Route.Missing(code: .traceNotFound, message: "There is no trace with this id.")),
            summary: "One step", parameters: [.text("id")]),
    ]
}
