package import MemoryModel
import TextAnalysis

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension SkillCrystallization {
    /// What a person's word on a task makes of a skill that was used in it: η by 0.1 up or down; what they refuse
    /// becomes a limit; a good word brings an archived skill back on trial.
    ///
    /// - Parameter record: the task; `nil` when the word is on the skill itself.
    package func adjust(
        _ skill: Skill, by feedback: Feedback, in record: EpisodeRecord?, at now: Timestamp
    ) -> Change {
        var skill = skill
        var reasons: [String] = []
        switch Self.direction(of: feedback) {
        case .orderedDescending:
            skill.reliability = min(skill.reliability + Self.thumb, 1)
            reasons.append("A person was pleased with it.")
            if skill.status == .archived, skill.reliability >= options.archivedBelow {
                reasons.append(Self.rehabilitate(&skill, from: options.activeFrom))
            }
        case .orderedAscending:
            skill.reliability = max(skill.reliability - Self.thumb, 0)
            reasons.append("A person was not pleased with it.")
            if let told = Self.deny(&skill, feedback, in: record) { reasons.append(told) }
            if skill.status == .active, skill.reliability < options.archivedBelow {
                skill.status = .archived
                reasons.append("Archived: its reliability fell below \(options.archivedBelow).")
            }
        case .orderedSame:
            guard let told = Self.deny(&skill, feedback, in: record) else {
                return .none(why: "The feedback says nothing of the skill.")
            }
            reasons.append(told)
        }
        skill.updatedAt = now
        if skill.editedAt == nil { skill.invocationGuide = SkillGuide(skill).markdown }
        return .revise(skill, reason: reasons.joined(separator: " "))
    }

    /// Whether a skill that nobody uses is to go. η halves in 90 days of idleness; after 90 idle days a skill whose η
    /// is below 0.25 then is archived. Its own η stays as it was, for the day on which it is wanted again.
    ///
    /// - Parameter lastUsedAt: when it was last loaded or followed; `nil` when never.
    package func review(_ skill: Skill, lastUsedAt: Timestamp?, at now: Timestamp) -> Change {
        guard skill.status != .archived else { return .none(why: "It is archived.") }
        let last = max(lastUsedAt ?? skill.createdAt, skill.usage.lastUsedAt ?? skill.createdAt, skill.createdAt)
        let days = max(0, Double(now) - Double(last)) / 86_400_000
        guard days >= options.idleDays else { return .none(why: "It was used lately.") }
        let decayed = skill.reliability * pow(0.5, days / options.idleDays)
        guard decayed < options.archivedBelow else { return .none(why: "It is reliable enough to wait.") }
        var skill = skill
        skill.status = .archived
        skill.updatedAt = now
        return .revise(skill, reason: "Archived: it was not used for \(Int(min(days, 36_500))) days.")
    }

    // MARK: Parts

    private enum Direction { case orderedAscending, orderedSame, orderedDescending }

    private static let thumb = 0.1

    private static func direction(of feedback: Feedback) -> Direction {
        switch feedback.reading?.shape {
        case .positive: return .orderedDescending
        case .negative: return .orderedAscending
        case .preference, .instruction: return .orderedSame
        case .unknown, nil: break
        }
        switch feedback.polarity {
        case "positive": return .orderedDescending
        case "negative": return .orderedAscending
        default: return .orderedSame
        }
    }

    /// Narrows the scope by what a person refused, and notes what they want instead.
    private static func deny(_ skill: inout Skill, _ feedback: Feedback, in record: EpisodeRecord?) -> String? {
        let evidence = [feedback.id]
        let avoid = feedback.reading?.avoid.flatMap(word)
        let prefer = feedback.reading?.prefer.flatMap(word)
        guard avoid != nil || prefer != nil else {
            guard feedback.polarity == "negative" || feedback.reading?.shape == .negative,
                let opening = record?.turns.lazy.compactMap({ Wording.example($0.userText) }).first
            else { return nil }
            skill.narrow("A person refused it for “\(Wording.cut(opening, to: 120))”.")
            return "The task is named as a limit."
        }
        let before = skill.guidance
        if let prefer {
            let text = avoid.map { "Use \(prefer) instead of \($0)." } ?? "Use \(prefer)."
            let entry = DecisionGuidance.Entry(text: text, evidenceIDs: evidence)
            skill.guidance.preference = Guidance.union([entry] + skill.guidance.preference)
        }
        if let avoid {
            let entry = DecisionGuidance.Entry(text: "Do not use \(avoid): a person refused it.", evidenceIDs: evidence)
            skill.guidance.antiPattern = Guidance.union([entry] + skill.guidance.antiPattern)
        }
        guard before != skill.guidance else { return nil }
        return avoid.map { "A person does not want \($0)." } ?? prefer.map { "A person wants \($0)." }
    }

    /// What a person named, screened and short.
    private static func word(_ text: String) -> String? {
        let words = Redactor.redact(Wording.cut(text, to: 80)).text.filter { !"“”<>".contains($0) }
        return words.isEmpty ? nil : words
    }
}
