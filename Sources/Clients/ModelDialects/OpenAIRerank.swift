import JSONText
import LanguageModels

/// `POST {base}/rerank` as vLLM, llama.cpp, LocalAI, Infinity and gateways have it; OpenAI has none.
struct OpenAIRerank: RerankDialect {
    func call(
        for documents: [String], query: String, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        guard !endpoint.address.trimmedBlanks.isEmpty else {
            throw ModelFault(
                .misconfigured, "A reranker of the provider openai_compatible needs an address.",
                hint: "Set reranker.endpoint to the server's, such as http://127.0.0.1:8000/v1.")
        }
        let (base, _) = try OpenAIServer.address(of: endpoint)
        let body: JSON = [
            "model": .string(endpoint.model), "query": .string(query), "documents": JSON(documents),
            "top_n": JSON(documents.count),
        ]
        return try EmbeddingWire.call(base.url("/rerank"), body, at: endpoint, key: key)
    }
}

/// `POST /v2/rerank` of Cohere.
struct CohereRerank: RerankDialect {
    func call(
        for documents: [String], query: String, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        let body: JSON = [
            "model": .string(endpoint.model), "query": .string(query), "documents": JSON(documents),
            "top_n": JSON(documents.count),
        ]
        return try EmbeddingWire.call(CohereEmbedding.url("rerank", at: endpoint), body, at: endpoint, key: key)
    }
}

/// `POST /v1/rerank` of Voyage AI.
struct VoyageRerank: RerankDialect {
    func call(
        for documents: [String], query: String, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        let base = try BaseAddress.versioned(endpoint, standard: "https://api.voyageai.com/v1")
        let body: JSON = [
            "model": .string(endpoint.model), "query": .string(query), "documents": JSON(documents),
            "return_documents": false, "truncation": true,
        ]
        return try EmbeddingWire.call(base.url("/rerank"), body, at: endpoint, key: key)
    }
}

/// `POST /v1/rerank` of Jina AI.
struct JinaRerank: RerankDialect {
    func call(
        for documents: [String], query: String, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        let base = try BaseAddress.versioned(endpoint, standard: "https://api.jina.ai/v1")
        let body: JSON = [
            "model": .string(endpoint.model), "query": .string(query), "documents": JSON(documents),
            "top_n": JSON(documents.count), "return_documents": false,
        ]
        return try EmbeddingWire.call(base.url("/rerank"), body, at: endpoint, key: key)
    }
}
