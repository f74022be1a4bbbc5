import JSONText
import MemoryAPI
import MemoryModel

/// `memory_forget`: removes memories for good, after a person said so where the client can ask one.
enum ForgetTool {
    static let tool = ContextTool(
        name: "memory_forget", title: "Forget memories",
        description: """
            Remove memories for good, with all that was made of them: steps, turns, tasks, sessions, experience, world \
            models, skills. Only when the user asks for it. The user is asked where the client can; else call it first \
            without confirm, which only tells what would go, and again with confirm when the user agrees.
            """,
        parameters: [
            "ids": [
                "type": "array", "description": "Ids as other tools return them.", "items": ["type": "string"],
                "minItems": 1, "maxItems": 100,
            ],
            "confirm": ["type": "boolean", "description": "The user has agreed to what would go."],
        ],
        required: ["ids"],
        output: ToolListing.object(("forgotten", ToolListing.flag), ("removed", ToolListing.record)),
        isReadOnly: false, isDestructive: true
    ) { arguments, call, seal in
        let ids = try arguments.strings("ids") ?? []
        guard !ids.isEmpty, ids.count <= 100 else {
            throw MemoryError(.invalidArgument, "memory_forget: \"ids\" must be a list of 1 to 100 ids.")
        }
        let agreed = try arguments.bool("confirm") ?? false
        let counted = try await ask(ids, dryRun: true, call)
        let what = words(counted)
        call.progress.step("Counted", of: 4)
        switch try await Confirmation.ask(
            "Forget for good: \(what)? This cannot be taken back.", about: JSON(["memory_forget"] + ids), call, seal)
        {
        case .question(let result): return result
        case .refused: return answer(false, counted, "Nothing was forgotten: the user did not agree.")
        case .impossible where !agreed:
            return answer(false, counted, "This would forget \(what). Ask the user, then call again with confirm.")
        case .agreed, .impossible:
            call.progress.step("Agreed", of: 4)
            let removed = try await ask(ids, dryRun: false, call)
            return answer(true, removed, "Forgotten: \(words(removed)).")
        }
    }

    private static func ask(_ ids: [String], dryRun: Bool, _ call: ContextCall) async throws -> JSON {
        try await call.ask(MemoryForget.method, ["ids": JSON(ids), "dryRun": JSON(dryRun)])["removed"] ?? [:]
    }

    private static func answer(_ forgotten: Bool, _ removed: JSON, _ text: String) -> JSON {
        ContextTool.answer(text, ["forgotten": JSON(forgotten), "removed": removed])
    }

    /// `2 traces, 1 turns`, in the names of the request.
    private static func words(_ removed: JSON) -> String {
        let parts = (removed.object?.members ?? []).map { "\($0.value.int ?? 0) \($0.key)" }
        return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
    }
}
