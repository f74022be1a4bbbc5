import JSONText
import MemoryModel

/// One policy taken up into another: what each says afterwards, and the note in both by which it can be undone.
struct PolicyMerger: Equatable {
    let from: PolicyID
    let into: PolicyID
    /// Lessons that went over.
    let lessons: [String]

    init(from: PolicyID, into: PolicyID, lessons: [String]) {
        self.from = from
        self.into = into
        self.lessons = lessons
    }

    /// The policy that goes on, with the lines of both; each line once.
    func united(_ into: Policy, _ from: Policy) -> Policy {
        var united = into
        united.trigger = Self.joined(into.trigger, from.trigger)
        united.procedure = Self.steps(into.procedure, from.procedure)
        united.verification = Self.joined(into.verification, from.verification)
        united.boundary = Self.joined(into.boundary, from.boundary)
        united.guidance.preference = Self.entries(into.guidance.preference, from.guidance.preference)
        united.guidance.antiPattern = Self.entries(into.guidance.antiPattern, from.guidance.antiPattern)
        united.sourceEpisodeIDs = Self.each(into.sourceEpisodeIDs + from.sourceEpisodeIDs)
        united.sourceFeedbackIDs = Self.each(into.sourceFeedbackIDs + from.sourceFeedbackIDs)
        united.sourceTraceIDs = Self.each(into.sourceTraceIDs + from.sourceTraceIDs)
        united.support = max(into.support, united.sourceEpisodeIDs.count)
        // What was learned in several places holds everywhere.
        if into.owner.workspace != from.owner.workspace { united.owner.workspace = nil }
        return noted(united)
    }

    /// The policy that was taken up.
    func retired(_ from: Policy) -> Policy {
        var retired = from
        retired.status = .archived
        return noted(retired)
    }

    private func noted(_ policy: Policy) -> Policy {
        var policy = policy
        var meta = policy.verifierMeta ?? .object(JSONObject())
        if meta.object == nil { meta = ["verifier": meta] }
        let kept = meta[Self.member]?.array ?? []
        meta[Self.member] = .array(
            kept + [
                ["from": .string(from.rawValue), "into": .string(into.rawValue), "lessons": JSON(lessons)]
            ])
        policy.verifierMeta = meta
        return policy
    }

    /// The mergers that a policy has a part in, the oldest first.
    static func noted(in policy: Policy) -> [PolicyMerger] {
        (policy.verifierMeta?[member]?.array ?? []).compactMap { note in
            guard let from = note["from"]?.string, let into = note["into"]?.string else { return nil }
            return PolicyMerger(
                from: PolicyID(from), into: PolicyID(into),
                lessons: note["lessons"]?.array?.compactMap(\.string) ?? [])
        }
    }

    private static let member = "mergers"

    // MARK: Lines

    private static func joined(_ one: String, _ other: String) -> String {
        let known = Set(lines(one))
        return (lines(one) + lines(other).filter { !known.contains($0) }).joined(separator: "\n")
    }

    /// Steps with what is indented below them stay together; numbers go on.
    private static func steps(_ one: String, _ other: String) -> String {
        let own = blocks(one)
        let new = blocks(other).filter { !own.contains($0) }
        guard !new.isEmpty else { return one }
        let all = own + new
        let isNumbered = one.hasPrefix("1. ")
        guard isNumbered || own.isEmpty else { return all.joined(separator: "\n") }
        return all.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: "\n")
    }

    /// Steps without their numbers.
    private static func blocks(_ text: String) -> [String] {
        var blocks: [String] = []
        for line in lines(text) {
            if line.first?.isWhitespace ?? false, let last = blocks.popLast() {
                blocks.append(last + "\n" + line)
                continue
            }
            let digits = line.prefix { $0.isNumber }
            let rest = line.dropFirst(digits.count)
            blocks.append(!digits.isEmpty && rest.hasPrefix(". ") ? String(rest.dropFirst(2)) : line)
        }
        return blocks
    }

    private static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map(String.init)
    }

    private static func entries(
        _ one: [DecisionGuidance.Entry], _ other: [DecisionGuidance.Entry]
    ) -> [DecisionGuidance.Entry] {
        var united = one
        for entry in other {
            if let known = united.firstIndex(where: { $0.text == entry.text }) {
                united[known].evidenceIDs = each(united[known].evidenceIDs + entry.evidenceIDs)
            } else {
                united.append(entry)
            }
        }
        return united
    }

    private static func each<Element: Hashable>(_ elements: [Element]) -> [Element] {
        var seen: Set<Element> = []
        return elements.filter { seen.insert($0).inserted }
    }
}
