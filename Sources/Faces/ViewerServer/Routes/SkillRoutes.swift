import MemoryModel

/// What the page "Skills" asks.
extension RouteTable {
    static let skills: [Route] = skillWaiting + skillReading + skillChanges

    /// Skills of others that wait, and folders of agents: before the ids, which would take their names for one.
    private static let skillWaiting: [Route] = [
        Route(
            .get, "/api/v1/skills/packages", .request("skill.pending"), summary: "Skills of others that wait"),
        Route(
            .post, "/api/v1/skills/packages/{id}/approve", .request("skill.approve"),
            summary: "Make a skill of one that waits", parameters: [id], body: [.text("agent")]),
        Route(
            .post, "/api/v1/skills/packages/{id}/refuse", .request("skill.refuse"),
            summary: "Turn one away; its text is removed", parameters: [id]),
        Route(
            .get, "/api/v1/skills/folders", .request("skill.folders"),
            summary: "Where agents look for skills, and what of ours is there"),
        Route(
            .post, "/api/v1/skills/test", .request("skill.test"),
            summary: "How recall would order the skills for a task", scope: .read,
            body: [.text("query", maximumBytes: 65_536, isRequired: true), .text("id"), .text("agent")]),
        Route(
            .post, "/api/v1/skills/import", .upload("skill.import", maximumBytes: 20 << 20),
            summary: "A skill of somebody else's, which then waits"),
        Route(
            .post, "/api/v1/skills/export", .request("skill.export"), summary: "Write skills as folders",
            body: [.texts("ids"), .text("path", maximumBytes: 4096)]),
    ]

    private static let skillReading: [Route] = [
        Route(
            .get, "/api/v1/skills", .request("skill.list"), summary: "Skills, last changed first",
            parameters: [.choice("status", ["candidate", "active", "archived"]), .integer("limit", 0...1000)]),
        Route(
            .get, "/api/v1/skills/{id}",
            .request(
                "memory.get_skill",
                missing: Route.Missing(code: .skillNotFound, message: "There is no skill of this id.")),
            summary: "One skill", parameters: [id]),
        Route(
            .get, "/api/v1/skills/{id}/history", .request("memory.history"), summary: "Every version of a skill",
            parameters: [id]),
        Route(
            .get, "/api/v1/skills/{id}/trials", .request("skill.trials"), summary: "The tasks that tried a skill",
            parameters: [id, .integer("limit", 1...1000)]),
        Route(
            .get, "/api/v1/skills/{id}/markdown", .request("skill.markdown"), summary: "A skill as agents read it",
            parameters: [id]),
    ]

    private static let skillChanges: [Route] = [
        Route(
            .post, "/api/v1/skills/{id}/archive", .request("skill.archive"), summary: "Take a skill out of use",
            parameters: [id],
            body: [.text("reason", maximumBytes: 4096)]),
        Route(
            .post, "/api/v1/skills/{id}/activate", .request("skill.activate"), summary: "Put a skill into use",
            parameters: [id],
            body: [.text("reason", maximumBytes: 4096)]),
        Route(
            .post, "/api/v1/skills/{id}/thumb", .request("skill.thumb"), summary: "A person's word on a skill",
            parameters: [id],
            body: [.choice("thumb", ["up", "down"], isRequired: true)]),
        Route(
            .post, "/api/v1/skills/{id}/undo", .request("memory.undo"),
            summary: "Make a former version the present one", parameters: [id],
            body: [.integer("version", 1...1_000_000)]),
        Route(
            .post, "/api/v1/skills/{id}/install", .request("skill.install"),
            summary: "Write a skill into a folder of agents", parameters: [id],
            body: [folder]),
        Route(
            .post, "/api/v1/skills/{id}/uninstall", .request("skill.uninstall"),
            summary: "Remove a skill from a folder of agents", parameters: [id],
            body: [folder]),
        Route(
            .post, "/api/v1/skills/{id}/share", .request("item.share"), summary: "Say with whom a skill may be shared",
            parameters: [id],
            body: [.choice("scope", ["private", "public", "hub"], isRequired: true)]),
    ]

    private static let id = RouteParameter.text("id", isRequired: true)
    private static let folder = RouteParameter.text("folder", maximumBytes: 64, isRequired: true)
}
