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
        change("archive", "skill.archive", "Take a skill out of use", [.text("reason", maximumBytes: 4096)]),
        change("activate", "skill.activate", "Put a skill into use", [.text("reason", maximumBytes: 4096)]),
        change(
            "thumb", "skill.thumb", "A person's word on a skill", [.choice("thumb", ["up", "down"], isRequired: true)]),
        change("undo", "memory.undo", "Make a former version the present one", [.integer("version", 1...1_000_000)]),
        change("install", "skill.install", "Write a skill into a folder of agents", [folder]),
        change("uninstall", "skill.uninstall", "Remove a skill from a folder of agents", [folder]),
        change(
            "share", "item.share", "Say with whom a skill may be shared",
            [.choice("scope", ["private", "public", "hub"], isRequired: true)]),
    ]

    private static func change(
        _ name: String, _ method: String, _ summary: String, _ body: [RouteParameter]
    ) -> Route {
        Route(
            .post, "/api/v1/skills/{id}/\(name)", .request(method), summary: summary, parameters: [id], body: body)
    }

    private static let id = RouteParameter.text("id", isRequired: true)
    private static let folder = RouteParameter.text("folder", maximumBytes: 64, isRequired: true)
}
