import JSONText
import MemoryModel

/// What the page "Policies" asks.
extension RouteTable {
    static let policies: [Route] = [
        Route(
            .get, "/api/v1/policies", .request("policy.list"), summary: "Policies, the last changed first",
            parameters: [
                .choice("status", ["candidate", "active", "archived"]), .text("q", maximumBytes: 4096),
                .text("project", maximumBytes: 4096), .integer("limit", 0...1000),
                .integer("offset", 0...Int64(Int32.max)),
            ]),
        Route(
            .get, "/api/v1/policies/{id}",
            .request(
                "memory.get_policy",
                missing: Route.Missing(code: .policyNotFound, message: "There is no policy with this id.")),
            summary: "One policy", parameters: [.text("id")]),
        Route(
            .get, "/api/v1/policies/{id}/evidence", .request("policy.evidence"),
            summary: "What each line of a policy rests on, and what its gain is made of", parameters: [.text("id")]),
        Route(
            .get, "/api/v1/policies/{id}/history", .request("memory.history"),
            summary: "Every version of a policy", parameters: [.text("id")]),
        Route(
            .patch, "/api/v1/policies/{id}", .request("policy.edit"), summary: "Give a policy other words",
            parameters: [.text("id")],
            body: [
                .text("title", maximumBytes: 4096), .text("trigger", maximumBytes: 16384),
                .text("procedure", maximumBytes: 65536), .text("verification", maximumBytes: 16384),
                .text("boundary", maximumBytes: 16384), .texts("preference", maximumCount: 50),
                .texts("antiPattern", maximumCount: 50), reason,
            ]),
        Route(
            .post, "/api/v1/policies/{id}/archive", .request("policy.archive"), summary: "Take a policy out of use",
            parameters: [.text("id")], body: [reason]),
        Route(
            .post, "/api/v1/policies/{id}/activate", .request("policy.activate"), summary: "Put a policy into use",
            parameters: [.text("id")], body: [reason]),
        Route(
            .post, "/api/v1/policies/{id}/merge", .request("policy.merge"),
            summary: "Take this policy up into another", parameters: [.text("id", as: "from")],
            body: [.text("into", isRequired: true), reason]),
        Route(
            .post, "/api/v1/policies/{id}/undo", .request("memory.undo"),
            summary: "Make a former version of a policy the present one", parameters: [.text("id")], body: [version]),
        Route(
            .post, "/api/v1/policies/{id}/forget", .request("memory.forget"),
            summary: "Remove a policy for good, or count what would go", parameters: [.text("id")],
            body: [.flag("dryRun")]),
    ]

    /// Why something is changed, for its history.
    static let reason = RouteParameter.text("reason", maximumBytes: 4096)
    /// The version to go back to; the one before the present one where it is not given.
    static let version = RouteParameter.integer("version", 0...Int64(Int32.max))
}
