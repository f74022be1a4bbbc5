import JSONText
import MemoryModel

/// What the page "Tasks" asks.
extension RouteTable {
    static let tasks: [Route] = [
        Route(
            .get, "/api/v1/tasks", .request("episode.list"), summary: "Tasks with how they went, newest first",
            parameters: [
                .choice("status", ["open", "closed"]), .choice("reward", ["positive", "negative", "none"]),
                .text("q", maximumBytes: 4096), .text("agent"), .text("project", maximumBytes: 4096),
                .text("sessionId"), .integer("from", Timestamps.range), .integer("to", Timestamps.range),
                .number("minReward", -1...1), .number("maxReward", -1...1), .text("before"),
                .integer("limit", 0...1000), .integer("offset", 0...Int64(Int32.max)),
            ]),
        Route(
            .get, "/api/v1/tasks/{id}", .request("episode.get"),
            summary: "A task with the evidence of its reward, what was said of it and what came of it",
            parameters: [.text("id")]),
        Route(
            .get, "/api/v1/tasks/{id}/timeline", .request("memory.timeline"),
            summary: "The steps of a task in their order", parameters: [.text("id", as: "episodeId")]),
        Route(
            .post, "/api/v1/tasks/{id}/feedback",
            .request("feedback.submit", fixed: ["channel": "explicit"]),
            summary: "Say how a task went; a closed one is scored anew",
            parameters: [.text("id", as: "episodeId")],
            body: [
                .choice("polarity", ["positive", "negative", "neutral"], isRequired: true),
                .number("magnitude", 0...1), .text("rationale", maximumBytes: 16384), .text("traceId"),
            ]),
        Route(
            .get, "/api/v1/episodes/{id}/timeline", .request("memory.timeline"),
            summary: "The steps of a task in their order", parameters: [.text("id", as: "episodeId")]),
        Route(
            .post, "/api/v1/tasks/{id}/forget", .request("memory.forget"),
            summary: "Remove a task and all that was made of it for good, or count what would go",
            parameters: [.text("id")],
            body: [.flag("dryRun")]),
    ]
}
