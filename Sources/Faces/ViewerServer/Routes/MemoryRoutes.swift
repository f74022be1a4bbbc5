import JSONText
import MemoryModel

/// What the page "Memories" asks.
extension RouteTable {
    static let memories: [Route] = [
        Route(
            .get, "/api/v1/turns", .request("memory.list_turns"), summary: "Turns, newest first",
            parameters: [
                .integer("limit", 1...200), .text("before"), .text("sessionId"), .text("agent"),
                .text("project", maximumBytes: 4096), .text("branch"), .text("tag"),
                .choice("outcome", Outcome.allCases.map(\.rawValue)), .flag("pinned"), .flag("errors"),
                .number("minValue", -1...1), .number("maxValue", -1...1), .integer("from", Timestamps.range),
                .integer("to", Timestamps.range), .texts("turnIds", maximumCount: 200), .text("q", maximumBytes: 4096),
            ]),
        Route(.get, "/api/v1/facets", .request("memory.facets"), summary: "What there is to filter turns by"),
        Route(.get, "/api/v1/projects", .request("project.list"), summary: "The projects there are"),
        Route(
            .get, "/api/v1/search", .request("memory.search", fixed: ["explain": true]),
            summary: "What recall finds, and why",
            parameters: [
                .text("q", as: "query", maximumBytes: 4096, isRequired: true), .integer("limit", 1...100),
                .text("agent"), .text("project", maximumBytes: 4096), .text("branch"), .text("sessionId"),
            ]),
        Route(
            .get, "/api/v1/traces/{id}",
            .request(
                "memory.get_trace",
                missing: Route.Missing(code: .traceNotFound, message: "There is no trace with this id.")),
            summary: "One step", parameters: [.text("id")]),
        Route(
            .patch, "/api/v1/traces/{id}", .request("trace.edit"), summary: "Give a step other words",
            parameters: [.text("id")],
            body: [
                .text("summary", maximumBytes: 4096), .text("userText", maximumBytes: 65_536),
                .text("agentText", maximumBytes: 65_536), .text("reflection", maximumBytes: 65_536),
            ]),
        Route(
            .post, "/api/v1/traces/mark", .request("trace.mark"), summary: "Pin, tag or share steps",
            body: [
                .texts("ids", isRequired: true), .flag("pin"), .texts("addTags", maximumCount: 20),
                .texts("removeTags", maximumCount: 20), .choice("share", Trace.Share.allCases.map(\.rawValue)),
            ]),
        Route(
            .post, "/api/v1/undo/{id}", .request("curation.undo"), summary: "Take a change of steps back",
            parameters: [.text("id")]),
        Route(
            .post, "/api/v1/forget", .request("memory.forget"),
            summary: "Remove things and all that was made of them; with dryRun only count",
            body: [.texts("ids", isRequired: true), .flag("dryRun")]),
    ]
}
