package import MemoryModel
package import Prompting

/// What a model says of a few steps of a task, as far as its form holds. An entry that does not hold is left out, and the
/// rules speak for its step.
package struct ReflectionDraft: Sendable, Equatable {
    struct Opinion: Sendable, Equatable {
        /// Empty when there is nothing to say.
        var text: String
        /// α in [0, 1].
        var weight: Double
        /// Whether anything true and helpful can be said of the step.
        var isUsable: Bool
        /// Steps, turns and feedback.
        var evidence: [String]
    }

    private(set) var opinions: [TraceID: Opinion] = [:]

    /// - Parameter steps: those that the model was asked about; of two entries on one step the first counts.
    /// - Throws: why nothing of it can be used.
    package init(_ reader: DraftReader, on steps: [TraceID]) throws(DraftError) {
        let asked = Set(steps)
        var refusal = DraftError(.malformed)
        let entries = try reader.list("steps", count: Self.mostEntries)
        for entry in entries {
            do throws(DraftError) {
                let step = TraceID(try entry.piece("step"))
                guard asked.contains(step) else { throw DraftError(.noEvidence) }
                guard opinions[step] == nil else { continue }
                opinions[step] = Opinion(
                    text: try entry.text("text", limit: Self.longest), weight: try entry.number("alpha", in: 0...1),
                    isUsable: try entry.flag("usable"), evidence: try entry.evidence())
            } catch {
                refusal = error
            }
        }
        // To have nothing to say of any step is an answer.
        guard entries.isEmpty || !opinions.isEmpty else { throw refusal }
    }

    /// Characters of a sentence.
    static let longest = 240
    private static let mostEntries = 24
}
