import JSONText
import MemoryAPI
import MemoryModel

/// Lists of what is there, and what a person thinks of it.
enum LibraryTools {
    private static let limit: JSON = [
        "type": "integer", "description": "Most to return.", "minimum": 1, "maximum": 200, "default": 20,
    ]

    static let tasks = ContextTool(
        name: "task_list", title: "List the tasks",
        description: """
            List the tasks that were worked on, the last begun first, with how they went. memory_timeline shows the \
            course of one.
            """,
        parameters: [
            "query": ["type": "string", "description": "Only tasks with these words."], "limit": limit,
        ],
        output: ToolListing.object(("tasks", ToolListing.list))
    ) { arguments, call, _ in
        let place = try await ToolPlace(of: call)
        let found = try await call.ask(
            EpisodeList.method,
            .object(present: [
                ("limit", JSON(try arguments.integer("limit", in: 1...200, default: 20))),
                ("q", try arguments.string("query").map(JSON.string)), ("project", place.project.map(JSON.string)),
            ]))
        let tasks = found["episodes"]?.array ?? []
        let lines = tasks.map { task -> String in
            let reward = task["rTask"]?.double.map { ", reward \(($0 * 100).rounded() / 100)" } ?? ""
            let name = (task["title"] ?? task["preview"])?.string ?? ""
            return "- \(line(name)) (\(task["id"]?.string ?? ""), \(task["status"]?.string ?? "")\(reward))\n"
        }
        return ContextTool.answer(
            tasks.isEmpty ? "There are no tasks yet." : lines.joined(), ["tasks": .array(tasks)])
    }

    static let policies = ContextTool(
        name: "policy_list", title: "List the experience",
        description: "List what worked or failed in which situation, as learned from several tasks.",
        parameters: [
            "query": ["type": "string", "description": "Only those that hold every word of it."], "limit": limit,
        ],
        output: ToolListing.object(("policies", ToolListing.list))
    ) { arguments, call, _ in
        let place = try await ToolPlace(of: call)
        let found = try await call.ask(
            PolicyList.method,
            .object(present: [
                ("status", "active"), ("limit", JSON(try arguments.integer("limit", in: 1...200, default: 20))),
                ("q", try arguments.string("query").map(JSON.string)), ("project", place.project.map(JSON.string)),
            ]))
        let policies = found["policies"]?.array ?? []
        let lines = policies.map { policy in
            "- \(line(policy["title"]?.string ?? "")): \(line(policy["procedure"]?.string ?? "")) "
                + "(\(policy["id"]?.string ?? ""))\n"
        }
        return ContextTool.answer(
            policies.isEmpty ? "Nothing was learned of this yet." : lines.joined(), ["policies": .array(policies)])
    }

    static let feedback = ContextTool(
        name: "memory_feedback", title: "Say how it went",
        description: """
            Tell the memory what the user thinks of a step or a task, in the user's words: it learns from that. Only \
            what the user said, never your own opinion.
            """,
        parameters: [
            "id": ["type": "string", "description": "The step (tr_…) or the task (ep_…).", "minLength": 1],
            "good": ["type": "boolean", "description": "Whether the user is content."],
            "text": ["type": "string", "description": "What the user said."],
        ],
        required: ["id", "good"], output: ToolListing.object(("id", ToolListing.text)), isReadOnly: false
    ) { arguments, call, _ in
        let id = try arguments.requiredString("id")
        guard let good = try arguments.bool("good") else {
            throw MemoryError(.invalidArgument, "memory_feedback: \"good\" is missing.")
        }
        let kept = try await call.ask(
            FeedbackSubmit.method,
            .object(present: [
                (id.hasPrefix("ep_") ? "episodeId" : "traceId", .string(id)),
                ("polarity", good ? "positive" : "negative"), ("magnitude", 1),
                ("rationale", try arguments.string("text").map(JSON.string)),
            ]))
        return ContextTool.answer("Noted.", ["id": kept["id"] ?? ""])
    }

    private static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
