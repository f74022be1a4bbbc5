import JSONText
import LanguageModels

/// `POST {base}/embeddings` of OpenAI, vLLM, llama.cpp, LM Studio, OpenRouter, DashScope and many more.
struct OpenAIEmbedding: EmbeddingDialect {
    let batch = 32

    func call(
        for texts: [String], as purpose: EmbeddingPurpose, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        let (base, _) = try OpenAIServer.address(of: endpoint)
        let prefix = EmbeddingPrefix(of: endpoint.model)
        let body = JSON.object(present: [
            ("model", .string(endpoint.model)), ("input", JSON(texts.map { prefix.text($0, as: purpose) })),
            ("encoding_format", "float"), ("dimensions", endpoint.dimensions > 0 ? JSON(endpoint.dimensions) : nil),
        ])
        return try EmbeddingWire.call(base.url("/embeddings"), body, at: endpoint, key: key)
    }

    func vectors(from reply: WireReply, count: Int) throws(ModelFault) -> (vectors: [[Float]], usage: TokenUsage?) {
        try Self.vectors(from: reply, count: count)
    }

    /// The shape that many share: `data[]` with `index` and `embedding`, and `usage`.
    static func vectors(
        from reply: WireReply, count: Int
    ) throws(ModelFault) -> (vectors: [[Float]], usage: TokenUsage?) {
        let json = try reply.document()
        let usage = json["usage"]
        return (
            try EmbeddingRows.indexed(json["data"]?.array, count: count),
            EmbeddingWire.usage(usage?["prompt_tokens"], usage?["total_tokens"])
        )
    }
}

/// `POST /v1/embeddings` of Mistral: OpenAI's, but for the name of the dimensions.
struct MistralEmbedding: EmbeddingDialect {
    let batch = 32

    func call(
        for texts: [String], as purpose: EmbeddingPurpose, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        let (base, _) = try OpenAIServer.address(of: endpoint)
        let body = JSON.object(present: [
            ("model", .string(endpoint.model)), ("input", JSON(texts)), ("encoding_format", "float"),
            ("output_dimension", endpoint.dimensions > 0 ? JSON(endpoint.dimensions) : nil),
        ])
        return try EmbeddingWire.call(base.url("/embeddings"), body, at: endpoint, key: key)
    }

    func vectors(from reply: WireReply, count: Int) throws(ModelFault) -> (vectors: [[Float]], usage: TokenUsage?) {
        try OpenAIEmbedding.vectors(from: reply, count: count)
    }
}

/// `POST /v1/embeddings` of Voyage AI, which tells questions from documents itself.
struct VoyageEmbedding: EmbeddingDialect {
    let batch = 64

    func call(
        for texts: [String], as purpose: EmbeddingPurpose, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        let base = try BaseAddress.versioned(endpoint, standard: "https://api.voyageai.com/v1")
        let body = JSON.object(present: [
            ("model", .string(endpoint.model)), ("input", JSON(texts)),
            ("input_type", purpose == .query ? "query" : "document"), ("truncation", true),
            ("output_dimension", endpoint.dimensions > 0 ? JSON(endpoint.dimensions) : nil),
        ])
        return try EmbeddingWire.call(base.url("/embeddings"), body, at: endpoint, key: key)
    }

    func vectors(from reply: WireReply, count: Int) throws(ModelFault) -> (vectors: [[Float]], usage: TokenUsage?) {
        try OpenAIEmbedding.vectors(from: reply, count: count)
    }
}

/// `POST /v1/embeddings` of Jina AI. Models before the third know no tasks, those for code have tasks of their own.
struct JinaEmbedding: EmbeddingDialect {
    let batch = 64

    func call(
        for texts: [String], as purpose: EmbeddingPurpose, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        let base = try BaseAddress.versioned(endpoint, standard: "https://api.jina.ai/v1")
        let body = JSON.object(present: [
            ("model", .string(endpoint.model)), ("input", JSON(texts)), ("embedding_type", "float"),
            ("task", task(of: endpoint.model, purpose).map(JSON.string)), ("truncate", true),
            ("dimensions", endpoint.dimensions > 0 ? JSON(endpoint.dimensions) : nil),
        ])
        return try EmbeddingWire.call(base.url("/embeddings"), body, at: endpoint, key: key)
    }

    private func task(of model: String, _ purpose: EmbeddingPurpose) -> String? {
        if model.contains("-v2") || model.contains("clip-v1") { return nil }
        let family = model.contains("-code-") ? "nl2code" : "retrieval"
        return purpose == .query ? "\(family).query" : "\(family).passage"
    }

    func vectors(from reply: WireReply, count: Int) throws(ModelFault) -> (vectors: [[Float]], usage: TokenUsage?) {
        try OpenAIEmbedding.vectors(from: reply, count: count)
    }
}
