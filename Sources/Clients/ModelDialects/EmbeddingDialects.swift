package import LanguageModels

/// Who can be asked for vectors.
package enum EmbeddingDialects {
    /// - Returns: `nil` for a provider that makes none.
    package static func dialect(for provider: ModelProvider) -> (any EmbeddingDialect)? {
        switch provider {
        case .openAICompatible: OpenAIEmbedding()
        case .gemini: GeminiEmbedding()
        case .cohere: CohereEmbedding()
        case .voyage: VoyageEmbedding()
        case .mistral: MistralEmbedding()
        case .ollama: OllamaEmbedding()
        case .jina: JinaEmbedding()
        case .anthropic, .bedrock, .host: nil
        }
    }
}

extension EmbeddingDialect {
    package func fault(from reply: WireReply) -> ModelFault { reply.providerFault() }
}
