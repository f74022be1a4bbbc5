package import JSONText
import RetrievalBenchmark

/// Everything measured on one life.
package struct LifeReport: Sendable {
    /// `nil` where no model wrote.
    package var drafts: DraftFigures?
    package var seed: UInt64
    package var episodes: Int
    package var families: Int
    package var policies: PolicyFigures
    package var skills: SkillFigures
    package var world: WorldFigures
    package var mistakes: MistakeFigures
    package var times: TimeFigures
    /// By family: name, tasks that went well with the procedure done.
    package var histories: [(name: String, successes: Int)]

    /// Figures by name; those that nothing was measured for are absent. Shares are in [0, 1].
    package var figures: [(name: String, value: Double)] {
        let all: [(String, Double?)] = [
            ("stepPrecision", policies.precision), ("stepRecall", policies.recall),
            ("stepRecallOfAll", policies.recallOfAll), ("junkPolicies", policies.junkShare),
            ("policies", Double(policies.policies)), ("candidates", Double(policies.candidates)),
            ("stalePreferences", Double(policies.stale)), ("familiesWithSkill", skills.share),
            ("skills", Double(skills.skills)), ("junkSkills", Double(skills.junk)), ("skillFirst", skills.first),
            ("skillShown", skills.shown), ("skillFirstInSearch", skills.firstOfSearch),
            ("skillAtErrands", skills.disturbed), ("worldTrue", world.share),
            ("worldFacts", Double(world.facts)), ("worldUnjudged", Double(world.unjudged)),
            ("mistakesDrop", mistakes.drop), ("mistakesDropInPlace", mistakes.dropInPlace),
            ("mistakes", Double(mistakes.told)), ("mistakesAlone", Double(mistakes.alone)),
            ("looksDrop", mistakes.dropOfLooks),
            ("toldShare", mistakes.tasks == 0 ? nil : Double(mistakes.toldTasks) / Double(mistakes.tasks)),
            ("learningP50", times.learning?.p50), ("learningP95", times.learning?.p95), ("learningMost", times.longest),
            ("seconds", times.life), ("recallIdleP50", times.idle?.p50), ("recallIdleP99", times.idle?.p99),
            ("recallBusyP50", times.busy?.p50), ("recallBusyP99", times.busy?.p99),
            ("callsPerTask", drafts.map { Double($0.calls) / Double(max(1, episodes)) }),
            ("wordedPolicies", drafts?.policies), ("wordedSkills", drafts?.skills),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    package var json: JSON {
        [
            "seed": JSON(Int(clamping: seed)), "episodes": JSON(episodes), "families": JSON(families),
            "figures": .object(JSONObject(figures.map { .init(key: $0.name, value: .double($0.value)) })),
            "byFamily": .array(
                histories.enumerated().map { number, history in
                    let covered = policies.coverage.first { $0.family == number }
                    return .object(present: [
                        ("name", .string(history.name)), ("successes", JSON(history.successes)),
                        ("asked", covered.map { JSON($0.asked) }), ("stated", covered.map { JSON($0.best) }),
                    ])
                }),
            "drafts": drafts?.json ?? .null, "junk": JSON(policies.junk), "misses": JSON(skills.misses),
            "false": JSON(world.misses),
        ]
    }
}

/// Lives of several seeds.
package struct LifeReports: Sendable {
    package var lives: [LifeReport]

    package init(_ lives: [LifeReport]) {
        self.lives = lives
    }

    /// Names in the order of the report.
    package var names: [String] {
        lives.reduce(into: []) { names, life in
            for figure in life.figures where !names.contains(figure.name) { names.append(figure.name) }
        }
    }

    /// The mean over the lives that have the figure; `nil` where none has.
    package func mean(_ name: String) -> Double? { PolicyFigures.mean(values(name)) }

    package func values(_ name: String) -> [Double?] {
        lives.map { life in life.figures.first { $0.name == name }?.value }
    }

    package var json: JSON {
        [
            "lives": .array(lives.map(\.json)),
            "mean": .object(JSONObject(names.map { .init(key: $0, value: mean($0).map(JSON.double) ?? .null) })),
        ]
    }
}
