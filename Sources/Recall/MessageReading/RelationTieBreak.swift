package import Prompting
import TextAnalysis

/// What a model may decide where no rule is sure: how a message relates to the work before it.
package struct RelationTieBreak: Sendable {
    package let request: DraftRequest

    /// - Parameters:
    ///   - message: what the person says now.
    ///   - lastAnswer: what the agent answered before.
    ///   - task: how the work began.
    ///   - session: on whose behalf; stands with the call in the meter.
    package init(message: String, lastAnswer: String, task: String, session: String) {
        var sheet = EvidenceSheet()
        sheet.add("message", kind: "message now", message, limit: Self.longest)
        sheet.add("answer", kind: "last answer", lastAnswer, limit: Self.longest)
        sheet.add("task", kind: "task so far", task, limit: Self.longest)
        request = DraftRequest(
            [PromptCatalogue.standard[.relation]], sheet: sheet, subject: session, sources: [session])
    }

    /// Whether the rules leave it open what a message is to the work before it: no rule is sure, or none says anything and
    /// the message shares no word with that work. Most messages that follow something share one, and cost nothing.
    package static func isOpen(
        _ relation: MessageRelation, message: String, lastAnswer: String, task: String
    ) -> Bool {
        guard relation.relation != .first else { return false }
        if relation.confidence < MessageRelation.decisive { return true }
        guard relation.rule == MessageRelation.noRule else { return false }
        let words = words(of: message)
        return words.count >= 2 && words.isDisjoint(with: Self.words(of: lastAnswer + "\n" + task))
    }

    private static func words(of text: String) -> Set<String> {
        Set(Terms.queryTerms(in: text).lazy.filter { !$0.isStopword }.map(\.text))
    }

    /// - Returns: the model's relation when it is sure enough; `nil` leaves it to the rules.
    package func relation(in book: DraftBook) -> MessageRelation? {
        book.draft(request.prompts[0], of: request) { reply throws(DraftError) in
            let confidence = try reply.number("confidence", in: 0...1)
            guard let relation = Relation(rawValue: try reply.text("relation", limit: 20)), relation != .first else {
                throw DraftError(.malformed)
            }
            return confidence < Self.leastConfidence
                ? nil : MessageRelation(relation, confidence: confidence, rule: Self.rule)
        }.draft ?? nil
    }

    /// Stands in the place of a rule's name.
    package static let rule = "model"
    /// Characters of each text: what a message wants is said at its beginning or its end.
    private static let longest = 600
    /// A model that is less sure knows no more than the rules.
    private static let leastConfidence = 0.6
}
