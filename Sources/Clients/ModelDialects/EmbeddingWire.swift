import JSONText
import LanguageModels

/// What the requests for vectors and for rankings have in common, whoever is asked.
enum EmbeddingWire {
    /// A JSON request with the key as a bearer token, or in a header of its own.
    ///
    /// - Throws: `misconfigured` without a model, or without a key at a provider's own address.
    static func call(
        _ url: String, _ body: JSON, at endpoint: ModelEndpoint, key: Secret?, keyHeader: String? = nil
    ) throws(ModelFault) -> WireCall {
        let (model, variable) = examples(endpoint.provider)
        _ = try Asking.model(of: endpoint, like: model)
        let isNeeded = endpoint.address.trimmedBlanks.isEmpty && endpoint.provider != .ollama
        let text = try Asking.text(of: key, at: endpoint, isNeeded: isNeeded, like: variable)
        let own = text.map { text in
            keyHeader.map { WireHeader($0, text) } ?? WireHeader("Authorization", "Bearer \(text)")
        }
        return WireCall(
            url: url, headers: try Asking.headers(own.map { [$0] } ?? [], streamed: false, at: endpoint),
            body: body.utf8Text)
    }

    private static func examples(_ provider: ModelProvider) -> (model: String, variable: String) {
        switch provider {
        case .gemini: ("gemini-embedding-001", "GEMINI_API_KEY")
        case .cohere: ("embed-v4.0", "COHERE_API_KEY")
        case .voyage: ("voyage-3.5", "VOYAGE_API_KEY")
        case .mistral: ("mistral-embed", "MISTRAL_API_KEY")
        case .ollama: ("nomic-embed-text", "OLLAMA_API_KEY")
        case .jina: ("jina-embeddings-v3", "JINA_API_KEY")
        default: ("text-embedding-3-small", "OPENAI_API_KEY")
        }
    }

    /// Tokens sent; vectors and scores are no tokens.
    static func usage(_ tokens: JSON?...) -> TokenUsage? {
        tokens.lazy.compactMap { $0?.int }.first { $0 >= 0 }.map {
            TokenUsage(input: Int(clamping: min($0, 1 << 40)), output: 0)
        }
    }
}
