import MemoryModel
import TextAnalysis

/// By which words a skill is found: the next task for it is asked for in words of its own, and the more ways of asking are
/// known, the likelier one of them has a word of it.
enum SkillCues {
    /// - Parameters:
    ///   - openings: with which its tasks began, newest first.
    ///   - besides: examples that the skill shows anyway.
    static func lines(openings: [String], policy: Policy, besides examples: [String]) -> [String] {
        var known = Content.terms(in: examples.joined(separator: "\n"))
        var lines: [String] = []
        for opening in openings.compactMap(Wording.example) where lines.count < most {
            let terms = Content.terms(in: opening)
            guard !terms.isSubset(of: known) else { continue }
            known.formUnion(terms)
            lines.append(opening)
        }
        return lines + [policy.title, policy.trigger].map { Wording.cut($0, to: 200) }
    }

    private static let most = 24
}
