import JSONText
import LanguageModels

/// `POST /v2/embed` of Cohere.
struct CohereEmbedding: EmbeddingDialect {
    let batch = 96

    func call(
        for texts: [String], as purpose: EmbeddingPurpose, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        let body = JSON.object(present: [
            ("model", .string(endpoint.model)), ("texts", JSON(texts)),
            ("input_type", purpose == .query ? "search_query" : "search_document"), ("embedding_types", ["float"]),
            ("truncate", "END"),
            ("output_dimension", endpoint.dimensions > 0 ? JSON(endpoint.dimensions) : nil),
        ])
        return try EmbeddingWire.call(try Self.url("embed", at: endpoint), body, at: endpoint, key: key)
    }

    /// All requests of the second version have the same base.
    static func url(_ request: String, at endpoint: ModelEndpoint) throws(ModelFault) -> String {
        var base = try BaseAddress(
            endpoint.address, standard: "https://api.cohere.com", dropping: ["/embed", "/rerank", "/chat"])
        base.removeVersion()
        return base.url("/v2/\(request)")
    }

    func vectors(from reply: WireReply, count: Int) throws(ModelFault) -> (vectors: [[Float]], usage: TokenUsage?) {
        let json = try reply.document()
        let meta = json["meta"]
        return (
            try EmbeddingRows.plain(json["embeddings"]?["float"]?.array ?? json["embeddings"]?.array, count: count),
            EmbeddingWire.usage(meta?["billed_units"]?["input_tokens"], meta?["tokens"]?["input_tokens"])
        )
    }
}
