import JSONText
import LanguageModels

/// `POST /api/embed` of Ollama.
struct OllamaEmbedding: EmbeddingDialect {
    /// Small, as the model may run on this machine's processor, and a question waits behind a batch.
    let batch = 16

    func call(
        for texts: [String], as purpose: EmbeddingPurpose, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        let base = try BaseAddress(
            endpoint.address, standard: "http://127.0.0.1:11434",
            dropping: ["/api/embed", "/api/embeddings", "/api/chat", "/api", "/v1/embeddings", "/v1"])
        let prefix = EmbeddingPrefix(of: endpoint.model)
        let body = JSON.object(present: [
            ("model", .string(endpoint.model)), ("input", JSON(texts.map { prefix.text($0, as: purpose) })),
            ("truncate", true), ("dimensions", endpoint.dimensions > 0 ? JSON(endpoint.dimensions) : nil),
        ])
        return try EmbeddingWire.call(base.url("/api/embed"), body, at: endpoint, key: key)
    }

    func vectors(from reply: WireReply, count: Int) throws(ModelFault) -> (vectors: [[Float]], usage: TokenUsage?) {
        let json = try reply.document()
        return (
            try EmbeddingRows.plain(json["embeddings"]?.array, count: count),
            EmbeddingWire.usage(json["prompt_eval_count"])
        )
    }
}
