import JSONText
import MemoryModel
import StepReading

/// A policy after its lessons have changed.
struct PolicyUpdate {
    private(set) var policy: Policy
    /// Why there is a new version; `nil` where it says what it said.
    private(set) var reason: String?
    /// Whether the rules have told it in new words.
    private(set) var isToldAnew = false

    /// - Parameter keepsWording: whether a model's words stay while the rules would say what they said. They go when
    ///   evidence was forgotten: they may speak of it.
    init(
        _ evidence: PolicyEvidence, options: PolicyInduction.Options, notes: [GuidanceNote], now: Timestamp,
        keepsWording: Bool = true
    ) {
        policy = evidence.policy
        let worth = PolicyWorth(options: options)
        let taught = PolicyEvidence.best(of: evidence.taught, most: options.longestAlignment)
        let failed = evidence.lessons.filter { $0.row.role == .without || $0.row.value < 0 }
        let values = evidence.values(.with)
        let episodes = Set(evidence.taught.map(\.row.episodeID))
        count(evidence, taught: taught, values: values, support: episodes.count)
        policy.gain = worth.gain(with: values, without: evidence.values(.without))
        let before = evidence.policy
        // What a person wrote or put away stays as it is.
        if before.editedAt == nil {
            if episodes.count >= 2 || evidence.isNew {
                rewrite(taught.map(\.lesson), failed: failed.map(\.lesson), keepsWording: keepsWording)
                if evidence.isNew { isToldAnew = true }
            }
            guide(evidence, taught: taught, notes: notes)
            let status = worth.status(from: before.status, support: episodes.count, gain: policy.gain)
            policy.status = episodes.isEmpty ? .archived : status
        }
        reason = Self.reason(from: before, to: policy, lessons: taught.count)
        if reason != nil, !evidence.isNew {
            policy.version = before.version + 1
            policy.updatedAt = now
        }
    }

    private mutating func count(_ evidence: PolicyEvidence, taught: [KeptLesson], values: [Double], support: Int) {
        policy.support = support
        policy.owner.workspace = Self.workspace(of: evidence)
        let good = Double(values.filter { $0 > 0 }.count)
        // Laplace's rule of succession over the tasks that followed it.
        policy.confidence = (good + 1) / (Double(values.count) + 2)
        let strength = values.isEmpty ? 0 : values.map(abs).sorted().reduce(0, +) / Double(values.count)
        policy.salience = min(strength * (1 - 1 / Double(support + 1)), 1)
        let isRepair = taught.filter { $0.lesson.kind == .repair }.count * 2 >= taught.count
        policy.experience = isRepair ? .repairValidated : .procedural
        let negative = evidence.lessons.contains { $0.row.value < 0 }
        policy.evidencePolarity = good == 0 ? (negative ? .negative : .neutral) : negative ? .mixed : .positive
        policy.sourceEpisodeIDs = Set(evidence.lessons.map(\.row.episodeID.rawValue)).sorted().map { EpisodeID($0) }
        policy.sourceTraceIDs = Set(evidence.lessons.map(\.row.traceID.rawValue)).sorted().map { TraceID($0) }
    }

    /// What was learned in one workspace belongs to it; what was learned in several holds everywhere.
    private static func workspace(of evidence: PolicyEvidence) -> String? {
        let workspaces = Set(evidence.taught.map(\.row.owner.workspace))
        guard !workspaces.isEmpty else { return evidence.policy.owner.workspace }
        return workspaces.count == 1 ? workspaces.first ?? nil : nil
    }

    private mutating func rewrite(_ lessons: [Lesson], failed: [Lesson], keepsWording: Bool) {
        guard let draft = PolicyDraft(lessons, failed: failed) else { return }
        let before = policy
        policy.title = draft.title
        policy.trigger = draft.trigger
        policy.procedure = draft.text
        policy.verification = draft.procedure.verification
        policy.boundary = draft.boundary
        if let base = before.wordedFrom {
            if keepsWording, policy.rulesWords == base {
                policy = before
            } else {
                policy.verifierMeta?["wording"] = nil
            }
        }
        isToldAnew = policy.rulesWords != before.rulesWords
        if isToldAnew { policy.provenance = .rules }
        var meta = policy.verifierMeta ?? .object(JSONObject())
        if meta.object == nil { meta = .object(JSONObject()) }
        meta["procedure"] = draft.procedure.json
        policy.verifierMeta = meta
    }

    /// What people said in its tasks, what was tried there in vain, and notes of the same situation.
    private mutating func guide(_ evidence: PolicyEvidence, taught: [KeptLesson], notes: [GuidanceNote]) {
        let words = Self.vocabulary(taught.map(\.lesson))
        var preference = policy.guidance.preference
        var antiPattern = policy.guidance.antiPattern
        for kept in evidence.lessons.sorted(by: { ($0.row.at, $0.row.id) < ($1.row.at, $1.row.id) }) {
            let guidance = kept.lesson.guidance
            preference += guidance.preference.filter { Self.concerns($0, words) }
            antiPattern += guidance.antiPattern.filter { Self.concerns($0, words) }
            for attempt in kept.lesson.attempts where attempt.form == .shell {
                let command = attempt.words.joined(separator: " ").prefix(120)
                let text =
                    attempt.words == kept.lesson.goal.words
                    ? "`\(command)` kept failing." : "`\(command)` did not help."
                antiPattern.append(DecisionGuidance.Entry(text: text, evidenceIDs: [attempt.traceID.rawValue]))
            }
        }
        for note in notes where EpisodeGuidance.concerns(note, words) {
            preference += note.guidance.preference
            antiPattern += note.guidance.antiPattern
        }
        policy.guidance = DecisionGuidance(
            preference: EpisodeGuidance.united(preference, most: 8),
            antiPattern: EpisodeGuidance.united(antiPattern, most: 8))
        let told = (policy.guidance.preference + policy.guidance.antiPattern).flatMap(\.evidenceIDs)
        policy.sourceFeedbackIDs = Set(policy.sourceFeedbackIDs + told.filter { $0.hasPrefix("fb_") }).sorted()
    }

    private static func concerns(_ entry: DecisionGuidance.Entry, _ words: Set<String>) -> Bool {
        OpeningWords.terms(of: entry.text).contains { words.contains($0) }
    }

    /// The words that the situation is told in: commands, what they are run on, places, what users asked for.
    private static func vocabulary(_ lessons: [Lesson]) -> Set<String> {
        var words: Set<String> = []
        for lesson in lessons {
            words.formUnion(lesson.terms)
            words.formUnion(lesson.marks)
            let actions = lesson.course + lesson.attempts + [lesson.goal]
            for action in actions {
                words.formUnion(OpeningWords.terms(of: ([action.stem] + action.targets).joined(separator: " ")))
            }
        }
        return words.subtracting(["use", "run", "instal", "install", "file", "make"])
    }

    private static func reason(from old: Policy, to new: Policy, lessons: Int) -> String? {
        if old.status != new.status {
            switch new.status {
            case .active: return "\(new.support) tasks speak for it, gain \(rounded(new.gain))"
            case .archived: return "gain fell to \(rounded(new.gain))"
            case .candidate: return "too few tasks speak for it"
            }
        }
        if old.procedure != new.procedure { return "steps aligned anew over \(lessons) lessons" }
        if old.guidance != new.guidance { return "guidance from people and vain attempts" }
        if old.title != new.title || old.trigger != new.trigger || old.verification != new.verification
            || old.boundary != new.boundary
        {
            return "situation told anew over \(lessons) lessons"
        }
        return old.owner == new.owner ? nil : "learned in more than one project"
    }

    private static func rounded(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let magnitude = abs(hundredths)
        return (hundredths < 0 ? "−" : "") + "\(magnitude / 100)." + (magnitude % 100 < 10 ? "0" : "")
            + "\(magnitude % 100)"
    }
}
