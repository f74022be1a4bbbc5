import MemoryAssembly
import MemoryCore
import MemoryModel
import MemoryStore
import Retrieval

/// Whether what comes up often has become a skill, and whether the skill is there when its task comes in other words.
package struct SkillFigures: Sendable {
    package var skills = 0
    package var ripeFamilies = 0
    package var familiesWithSkill = 0
    /// Skills of no family.
    package var junk = 0
    /// Questions in words never said in the life, one a guise and place of a ripe family.
    package var questions = 0
    /// Of these, where the first skill in the block before the turn is the family's.
    package var firstInBlock = 0
    /// Where any skill in the block is.
    package var inBlock = 0
    /// Where the first skill of a search is.
    package var firstInSearch = 0
    /// Errands asked for that no skill is for, and those before which one was shown all the same.
    package var errands = 0
    package var errandsWithSkill = 0
    /// What was not first, for people.
    package var misses: [String] = []
    package var lines: [String] = []

    package var share: Double? { ripeFamilies == 0 ? nil : Double(familiesWithSkill) / Double(ripeFamilies) }
    package var first: Double? { questions == 0 ? nil : Double(firstInBlock) / Double(questions) }
    package var shown: Double? { questions == 0 ? nil : Double(inBlock) / Double(questions) }
    package var disturbed: Double? { errands == 0 ? nil : Double(errandsWithSkill) / Double(errands) }
    package var firstOfSearch: Double? { questions == 0 ? nil : Double(firstInSearch) / Double(questions) }

    init(_ all: [Skill], matcher: StepMatcher, histories: [FamilyHistory], home: LifeHome, seed: UInt64) async throws {
        var families: [String: Int] = [:]
        for skill in all.sorted(by: { $0.name < $1.name }) where skill.status != .archived {
            skills += 1
            let match = matcher.match(skill)
            let family = (match.precision ?? 0) >= 0.5 ? match.family : nil
            if let family { families[skill.id.rawValue] = family } else { junk += 1 }
            let steps = zip(match.told, match.right).map { "    \($1 ? "+" : "-") \($0.text)" }
            lines.append(
                ([
                    "[\(family.map { Families.all[$0].name } ?? "junk")] \(skill.name) (\(skill.status.rawValue), η \(skill.reliability))",
                    "    \(skill.summary)",
                ] + steps).joined(separator: "\n"))
        }
        try await askErrands(home: home, seed: seed)
        let ripe = histories.filter(\.isRipe)
        ripeFamilies = ripe.count
        familiesWithSkill = ripe.count { families.values.contains($0.family) }
        var random = LifeRandom(seed: seed ^ 0xA5C)
        for history in ripe {
            let family = Families.all[history.family]
            for place in Places.all where history.places.contains(place.name) {
                for guise in family.heldOut {
                    let words = guise.filled(place.values.merging(random.pick(family.cases)) { $1 })
                        .filled(["version": "5.{small}.0", "test_name": "test_ledger", "branch": "feature/quota-77"])
                        .filled(["small": "4"])
                    try await ask(words, at: place, for: history.family, families, home: home)
                }
            }
        }
    }

    private mutating func askErrands(home: LifeHome, seed: UInt64) async throws {
        var plans = LifePlan(seed: seed ^ 0xE77A, episodes: Self.daysOfErrands, families: 1)
        while let plan = plans.next() {
            guard plan.family == nil else { continue }
            errands += 1
            let owner = Namespace(agentKind: "claude", workspace: plan.place.workspace)
            let turn = TurnService.Opened(
                session: SessionID("errand-\(errands)"), wantsRecall: true, userText: plan.words)
            let answer = try await home.memory.recall.beforeTurn(turn, owner: owner, visibleSince: nil, deadlineAt: nil)
            if let first = answer.result.skills.first {
                errandsWithSkill += 1
                misses.append("errand: “\(plan.words)” → \(first.head.title)")
            }
        }
    }

    private static let daysOfErrands = 200

    private mutating func ask(
        _ words: String, at place: Place, for family: Int, _ families: [String: Int], home: LifeHome
    ) async throws {
        questions += 1
        let owner = Namespace(agentKind: "claude", workspace: place.workspace)
        let turn = TurnService.Opened(session: SessionID("asked-\(questions)"), wantsRecall: true, userText: words)
        let answer = try await home.memory.recall.beforeTurn(turn, owner: owner, visibleSince: nil, deadlineAt: nil)
        let shown = answer.result.skills.map(\.head.id).filter(answer.injectedContext.contains)
        if shown.contains(where: { families[$0] == family }) { inBlock += 1 }
        if shown.first.flatMap({ families[$0] }) == family {
            firstInBlock += 1
        } else {
            let other = answer.result.skills.first?.head.title ?? "no skill"
            misses.append("\(Families.all[family].name) at \(place.name): “\(words)” → \(other)")
        }
        let found = try await home.memory.recall.search(
            RecallQuery(
                entry: .toolDriven, text: words, scope: .home, workspace: place.workspace, at: home.clock.now,
                topK: home.memory.recall.defaultTopK, mayAbstain: false),
            episode: nil, isRecorded: false)
        if found.result.skills.first.flatMap({ families[$0.head.id] }) == family { firstInSearch += 1 }
    }
}
