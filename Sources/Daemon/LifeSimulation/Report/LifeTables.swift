/// A report as people read it.
package struct LifeTables {
    private let reports: LifeReports

    package init(_ reports: LifeReports) {
        self.reports = reports
    }

    package var text: String {
        let lives = reports.lives
        let heading = ["figure", "goal", "mean"] + lives.map { "seed \($0.seed)" }
        let rows = reports.names.map { name in
            [Self.titles[name] ?? name, Self.goals[name] ?? "", shown(reports.mean(name), name)]
                + reports.values(name).map { shown($0, name) }
        }
        let first = lives.first.map { "\($0.episodes) episodes, \($0.families) families" } ?? "no life"
        return first + "\n\n" + table([heading] + rows) + "\n"
    }

    /// What is asked for, one line each, with what was expected.
    package func details(_ what: Detail) -> String {
        reports.lives.map { life in
            let lines =
                switch what {
                case .policies: life.policies.lines
                case .skills: life.skills.lines
                case .worlds: life.world.lines
                case .misses: misses(life)
                }
            return "seed \(life.seed): \(what.rawValue)\n" + lines.joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }

    private func misses(_ life: LifeReport) -> [String] {
        let uncovered = life.policies.coverage.filter { $0.best < $0.asked }.map {
            "family \(Families.all[$0.family].name): \($0.best) of \($0.asked) steps stated, \($0.all) by all its policies"
        }
        return uncovered + life.policies.junk.map { "junk: \($0)" } + life.skills.misses + life.world.misses
    }

    package enum Detail: String, CaseIterable, Sendable { case policies, skills, worlds, misses }

    private func shown(_ value: Double?, _ name: String) -> String {
        guard let value else { return "" }
        let places = Self.titles[name] == nil || value >= 1000 ? 0 : 3
        let scale = places == 0 ? 1.0 : 1000
        let rounded = (value * scale).rounded() / scale
        guard places > 0 else { return "\(Int(rounded))" }
        return "\(rounded)"
    }

    private func table(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + space : space + row[column]
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    private static let goals = [
        "stepPrecision": "≥ .9", "stepRecall": "≥ .8", "junkPolicies": "≤ .05", "familiesWithSkill": "≥ .9",
        "skillFirst": "≥ .9", "worldTrue": "≥ .95", "mistakesDrop": "≥ .8", "learningP95": "≤ 50",
        "callsPerTask": "≤ 3",
    ]
    private static let titles = [
        "stepPrecision": "policy steps that are of the procedure", "stepRecall": "steps stated by the best policy",
        "stepRecallOfAll": "steps stated by any policy", "junkPolicies": "policies of no family",
        "familiesWithSkill": "families with a skill", "skillFirst": "right skill first, new guise",
        "skillShown": "right skill in the block", "skillFirstInSearch": "right skill first in a search",
        "skillAtErrands": "a skill where none is for it",
        "worldTrue": "facts that are true", "mistakesDrop": "fewer repeated mistakes",
        "mistakesDropInPlace": "fewer, where the remedy is the same", "looksDrop": "fewer looks around",
        "toldShare": "tasks told the remedy before", "learningP50": "learning p50, ms of processor",
        "learningP95": "learning p95", "learningMost": "learning, most", "seconds": "seconds for the whole life",
        "recallIdleP50": "recall p50, ms", "recallIdleP99": "recall p99", "recallBusyP50": "recall p50 while learning",
        "recallBusyP99": "recall p99 while learning", "callsPerTask": "calls of a model, a task",
        "wordedPolicies": "policies in its words", "wordedSkills": "skills in its words",
    ]
}
