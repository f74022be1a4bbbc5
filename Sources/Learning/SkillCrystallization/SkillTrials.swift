package import MemoryModel
import StepReading
import TextAnalysis

extension SkillCrystallization {
    /// A task in which a skill was loaded or followed, with its reward.
    package struct Trial: Sendable {
        package var skill: Skill
        package var record: EpisodeRecord
        /// R in [-1, 1]. A task without one decides nothing and is no trial.
        package var reward: Double
        /// Trials of the skill that were decided before this one, and those of them that passed.
        package var decided: Int
        package var passed: Int

        package init(skill: Skill, record: EpisodeRecord, reward: Double, decided: Int, passed: Int) {
            self.skill = skill
            self.record = record
            self.reward = reward
            self.decided = decided
            self.passed = passed
        }
    }

    package struct TrialChange: Sendable, Equatable {
        package var hasPassed: Bool
        /// With its new reliability and, where the trial asked for it, a new status, advice or limit.
        package var skill: Skill
        /// Why it is a new version; `nil` when only the reliability moved and no version comes of it.
        package var reason: String?
    }

    /// Whether the task recognisably went by the skill: at least half of its commands, and two where it has two, were
    /// run in the skill's order. A skill of one command is too short to be recognised by it alone: the task's words
    /// must be the skill's, too. A skill without commands is never recognised; it counts where it was loaded.
    package func isFollowed(_ skill: Skill, in record: EpisodeRecord) -> Bool {
        let anchors = Set(skill.evidenceAnchors)
        // The tasks that it was made of do not try it.
        guard !record.steps.contains(where: { anchors.contains($0.id) }) else { return false }
        let wanted = Self.stems(of: skill)
        guard !wanted.isEmpty else { return false }
        let runs = record.steps.lazy.compactMap(ToolRun.init).flatMap { $0.commands.map(\.stem) }
        let matched = Self.longestOrdered(wanted, in: Array(runs))
        guard matched * 2 >= wanted.count, matched >= min(2, wanted.count) else { return false }
        guard wanted.count == 1 else { return true }
        let asked = Content.terms(in: record.turns.map(\.userText).joined(separator: "\n"))
        let own = Content.terms(in: ([skill.name, skill.summary] + skill.procedure.examples).joined(separator: "\n"))
        return asked.intersection(own).count >= 2
    }

    /// What a decided trial makes of the skill: `η` moves with the posterior `(passed + 1)/(attempted + 2)`; a
    /// candidate is decided after three; a failure adds what failed.
    package func settle(_ trial: Trial, at now: Timestamp) -> TrialChange {
        let hasPassed = trial.reward > 0
        var skill = trial.skill
        let (attempted, passed) = (trial.decided + 1, trial.passed + (hasPassed ? 1 : 0))
        let before = Self.posterior(passed: trial.passed, attempted: trial.decided)
        let after = Self.posterior(passed: passed, attempted: attempted)
        // What thumbs and the policy's worth have added to the posterior stays.
        skill.reliability = min(max(skill.reliability + after - before, 0), 1)
        var reasons: [String] = []
        if !hasPassed, let told = Self.learn(from: trial.record, into: &skill) { reasons.append(told) }
        if let told = decide(&skill, attempted: attempted, passed: passed, hasPassed: hasPassed) {
            reasons.append(told)
        }
        guard !reasons.isEmpty else { return TrialChange(hasPassed: hasPassed, skill: skill, reason: nil) }
        skill.updatedAt = now
        if skill.editedAt == nil { skill.invocationGuide = SkillGuide(skill).markdown }
        return TrialChange(hasPassed: hasPassed, skill: skill, reason: reasons.joined(separator: " "))
    }

    /// Mean of a Beta(1, 1) posterior.
    package static func posterior(passed: Int, attempted: Int) -> Double {
        Double(passed + 1) / Double(attempted + 2)
    }

    // MARK: Parts

    private func decide(_ skill: inout Skill, attempted: Int, passed: Int, hasPassed: Bool) -> String? {
        let counts = "\(passed) of \(attempted) trials passed"
        switch skill.status {
        case .candidate where attempted >= options.trialsToDecide:
            skill.status = skill.reliability >= options.activeFrom ? .active : .archived
            return skill.status == .active ? "Active: \(counts)." : "Archived: only \(counts)."
        case .active where skill.reliability < options.archivedBelow:
            skill.status = .archived
            return "Archived: it has failed too often, \(counts)."
        case .archived where hasPassed && skill.reliability >= options.archivedBelow:
            return Self.rehabilitate(&skill, from: options.activeFrom) + " It has worked again, \(counts)."
        default: return nil
        }
    }

    /// Makes an archived skill one that is recalled.
    static func rehabilitate(_ skill: inout Skill, from threshold: Double) -> String {
        skill.status = skill.reliability >= threshold ? .active : .candidate
        return skill.status == .active ? "Active again." : "On trial again."
    }

    /// What a failed trial teaches: which command of the skill failed in it, and what worked instead; or else the kind
    /// of task.
    private static func learn(from record: EpisodeRecord, into skill: inout Skill) -> String? {
        let read = record.steps.prefix(2000).map(ReadStep.init)
        let stems = stems(of: skill)
        // The last command of a skill is mostly what was to be made to work; what was done for that says more.
        let isForGoal = stems.count > 1
        let remedies = isForGoal ? Array(stems.dropLast().joined()) : Array(stems.joined())
        if let index = read.lastIndex(where: { hasFailed($0, at: remedies) }) {
            let command = command(of: read[index])
            let instead = alternative(to: read[index], in: read[(index + 1)...])
            if let instead {
                let text = "Where \(command) fails, \(self.command(of: instead)) has worked."
                let entry = DecisionGuidance.Entry(text: text, evidenceIDs: [instead.trace.id.rawValue])
                skill.guidance.preference = Guidance.union(skill.guidance.preference + [entry])
            }
            let text = "Do not rely on \(command)\(place(of: read[index].trace)): \(clause(read[index].fault))."
            let isNew = add(text, evidence: read[index].trace.id.rawValue, to: &skill)
            return isNew || instead != nil ? "A trial failed: \(command) did not work." : nil
        }
        if isForGoal, let goal = read.last(where: { hasFailed($0, at: stems[stems.count - 1]) }) {
            let command = command(of: goal)
            let text =
                "Do not expect it to make \(command) work\(place(of: goal.trace)): \(clause(goal.fault))."
            return add(text, evidence: goal.trace.id.rawValue, to: &skill)
                ? "A trial failed: \(command) still did not work." : nil
        }
        guard let opening = record.turns.lazy.compactMap({ Wording.example($0.userText) }).first else { return nil }
        let before = skill.procedure.scope.doesNotApply
        skill.narrow("It did not help with “\(Wording.cut(opening, to: 120))”.")
        return skill.procedure.scope.doesNotApply == before ? nil : "A trial failed, and its task is named as a limit."
    }

    private static func hasFailed(_ step: ReadStep, at stems: [[String]]) -> Bool {
        guard step.hasFailed, let run = step.run else { return false }
        return run.commands.contains { command in stems.contains { CommandStem.matches($0, command.stem) } }
    }

    /// What did the same kind of work with another command, and did it.
    private static func alternative(to failure: ReadStep, in later: ArraySlice<ReadStep>) -> ReadStep? {
        later.first { step in
            step.hasPassed && step.action == failure.action && step.run?.main?.stem != failure.run?.main?.stem
                && step.action != .other && step.run?.effect != .reads
        }
    }

    private static func command(of step: ReadStep) -> String {
        Wording.code(Wording.cut(Redactor.redact(step.run?.input ?? "").text, to: 140))
    }

    private static func clause(_ fault: FaultFamily?) -> String {
        fault.map { $0 == .other ? "it has failed there" : $0.phrase } ?? "it has failed there"
    }

    private static func add(_ text: String, evidence id: String, to skill: inout Skill) -> Bool {
        let before = skill.guidance.antiPattern.map(\.text)
        let entry = DecisionGuidance.Entry(text: text, evidenceIDs: [id])
        // The newest failure says most; the oldest gives way to a ninth.
        let kept =
            skill.guidance.antiPattern.count >= 8
            ? Array(skill.guidance.antiPattern.dropFirst()) : skill.guidance.antiPattern
        let union = Guidance.union(kept + [entry])
        guard union.map(\.text) != before else { return false }
        skill.guidance.antiPattern = union
        return true
    }

    /// Where it was, by the environment that the step is tagged with.
    private static func place(of trace: Trace) -> String {
        trace.tags.first(where: environments.contains).map { " on \($0)" } ?? ""
    }

    private static let environments: Set<String> = [
        "alpine", "debian", "ubuntu", "fedora", "centos", "arch", "macos", "darwin", "windows", "linux",
    ]

    /// The commands of each step, any of which does it; steps without one are left out.
    static func stems(of skill: Skill) -> [[[String]]] {
        skill.procedure.steps.map { step in
            CommandText.all(in: step).flatMap { CommandStem.all(of: $0).suffix(1) }
        }.filter { !$0.isEmpty }
    }

    /// How many of the steps can be found one behind the other: the longest common subsequence. Long tasks are read to
    /// their first 2,000 commands.
    private static func longestOrdered(_ wanted: [[[String]]], in runs: [[String]]) -> Int {
        var row = Array(repeating: 0, count: wanted.count + 1)
        for run in runs.prefix(2000) {
            var diagonal = 0
            for (index, alternatives) in wanted.enumerated() {
                let above = row[index + 1]
                let isMatch = alternatives.contains { CommandStem.matches($0, run) }
                row[index + 1] = isMatch ? diagonal + 1 : max(above, row[index])
                diagonal = above
            }
        }
        return row.last ?? 0
    }
}
