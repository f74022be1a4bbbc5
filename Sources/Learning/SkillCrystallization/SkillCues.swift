import MemoryModel
import StepReading
import TextAnalysis

/// By which words a skill is found: the next task for it is asked for in words of its own, and the more ways of asking are
/// known, the likelier one of them has a word of it.
enum SkillCues {
    /// A line of the words that several of its tasks were asked for with, and a line a trade of its commands.
    ///
    /// - Parameters:
    ///   - openings: with which its tasks began.
    ///   - form: its commands, files and faults.
    static func lines(openings: [String], policy: Policy, form: ProcedureForm) -> [String] {
        let shared = sharedWords(of: openings.compactMap(Wording.example))
        let work = ([policy.title, policy.trigger, form.verification] + form.steps.map { $0.command ?? $0.text })
            .joined(separator: "\n")
        return (shared.isEmpty ? [] : [shared.joined(separator: " ")]) + TradeWords.words(for: work)
    }

    /// Words that more than one opening has: names of a single task are no part of its kind. The first ones first.
    private static func sharedWords(of openings: [String]) -> [String] {
        var counts: [String: (count: Int, word: String, place: Int)] = [:]
        for opening in Set(openings).sorted() {
            let bytes = Array(opening.utf8)
            for term in Terms.queryTerms(in: opening)
            where !term.isStopword && term.kind != .han1 && term.kind != .number && term.kind != .version {
                let word = String(decoding: bytes[term.range.clamped(to: bytes.indices)], as: UTF8.self)
                let before = counts[term.text] ?? (0, word, counts.count)
                counts[term.text] = (before.count + 1, before.word, before.place)
            }
        }
        let shared = counts.values.filter { $0.count >= 2 }
        return shared.sorted { ($0.count, $1.place) > ($1.count, $0.place) }.prefix(most).map(\.word)
    }

    private static let most = 40
}
