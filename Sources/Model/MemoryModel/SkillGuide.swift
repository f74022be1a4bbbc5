/// What an agent reads when it loads a skill: Markdown, written from the parts of the skill and from nothing else, so
/// that a changed part is a changed guide. A section without content is left out.
package struct SkillGuide: Sendable {
    private let skill: Skill

    package init(_ skill: Skill) {
        self.skill = skill
    }

    package var markdown: String {
        let procedure = skill.procedure
        let sections: [(title: String, lines: [String])] = [
            ("When to use", Self.list([procedure.scope.applies] + procedure.preconditions)),
            ("Parameters", procedure.parameters.map { "- `<\($0.name)>`: \($0.description)" }),
            ("Steps", Self.numbered(procedure.steps)),
            ("Checks", Self.list([procedure.verification])),
            ("Prefer", Self.list(skill.guidance.preference.map(\.text))),
            ("Avoid", Self.list(skill.guidance.antiPattern.map(\.text))),
            ("Limits", Self.list([procedure.scope.doesNotApply, procedure.scope.boundary])),
            ("Environment", Self.list([procedure.domainModel])),
            ("Examples", Self.list(procedure.examples.map { "“\($0)”" })),
            ("Provenance", provenance),
        ]
        let texts = sections.filter { !$0.lines.isEmpty }.map { section in
            (["## \(section.title)", ""] + section.lines).joined(separator: "\n")
        }
        return (["# \(title)"] + (skill.summary.isEmpty ? [] : [skill.summary]) + texts).joined(separator: "\n\n")
            + "\n"
    }

    /// The name as a heading: `free-port` is “Free port”.
    private var title: String {
        let words = skill.name.split(separator: "-").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private var provenance: [String] {
        var lines: [String] = []
        if !skill.sourcePolicyIDs.isEmpty {
            let tasks = skill.support == 1 ? "1 task" : "\(skill.support) tasks"
            let ids = skill.sourcePolicyIDs.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            lines.append("- Learned from \(tasks) by policy \(ids).")
        }
        if !skill.evidenceAnchors.isEmpty {
            let ids = skill.evidenceAnchors.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            lines.append("- Evidence: \(ids).")
        }
        return lines
    }

    /// One item a line of each text; what is a list already stays one.
    private static func list(_ texts: [String]) -> [String] {
        texts.flatMap { $0.split(whereSeparator: \.isNewline) }.map { $0.hasPrefix("- ") ? String($0) : "- \($0)" }
    }

    /// A step's further lines, its branches, stand below it.
    private static func numbered(_ steps: [String]) -> [String] {
        steps.enumerated().flatMap { number, step in
            let lines = step.split(whereSeparator: \.isNewline)
            return lines.prefix(1).map { "\(number + 1). \($0)" } + lines.dropFirst().map { "   \($0)" }
        }
    }
}
