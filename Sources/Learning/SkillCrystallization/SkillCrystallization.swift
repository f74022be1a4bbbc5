package import MemoryModel

/// Makes a skill of a policy that has proved itself, keeps it in step with the policy, and holds it against the tasks
/// it is used in. Pure: evidence in, one change out; the same evidence gives the same change.
package struct SkillCrystallization: Sendable {
    package let options: Options

    package init(_ options: Options = Options()) {
        self.options = options
    }

    package struct Options: Sendable {
        /// Good episodes that a policy needs: two that made it and one that confirmed it.
        package var leastSupport = 3
        /// Of the policy.
        package var leastGain = 0.02
        /// Steps that the draft is held against.
        package var evidenceCount = 6
        /// Characters of each.
        package var evidenceLength = 500
        /// Share of the draft's tools and programs that the evidence has run.
        package var leastCoverage = 0.5
        /// Share of the evidence that has at least two content terms of the draft.
        package var leastResonance = 0.5
        /// How far the policy's gain must have moved for the reliability to drift.
        package var leastDrift = 0.1
        /// Decided trials after which a candidate is active or archived.
        package var trialsToDecide = 3
        /// η from which a candidate becomes active.
        package var activeFrom = 0.5
        /// η below which an active skill is archived.
        package var archivedBelow = 0.25
        /// Days without use after which a skill whose η has decayed is archived; also the half-life of the decay.
        package var idleDays = 90.0

        package init() {}
    }

    package struct Evidence: Sendable {
        package var policy: Policy
        /// Of the policy; may be empty.
        package var lessons: [LessonRow]
        /// Steps of the policy's episodes, with their values.
        package var steps: [Trace]
        /// The user's first words of each episode, the oldest first.
        package var openings: [(EpisodeID, String)]
        /// Made of this policy before.
        package var present: Skill?
        /// Names of other skills.
        package var takenNames: Set<String>
        package var worldModels: [WorldModel]
        package var notes: [GuidanceNote]

        package init(
            policy: Policy, lessons: [LessonRow] = [], steps: [Trace], openings: [(EpisodeID, String)] = [],
            present: Skill? = nil, takenNames: Set<String> = [], worldModels: [WorldModel] = [],
            notes: [GuidanceNote] = []
        ) {
            self.policy = policy
            self.lessons = lessons
            self.steps = steps
            self.openings = openings
            self.present = present
            self.takenNames = takenNames
            self.worldModels = worldModels
            self.notes = notes
        }
    }

    /// What is to be done. The reason is for people, in the history of the skill.
    package enum Change: Sendable, Equatable {
        case insert(Skill, reason: String)
        /// A new version; its number is given by whoever keeps it.
        case revise(Skill, reason: String)
        case none(why: String)
    }

    /// Of its policy, so that making it twice makes one.
    package static func id(of policy: PolicyID) -> SkillID {
        SkillID("sk_" + ContentHash.of([policy.rawValue]))
    }

    /// The change that a policy's evidence asks for.
    package func settle(_ evidence: Evidence, at now: Timestamp) -> Change {
        let policy = evidence.policy
        if let present = evidence.present {
            if policy.status == .archived { return retire(present, of: policy, at: now) }
            if present.editedAt != nil { return .none(why: "A person has edited the skill; their words stay.") }
        }
        if let reason = ineligibility(of: evidence) { return .none(why: reason) }
        let form = ProcedureForm(of: policy)
        let chosen = EvidenceChoice(evidence.steps, for: policy, options: options)
        let draft = SkillDraft(evidence, form: form, chosen: chosen)
        if let reason = DraftVerification(draft, form: form, chosen: chosen).failure(options) {
            return .none(why: reason)
        }
        if let present = evidence.present {
            return revision(of: present, by: draft, evidence, chosen: chosen, at: now)
        }
        return insertion(of: draft, evidence, form: form, chosen: chosen, at: now)
    }

    // MARK: Parts

    /// Why no skill may be made of it; `nil` when one may.
    private func ineligibility(of evidence: Evidence) -> String? {
        let policy = evidence.policy
        guard policy.status == .active else { return "Its policy is not active." }
        guard policy.isSkillEligible ?? true else { return "Its policy may not become a skill." }
        guard policy.gain >= options.leastGain else { return "Its policy has not proved better than doing without." }
        let support = goodEpisodes(of: evidence)
        guard support >= options.leastSupport else {
            return "\(support) of \(options.leastSupport) good tasks speak for it so far."
        }
        return nil
    }

    /// Tasks that did as the policy says and ended well; what the policy counts where the lessons are not known.
    private func goodEpisodes(of evidence: Evidence) -> Int {
        let good = Set(evidence.lessons.lazy.filter { $0.role == .with && $0.value > 0 }.map(\.episodeID))
        return evidence.lessons.isEmpty ? evidence.policy.support : good.count
    }

    private func insertion(
        of draft: SkillDraft, _ evidence: Evidence, form: ProcedureForm, chosen: EvidenceChoice, at now: Timestamp
    ) -> Change {
        let policy = evidence.policy
        let id = Self.id(of: policy.id)
        let name = SkillName.of(
            form, title: policy.title, hash: String(id.rawValue.dropFirst(3)), taken: evidence.takenNames)
        var skill = Skill(
            id: id, owner: policy.owner, createdAt: now, name: name, summary: draft.summary, invocationGuide: "",
            procedure: draft.procedure, guidance: draft.guidance,
            evidenceAnchors: chosen.anchors, support: goodEpisodes(of: evidence),
            gain: policy.gain, sourcePolicyIDs: [policy.id], sourceWorldModelIDs: draft.worldModelIDs)
        skill.invocationGuide = SkillGuide(skill).markdown
        let title = Wording.cut(policy.title, to: 100)
        return .insert(skill, reason: "Made of the policy “\(title)”, which \(skill.support) tasks confirm.")
    }

    private func revision(
        of present: Skill, by draft: SkillDraft, _ evidence: Evidence, chosen: EvidenceChoice, at now: Timestamp
    ) -> Change {
        var skill = present
        var reasons: [String] = []
        let changed = skill.takeOver(draft)
        if !changed.isEmpty {
            reasons.append("Rebuilt from its policy: \(Wording.list(changed, or: "and")) changed.")
            skill.evidenceAnchors = chosen.anchors
            skill.sourceWorldModelIDs = draft.worldModelIDs
            skill.support = goodEpisodes(of: evidence)
        }
        if skill.owner != evidence.policy.owner {
            skill.owner = evidence.policy.owner
            reasons.append("It was learned in more than one project.")
        }
        if changed.contains("steps"), skill.status == .archived {
            skill.status = .candidate
            reasons.append("It is on trial again.")
        }
        if skill.status != .archived, let reason = drift(&skill, to: evidence.policy.gain) { reasons.append(reason) }
        guard !reasons.isEmpty else { return .none(why: "The skill says what its policy says.") }
        skill.updatedAt = now
        skill.invocationGuide = SkillGuide(skill).markdown
        return .revise(skill, reason: reasons.joined(separator: " "))
    }

    /// `η ← 0.7·η + 0.3·gain`, in the direction in which the gain has moved: a policy that proves better makes its
    /// skill no less reliable.
    private func drift(_ skill: inout Skill, to gain: Double) -> String? {
        let moved = gain - skill.gain
        guard abs(moved) >= options.leastDrift else { return nil }
        let drifted = min(max(0.7 * skill.reliability + 0.3 * gain, 0), 1)
        skill.reliability = moved > 0 ? max(skill.reliability, drifted) : min(skill.reliability, drifted)
        skill.gain = gain
        if skill.status == .active, skill.reliability < options.archivedBelow {
            skill.status = .archived
            return
                "Archived: its policy has lost worth, and its reliability fell below \(options.archivedBelow)."
        }
        return moved > 0 ? "Its policy has proved better." : "Its policy is worth less than it was."
    }

    private func retire(_ skill: Skill, of policy: Policy, at now: Timestamp) -> Change {
        guard skill.status != .archived else { return .none(why: "It is archived, and so is its policy.") }
        var skill = skill
        skill.status = .archived
        skill.updatedAt = now
        return .revise(skill, reason: "Archived: so is the policy it was made of.")
    }
}
