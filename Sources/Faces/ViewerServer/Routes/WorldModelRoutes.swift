import JSONText
import MemoryModel

/// What the page "World models" asks.
extension RouteTable {
    static let worlds: [Route] = [
        Route(
            .get, "/api/v1/world-models", .request("memory.list_world_models"),
            summary: "World models, the last changed first",
            parameters: [
                .choice("status", ["active", "archived", "all"]), .text("q", maximumBytes: 4096),
                .text("project", maximumBytes: 4096), .integer("limit", 0...1000),
                .integer("offset", 0...Int64(Int32.max)),
            ]),
        Route(
            .get, "/api/v1/world-models/{id}",
            .request(
                "memory.get_world",
                missing: Route.Missing(code: .worldModelNotFound, message: "There is no world model with this id.")),
            summary: "One world model", parameters: [.text("id")]),
        Route(
            .get, "/api/v1/world-models/{id}/evidence", .request("world.evidence"),
            summary: "What the entries of a world model rest on, and what speaks against them",
            parameters: [.text("id")]),
        Route(
            .get, "/api/v1/world-models/{id}/history", .request("memory.history"),
            summary: "Every version of a world model", parameters: [.text("id")]),
        Route(
            .patch, "/api/v1/world-models/{id}", .request("world.edit"), summary: "Say of a place what it is like",
            parameters: [.text("id")],
            body: [
                .text("title", maximumBytes: 4096), .text("body", maximumBytes: 65536), .object("structure"), reason,
            ]),
        Route(
            .post, "/api/v1/world-models/{id}/archive", .request("world.archive"),
            summary: "Take a world model out of use", parameters: [.text("id")], body: [reason]),
        Route(
            .post, "/api/v1/world-models/{id}/activate", .request("world.activate"),
            summary: "Put a world model into use", parameters: [.text("id")], body: [reason]),
        Route(
            .post, "/api/v1/world-models/{id}/thumb", .request("world.thumb"),
            summary: "Say that a world model is right or wrong", parameters: [.text("id")],
            body: [.choice("thumb", ["up", "down"], isRequired: true)]),
        Route(
            .post, "/api/v1/world-models/{id}/undo", .request("memory.undo"),
            summary: "Make a former version of a world model the present one", parameters: [.text("id")],
            body: [version]),
        Route(
            .post, "/api/v1/world-models/{id}/forget", .request("memory.forget"),
            summary: "Remove a world model for good, or count what would go", parameters: [.text("id")],
            body: [.flag("dryRun")]),
    ]
}
