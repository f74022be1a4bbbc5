package import JSONText

/// Answers a conversation with one message.
///
/// Which company or program answers, and over which wire, is its own affair.
package protocol LanguageModel: Sendable {
    var name: ModelName { get }

    /// - Parameter limit: after which the call is given up, with all its retries.
    func complete(_ request: CompletionRequest, within limit: Duration) async throws(ModelFault) -> Completion
}

/// Puts texts in the order of how well they answer a question.
package protocol Reranker: Sendable {
    var name: ModelName { get }

    /// - Returns: one score a document, in their order, in [0, 1]: the greater, the better it answers.
    func scores(of documents: [String], for query: String, within limit: Duration) async throws(ModelFault)
        -> RerankReply
}

/// What a reranker said of documents, and what it cost.
package struct RerankReply: Sendable, Equatable {
    /// In the order of the documents, each in [0, 1].
    package var scores: [Double]
    package var usage: TokenUsage?

    package init(scores: [Double], usage: TokenUsage? = nil) {
        self.scores = scores
        self.usage = usage
    }
}

/// Who answers: stands on everything that was made with it.
package struct ModelName: Sendable, Hashable {
    /// As in the settings: `openai_compatible`, `anthropic`, `host`, …
    package var provider: String
    /// As the provider calls it; empty for a host that does not say.
    package var model: String

    package init(provider: String, model: String) {
        self.provider = provider
        self.model = model
    }

    /// `provider/model`.
    package var text: String { model.isEmpty ? provider : "\(provider)/\(model)" }
}

/// What is asked.
package struct CompletionRequest: Sendable, Equatable {
    package var messages: [ChatMessage]
    /// Tokens of the answer, at most.
    package var maxTokens: Int
    /// In [0, 2]; 0 asks for the likeliest answer. `nil` leaves it to the model, as some take no other.
    package var temperature: Double?
    package var shape: ReplyShape

    package init(
        messages: [ChatMessage], maxTokens: Int, temperature: Double? = 0, shape: ReplyShape = .text
    ) {
        self.messages = messages
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.shape = shape
    }
}

package struct ChatMessage: Sendable, Equatable {
    package var speaker: Speaker
    package var text: String

    package enum Speaker: String, Sendable {
        case system
        case user
        case assistant
    }

    package init(_ speaker: Speaker, _ text: String) {
        self.speaker = speaker
        self.text = text
    }
}

/// The form of the answer that is wanted; a provider that cannot promise it is asked in words.
package enum ReplyShape: Sendable, Equatable {
    case text
    /// A JSON value that fits the schema (JSON Schema, the subset of `StructuredReply`); the name is for providers that
    /// want one.
    case json(schema: JSON, name: String)
}

/// An answer.
package struct Completion: Sendable, Equatable {
    package var text: String
    /// As the provider names what answered, which may be more exact than what was asked for.
    package var model: String
    /// `nil` when the provider does not count.
    package var usage: TokenUsage?
    package var finish: Finish

    package enum Finish: String, Sendable {
        case complete
        /// The answer was longer than allowed and is cut.
        case length
        /// The provider refused to answer.
        case refused
    }

    package init(text: String, model: String, usage: TokenUsage? = nil, finish: Finish = .complete) {
        self.text = text
        self.model = model
        self.usage = usage
        self.finish = finish
    }
}

/// Tokens of one call as the provider counts them.
package struct TokenUsage: Sendable, Equatable {
    /// All tokens sent, cached ones among them.
    package var input: Int
    package var output: Int
    /// Those of the input that the provider had before and charges less for.
    package var cachedInput: Int

    package init(input: Int, output: Int, cachedInput: Int = 0) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
    }

    package var total: Int { input + output }
}
