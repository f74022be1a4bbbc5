import MemoryModel

/// Whether policies state the hidden procedures.
package struct PolicyFigures: Sendable {
    /// Active ones.
    package var policies = 0
    package var candidates = 0
    /// Steps told by policies that have a family, and those of them that are steps of it.
    package var told = 0
    package var right = 0
    /// By ripe family: asked steps, those that its best policy states, and those that all its policies together state.
    package var coverage: [(family: Int, asked: Int, best: Int, all: Int)] = []
    /// Active policies that are of no family: most of what they tell is no step of one, and they say no wish of the user.
    package var junk: [String] = []
    /// Policies that say a wish that the user has taken back.
    package var stale = 0
    package var wishes = 0
    /// One line a policy, for people.
    package var lines: [String] = []

    /// Of all steps told, the share that are steps of the family; `nil` without any.
    package var precision: Double? { told == 0 ? nil : Double(right) / Double(told) }

    /// Mean over ripe families of the share of its steps that its best policy states; 0 for one without a policy.
    package var recall: Double? { Self.mean(coverage.map { $0.asked == 0 ? nil : Double($0.best) / Double($0.asked) }) }

    /// The same for all policies of a family together.
    package var recallOfAll: Double? {
        Self.mean(coverage.map { $0.asked == 0 ? nil : Double($0.all) / Double($0.asked) })
    }

    /// Of the active policies; `nil` without any.
    package var junkShare: Double? { policies == 0 ? nil : Double(junk.count) / Double(policies) }

    init(_ all: [Policy], matcher: StepMatcher, histories: [FamilyHistory], wishes told: [EpisodePlan.Wish]) {
        var stated: [Int: [Set<String>]] = [:]
        for policy in all.sorted(by: { ($0.createdAt, $0.id.rawValue) < ($1.createdAt, $1.id.rawValue) }) {
            if policy.status == .candidate { candidates += 1 }
            guard policy.status == .active else { continue }
            policies += 1
            let match = matcher.match(policy)
            let wish = Self.wish(of: policy)
            // A line of which half is no step of the family it is nearest to is of no family.
            let hasFamily = match.family != nil && (match.precision ?? 0) >= 0.5
            if hasFamily, let family = match.family {
                stated[family, default: []].append(match.stated)
                self.told += match.told.count
                right += match.right.count { $0 }
            } else if let wish {
                wishes += 1
                if Self.isStale(wish, told) { stale += 1 }
            } else {
                junk.append(policy.title)
            }
            let name = hasFamily ? match.family.map { Families.all[$0].name } ?? "" : wish == nil ? "junk" : "wish"
            let steps = zip(match.told, match.right).map { "    \($1 ? "+" : "-") \($0.text)" }
            lines.append(
                ([
                    "[\(name)] \(policy.title) (support \(policy.support), gain \(policy.gain))",
                    "    when: \(policy.trigger)",
                ] + steps)
                .joined(separator: "\n"))
        }
        for history in histories where history.isRipe {
            let asked = Set(history.asked(of: matcher.hidden[history.family]).map(\.key))
            let sets = stated[history.family] ?? []
            coverage.append(
                (
                    history.family, asked.count, sets.map { $0.intersection(asked).count }.max() ?? 0,
                    sets.reduce(into: Set()) { $0.formUnion($1) }.intersection(asked).count
                ))
        }
    }

    /// The wish that a policy says, by both of its words.
    private static func wish(of policy: Policy) -> (index: Int, isReversal: Bool)? {
        let text = policy.words.lowercased()
        let wanted = policy.guidance.preference.map { $0.text.lowercased() }.joined(separator: " ")
        for (isReversal, list) in [(true, Wording.reversals), (false, Wording.preferences)] {
            for (index, wish) in list.enumerated() where text.contains(wish.prefer) && text.contains(wish.avoid) {
                // The same two words stand in a wish and in its reversal.
                let start = wanted.isEmpty ? text : wanted
                guard let first = start.firstRange(of: wish.prefer) else { continue }
                if let other = start.firstRange(of: wish.avoid), other.lowerBound < first.lowerBound { continue }
                return (index, isReversal)
            }
        }
        return nil
    }

    private static func isStale(_ wish: (index: Int, isReversal: Bool), _ told: [EpisodePlan.Wish]) -> Bool {
        guard wish.index == 0, let last = told.last(where: { $0.index == 0 }) else { return false }
        return last.isReversal != wish.isReversal
    }

    static func mean(_ values: [Double?]) -> Double? {
        let known = values.compactMap(\.self)
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
}

extension String {
    func firstRange(of part: String) -> Range<String.Index>? {
        guard !part.isEmpty else { return nil }
        return ranges(of: part).first
    }
}
