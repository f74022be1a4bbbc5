package import Prompting

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
