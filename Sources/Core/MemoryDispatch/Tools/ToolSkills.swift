import JSONText
import MemoryAPI
import MemoryModel

/// `skill_list` and `skill_get`: which procedures there are, and one to follow.
enum ToolSkills {
    static func list(_ arguments: Fields, _ call: ToolContext) async throws -> ToolAnswer {
        let status = try arguments.choice("status", default: Choice.available)
        let limit = try arguments.integer("limit", in: 1...200, default: 20)
        let told: JSON = ["limit": 1000]
        let all = try await call.ask(SkillList.method, told)["skills"]?.array ?? []
        let skills = all.filter { status.holds($0["status"]?.string ?? "") }
        let shown = skills.prefix(limit)
        let rest = skills.count - shown.count
        let lines = shown.map { "- \(line(of: $0))\n" }.joined()
        return ToolAnswer(
            text: shown.isEmpty
                ? "There are no skills of this kind.\n" : lines + (rest > 0 ? "and \(rest) more\n" : ""),
            data: [
                "skills": .array(
                    shown.map { skill in
                        .object(present: [
                            ("id", skill["id"]), ("name", skill["name"]), ("summary", skill["summary"]),
                            ("status", skill["status"]), ("eta", skill["eta"]),
                            ("trialsAttempted", skill["trialsAttempted"]), ("trialsPassed", skill["trialsPassed"]),
                            ("origin", skill["origin"]),
                        ])
                    })
            ])
    }

    static func get(_ arguments: Fields, _ call: ToolContext) async throws -> ToolAnswer {
        let told = try arguments.requiredString("id")
        let parameters = { (id: String) -> JSON in
            .object(present: [
                ("id", .string(id)), ("recordTrial", true), ("sessionId", call.request.sessionID.map(JSON.string)),
                ("episodeId", call.request.episodeID.map(JSON.string)),
            ])
        }
        var skill = try await call.ask(SkillGet.method, parameters(told))
        if skill.isNull, let id = try await id(ofName: told, call) {
            skill = try await call.ask(SkillGet.method, parameters(id))
        }
        guard !skill.isNull else {
            throw MemoryError(
                .skillNotFound, "There is no skill of this id or name.", details: ["id": .string(told)],
                hint: "skill_list names them.")
        }
        return ToolAnswer(text: text(of: skill), data: skill)
    }

    private static func id(ofName name: String, _ call: ToolContext) async throws -> String? {
        let all = try await call.ask(SkillList.method, ["limit": 1000])["skills"]?.array ?? []
        return all.first { $0["name"]?.string == name }?["id"]?.string
    }

    /// The guide as it was written, with what is known of it before and what to mind after.
    static func text(of skill: JSON) -> String {
        var text = "Skill \(line(of: skill))\n"
        if skill["status"] == "archived" {
            text += "It is out of use: it did not prove itself, or somebody retired it.\n"
        }
        text += "\n" + (skill["invocationGuide"]?.string ?? "") + "\n\n"
        let scope = skill["procedure"]?["scope"]
        let guide = skill["invocationGuide"]?.string ?? ""
        for (heading, part) in [
            ("Applies", "applies"), ("Does not apply", "doesNotApply"), ("On the line", "boundary"),
        ] {
            guard let words = scope?[part]?.string, !words.isEmpty, !guide.contains(words) else { continue }
            text += "\(heading): \(words)\n"
        }
        for (heading, list) in [("Prefer", "preference"), ("Avoid", "antiPattern")] {
            let said = (skill["decisionGuidance"]?[list]?.array ?? []).compactMap(\.string)
                .filter { !guide.contains($0) }
            text += ToolText.list(heading, JSON(said))
        }
        return text
    }

    private static func line(of skill: JSON) -> String {
        let (passed, tried) = (skill["trialsPassed"]?.int ?? 0, skill["trialsAttempted"]?.int ?? 0)
        let name = skill["name"]?.string ?? ""
        let summary = ToolText.line(skill["summary"]?.string ?? "")
        return "\(name) (\(skill["id"]?.string ?? ""))" + ToolText.origin(skill)
            + (summary.isEmpty ? "" : ": \(summary)")
            + " [\(skill["status"]?.string ?? ""), reliability \(ToolText.number(skill["eta"])), "
            + "\(passed) of \(tried) trials passed]"
    }

    private enum Choice: String, CaseIterable {
        case available, active, candidate, archived, all

        func holds(_ status: String) -> Bool {
            switch self {
            case .available: status != "archived"
            case .all: true
            case .active, .candidate, .archived: status == rawValue
            }
        }
    }
}
