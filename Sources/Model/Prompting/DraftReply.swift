import JSONText
package import LanguageModels
import StructuredReply

extension DraftRequest {
    /// What a completion says to each prompt, by key: what fits its schema is a reply, everything else a failure with its
    /// reason.
    package func entries(from completion: Completion, of model: ModelName) -> [String: DraftBook.Entry] {
        guard completion.finish == .complete else {
            return failed(completion.finish == .refused ? .refused : .cut)
        }
        guard let reply = ReplyText.json(in: completion.text) else { return failed(.malformed) }
        var entries: [String: DraftBook.Entry] = [:]
        for prompt in prompts {
            // Asked for one thing, some models leave the member's name out.
            let member = reply[prompt.id] ?? (prompts.count == 1 ? reply : nil)
            if let member, ReplySchema.violation(in: member, of: prompt.schema) == nil {
                entries[key(of: prompt)] = .reply(member, model: model.text)
            } else {
                entries[key(of: prompt)] = .failed(reason: ModelFault.Kind.malformed.rawValue)
            }
        }
        return entries
    }

    /// That nobody answered, for each prompt.
    package func failed(_ reason: ModelFault.Kind) -> [String: DraftBook.Entry] {
        Dictionary(
            prompts.map { (key(of: $0), .failed(reason: reason.rawValue)) }, uniquingKeysWith: { first, _ in first })
    }
}
