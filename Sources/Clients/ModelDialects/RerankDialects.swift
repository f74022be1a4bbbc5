package import LanguageModels

/// Who can be asked for the order of documents.
package enum RerankDialects {
    /// - Returns: `nil` for a provider that puts none in order.
    package static func dialect(for provider: ModelProvider) -> (any RerankDialect)? {
        switch provider {
        case .openAICompatible: OpenAIRerank()
        case .cohere: CohereRerank()
        case .voyage: VoyageRerank()
        case .jina: JinaRerank()
        case .anthropic, .gemini, .bedrock, .ollama, .host, .mistral: nil
        }
    }
}

extension RerankDialect {
    package func fault(from reply: WireReply) -> ModelFault { reply.providerFault() }

    package func scores(from reply: WireReply, count: Int) throws(ModelFault) -> RerankReply {
        try RerankRows.reply(from: reply, count: count)
    }
}
