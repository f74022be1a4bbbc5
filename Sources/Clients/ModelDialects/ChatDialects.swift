package import LanguageModels

/// Which dialect a provider speaks.
package enum Dialects {
    /// - Returns: `nil` for providers that offer no chat over HTTP.
    package static func chat(for provider: ModelProvider) -> (any ChatDialect)? {
        switch provider {
        case .openAICompatible, .mistral: OpenAIChat()
        case .anthropic: AnthropicChat()
        case .gemini: GeminiChat()
        case .bedrock: BedrockChat()
        case .ollama: OllamaChat()
        case .host, .cohere, .voyage, .jina: nil
        }
    }
}
