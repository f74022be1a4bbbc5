import JSONText
import LanguageModels

/// `POST {base}/models/{model}:batchEmbedContents` of Gemini. The first generation takes what the texts are for as a task
/// type, the second reads it before the text.
struct GeminiEmbedding: EmbeddingDialect {
    /// Of the 100 that it takes: its numbers stand on lines of their own, which makes answers of megabytes.
    let batch = 50

    func call(
        for texts: [String], as purpose: EmbeddingPurpose, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        var base = try BaseAddress(
            endpoint.address, standard: "https://generativelanguage.googleapis.com/v1beta",
            dropping: ["/openai", "/models"])
        if !base.endsInVersion { base.path += "/v1beta" }
        let name = endpoint.model.hasPrefix("models/") ? endpoint.model : "models/\(endpoint.model)"
        let prefix = EmbeddingPrefix(of: endpoint.model)
        let task: JSON? =
            prefix.query.isEmpty ? (purpose == .query ? "RETRIEVAL_QUERY" : "RETRIEVAL_DOCUMENT") : nil
        let requests = texts.map { text in
            JSON.object(present: [
                ("model", .string(name)), ("content", ["parts": [["text": .string(prefix.text(text, as: purpose))]]]),
                ("taskType", task),
                ("outputDimensionality", endpoint.dimensions > 0 ? JSON(endpoint.dimensions) : nil),
            ])
        }
        return try EmbeddingWire.call(
            base.url("/\(name):batchEmbedContents"), ["requests": .array(requests)], at: endpoint, key: key,
            keyHeader: "x-goog-api-key")
    }

    func vectors(from reply: WireReply, count: Int) throws(ModelFault) -> (vectors: [[Float]], usage: TokenUsage?) {
        let json = try reply.document()
        let rows = json["embeddings"]?.array?.map { $0["values"] ?? .null }
        return (
            try EmbeddingRows.plain(rows, count: count), EmbeddingWire.usage(json["usageMetadata"]?["promptTokenCount"])
        )
    }
}
