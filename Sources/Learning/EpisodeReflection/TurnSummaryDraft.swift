import DraftScreening
package import MemoryModel
package import Prompting
import TextAnalysis

/// One line a turn, as a model worded it: what was wanted, and what came of it.
package struct TurnSummaryDraft: Sendable, Equatable {
    /// By the step with the turn's answer.
    package private(set) var lines: [TraceID: String] = [:]

    /// - Throws: why nothing of it can be used.
    package init(_ reader: DraftReader, of record: EpisodeRecord) throws(DraftError) {
        var refusal = DraftError(.malformed)
        var turns: Set<TurnID> = []
        for entry in try reader.list("turns", count: Self.mostTurns) {
            do throws(DraftError) {
                let id = TurnID(try entry.piece("turn"))
                guard let turn = record.turns.first(where: { $0.id == id }) else { throw DraftError(.noEvidence) }
                guard turns.insert(id).inserted else { continue }
                let steps = record.steps.filter { $0.turnID == id }
                guard let answer = steps.last(where: { $0.kind == .answer }) else { continue }
                lines[answer.id] = try Self.line(
                    try entry.text("text", limit: Summary.maximumCharacters), of: turn, steps)
            } catch {
                refusal = error
            }
        }
        guard !lines.isEmpty else { throw refusal }
    }

    /// What stands in lists is read by people and agents: it must be about the turn, in words that were said or run there.
    private static func line(_ text: String, of turn: Turn, _ steps: [Trace]) throws(DraftError) -> String {
        let commands = steps.compactMap { $0.call?.inputText }
        let words = [turn.userText] + steps.map(\.agentText)
        let line = try DraftScreen(commands: commands, words: words).sentence(text, limit: Summary.maximumCharacters)
        let known = terms(of: (commands + words).joined(separator: "\n"))
        guard !terms(of: line).isDisjoint(with: known) else { throw DraftError(.unsupported) }
        return line
    }

    private static func terms(of text: String) -> Set<String> {
        Set(Terms.queryTerms(in: text).filter { !$0.isStopword && $0.kind != .han1 && $0.kind != .number }.map(\.text))
    }

    private static let mostTurns = 24
}
