import JSONText
import MemoryAPI
import MemoryModel
import Retrieval

/// `memory_get` and `memory_timeline`: one thing whole, one task step by step.
enum ToolLookup {
    static func get(_ arguments: Fields, _ call: ToolContext) async throws -> ToolAnswer {
        let id = try arguments.requiredString("id")
        let thing = try await call.ask(ShowObject.method, ["id": .string(id)])
        return ToolAnswer(text: text(of: thing), data: thing)
    }

    static func timeline(_ arguments: Fields, _ call: ToolContext) async throws -> ToolAnswer {
        let id = try arguments.requiredString("episode_id")
        let limit = try arguments.integer("limit", in: 1...500, default: 50)
        let offset = try arguments.integer("offset", in: 0...1_000_000, default: 0)
        let all = try await call.ask(Timeline.method, ["episodeId": .string(id)])["traces"]?.array ?? []
        let shown = all.dropFirst(offset).prefix(limit)
        let rest = all.count - offset - shown.count
        let lines = shown.enumerated().map { "\(offset + $0.offset + 1). \(line(of: $0.element))\n" }
        let more = rest > 0 ? "\(rest) more steps: call again with offset \(offset + shown.count).\n" : ""
        return ToolAnswer(
            text: shown.isEmpty
                ? "No steps here; the task has \(all.count).\n" : ToolText.notes + lines.joined() + more,
            data: [
                "episodeId": .string(id), "total": JSON(all.count),
                "steps": .array(
                    shown.map { step in
                        .object(present: [
                            ("id", step["id"]), ("ts", step["ts"]), ("kind", step["kind"]),
                            ("outcome", step["outcome"]),
                            ("summary", step["summary"]), ("value", step["value"]), ("reflection", step["reflection"]),
                        ])
                    }),
            ])
    }

    private static func line(of step: JSON) -> String {
        let reflection = step["reflection"]?.string.map { " (\(ToolText.line($0)))" } ?? ""
        return "[\(step["outcome"]?.string ?? "unknown")] \(ToolText.line(step["summary"]?.string ?? ""))\(reflection) "
            + "(\(step["id"]?.string ?? ""))"
    }

    private static func text(of thing: JSON) -> String {
        switch thing["kind"]?.string {
        case "trace": ToolText.notes + trace(thing)
        case "turn":
            ToolText.notes + ToolText.part("User", thing["userText"]) + ToolText.part("Agent", thing["agentText"])
                + steps(thing)
        case "episode": ToolText.notes + ToolText.part("Task", thing["preview"]) + reward(thing) + steps(thing)
        case "policy": policy(thing)
        case "world_model": ToolEnvironment.text(of: thing)
        case "skill": ToolSkills.text(of: thing)
        default: thing.text + "\n"
        }
    }

    private static func trace(_ trace: JSON) -> String {
        let head =
            "[\(CalendarDay.text(trace["ts"]?.int ?? 0))] \(trace["outcome"]?.string ?? "unknown"), "
            + "task \(trace["episodeId"]?.string ?? "")\n"
        let calls = (trace["toolCalls"]?.array ?? []).map { call in
            "Tool \(call["name"]?.string ?? ""): \(call["input"]?.string ?? call["input"]?.text ?? "")\n"
                + ToolText.part("Output", call["output"]) + ToolText.part("Error code", call["errorCode"])
        }
        return head + ToolText.part("User", trace["userText"]) + calls.joined()
            + ToolText.part("Agent", trace["agentText"]) + ToolText.part("Learned", trace["reflection"])
    }

    private static func steps(_ thing: JSON) -> String {
        (thing["traces"]?.array ?? []).enumerated().map { "\($0.offset + 1). \(line(of: $0.element))\n" }.joined()
    }

    private static func reward(_ episode: JSON) -> String {
        episode["rTask"].map { "Reward: \(ToolText.number($0))\n" } ?? ""
    }

    private static func policy(_ policy: JSON) -> String {
        ToolText.part("Experience", policy["title"]) + ToolText.part("Shared", policy["origin"]?["label"])
            + ToolText.part("When", policy["trigger"])
            + ToolText.part("Do", policy["procedure"]) + ToolText.part("Check", policy["verification"])
            + ToolText.part("Not when", policy["boundary"]) + ToolText.list("Prefer", policy["preference"])
            + ToolText.list("Avoid", policy["antiPattern"])
            + "Seen in \(policy["support"]?.int ?? 0) tasks; \(policy["status"]?.string ?? "").\n"
    }
}
