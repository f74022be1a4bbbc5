import JSONText
import LanguageModels

/// An answer of Ollama's: documents with parts of the text, the last of them `done`.
struct OllamaAnswer: AnswerAssembly {
    private(set) var text: AnswerText
    private(set) var isComplete = false

    init(model: String) {
        text = AnswerText(model: model)
    }

    mutating func take(_ event: WireEvent) throws(ModelFault) {
        guard let document = try? JSON(parsing: event.data), ProviderError.stands(in: document) else {
            read(try event.document(spent: text.usage))
            return
        }
        let error = ProviderError(body: document, status: nil)
        throw error.fault(hint: Self.hint(for: error), usage: text.usage)
    }

    static func completion(from reply: WireReply) throws(ModelFault) -> Completion {
        var answer = OllamaAnswer(model: "")
        let document = try reply.document()
        answer.read(document)
        guard answer.isComplete || document["message"]?["content"]?.string != nil else {
            throw ModelFault(
                .malformed, "The provider's answer has no message in it.",
                hint: "The role's endpoint is probably not Ollama's own; for others take openai_compatible.")
        }
        return try answer.text.completion()
    }

    /// What to do when the model is not there: its name stands quoted in the message.
    static func hint(for error: ProviderError) -> String? {
        guard error.message.contains("not found") else { return nil }
        let parts = error.message.split(omittingEmptySubsequences: false) { "'\"`".contains($0) }
        let name = parts.count >= 3 ? ProviderWords.shown(String(parts[1])) : ""
        return name.isEmpty || name.contains(" ")
            ? "ollama pull MODEL fetches it, with the name that the role's model has."
            : "ollama pull \(name) fetches it."
    }

    private mutating func read(_ document: JSON) {
        if let model = document["model"]?.string, !model.isEmpty { text.model = model }
        text.text += document["message"]?["content"]?.string ?? ""
        guard document["done"]?.bool == true else { return }
        isComplete = true
        if document["done_reason"]?.string == "length" { text.finish = .length }
        guard document["eval_count"]?.int != nil || document["prompt_eval_count"]?.int != nil else { return }
        text.usage = TokenUsage(input: document.count("prompt_eval_count"), output: document.count("eval_count"))
    }
}
