import LanguageModels
import MemoryModel
import MemoryStore
import MessageReading

extension TurnService {
    /// What a model holds a message for where the rules are not sure; `nil` where they are, where nobody can be asked in
    /// time, and where the model is not sure either. Nothing is written, and nothing goes wrong here.
    func opinion(on text: String, _ opening: TurnOpening) async throws -> MessageRelation? {
        guard opening.episode == nil, models.mayAsk else { return nil }
        let heard = try await context.database.read { [recorder] reader -> HeardMessage? in
            // A turn that was told before has its place.
            if let key = opening.key, try reader.turn(session: opening.session, key: key) != nil { return nil }
            return try recorder.hear(text, in: opening.session, at: opening.at, reader: reader)
        }
        guard let heard, let answer = heard.answer, let latest = heard.latest,
            RelationTieBreak.isOpen(
                heard.relation, message: text, lastAnswer: answer.text, task: latest.preview)
        else { return nil }
        let tie = RelationTieBreak(
            message: text, lastAnswer: answer.text, task: latest.preview, session: opening.session.rawValue)
        let outcome = await models.ask(
            tie.request, until: opening.deadlineAt, from: context.now(), reserving: .milliseconds(Self.lookup))
        return outcome.flatMap { tie.relation(in: $0.book) }
    }

    /// Milliseconds that the recall after it is left.
    private static let lookup = 350
}
