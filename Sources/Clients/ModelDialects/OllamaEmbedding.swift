import JSONText
import LanguageModels

/// `POST /api/embed` of Ollama.
struct OllamaEmbedding: EmbeddingDialect {
    /// Small, as the model may run on this machine's processor, and a question waits behind a batch.
    let batch = 16

    func call(
        for texts: [String], as purpose: EmbeddingPurpose, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        var base = EmbeddingAddress(
            endpoint.address, own: "http://127.0.0.1:11434", requests: ["embed", "embeddings", "chat", "api"])
        base.removeVersion()
        let prefix = EmbeddingPrefix(of: endpoint.model)
        let body = JSON.object(present: [
            ("model", .string(endpoint.model)), ("input", JSON(texts.map { prefix.text($0, as: purpose) })),
            ("truncate", true), ("dimensions", endpoint.dimensions > 0 ? JSON(endpoint.dimensions) : nil),
        ])
        return try EmbeddingWire.call(base.request("api/embed"), body, at: endpoint, key: key)
    }

    func vectors(from reply: WireReply, count: Int) throws(ModelFault) -> (vectors: [[Float]], usage: TokenUsage?) {
        let json = try EmbeddingWire.json(reply)
        return (
            try EmbeddingRows.plain(json["embeddings"]?.array, count: count),
            EmbeddingWire.usage(json["prompt_eval_count"])
        )
    }
}
