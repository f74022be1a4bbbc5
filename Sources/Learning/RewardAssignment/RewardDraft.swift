import DraftScreening
package import MemoryModel
package import Prompting

/// A model's judgement of a task on the three axes. An axis for which it names no evidence of the right kind is not judged.
package struct RewardDraft: Sendable, Equatable {
    struct Axis: Sendable, Equatable {
        /// In [-1, 1].
        var value: Double
        /// Steps, turns and feedback.
        var evidence: [String]
        var reason: String
    }

    private(set) var goal: Axis?
    private(set) var process: Axis?
    private(set) var satisfaction: Axis?

    /// - Throws: why nothing of it can be used.
    package init(_ reader: DraftReader, of record: EpisodeRecord) throws(DraftError) {
        let steps = Set(record.steps.map(\.id.rawValue))
        // Only a person can say that they are content; what an output says of them is nobody's word.
        let said = Set(record.turns.map(\.id.rawValue) + record.feedback.map(\.id))
        let screen = DraftScreen(
            commands: record.steps.prefix(Self.stepsRead).compactMap { $0.call?.inputText }
                + record.steps.suffix(Self.stepsRead).compactMap { $0.call?.inputText },
            words: record.turns.map(\.userText) + record.feedback.compactMap(\.rationale))
        goal = try Self.axis(reader.object("goal"), on: steps.union(said), screen)
        process = try Self.axis(reader.object("process"), on: steps, screen)
        satisfaction = try Self.axis(reader.object("satisfaction"), on: said, screen)
        guard goal != nil || process != nil || satisfaction != nil else { throw DraftError(.noEvidence) }
    }

    /// - Returns: `nil` without evidence of the kind.
    private static func axis(
        _ reader: DraftReader, on kind: Set<String>, _ screen: DraftScreen
    ) throws(DraftError) -> Axis? {
        let value = try reader.number("value", in: -1...1)
        let reason = try reader.text("reason", limit: longestReason)
        guard try !reader.texts("evidence", limit: 8, count: 24).isEmpty else { return nil }
        let evidence = try reader.evidence()
        guard evidence.contains(where: kind.contains) else { return nil }
        do throws(DraftError) {
            return Axis(
                value: value, evidence: evidence, reason: try screen.sentence(reason, limit: longestReason))
        } catch  where error.reason != .unsafe {
            // A judgement may be sound although its reason names what only an output says; then it stands without words.
            return Axis(value: value, evidence: evidence, reason: "")
        }
    }

    private static let longestReason = 200
    private static let stepsRead = 100
}
