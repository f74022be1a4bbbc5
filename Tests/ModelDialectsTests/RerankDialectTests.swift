import JSONText
import LanguageModels
import ModelDialects
import Testing

/// What rerankers are sent, and what is read from what they answer.
@Suite("Asking for an order")
struct RerankDialectTests {
    private func body(_ provider: ModelProvider, address: String = "") throws -> (url: String, body: JSON) {
        let endpoint = ModelEndpoint(provider: provider, model: "m", address: address)
        let call = try #require(RerankDialects.dialect(for: provider)).call(
            for: ["red", "blue"], query: "Which?", at: endpoint, key: Secret("k-1"))
        #expect(call.headers.contains(WireHeader("Authorization", "Bearer k-1")))
        return (call.url, try JSON(parsing: call.body))
    }

    private func scores(_ answer: String, count: Int = 3, _ provider: ModelProvider = .openAICompatible) throws
        -> RerankReply
    {
        try #require(RerankDialects.dialect(for: provider)).scores(
            from: WireReply(status: 200, body: Array(answer.utf8)), count: count)
    }

    @Test("every provider gets question and documents at its own address")
    func requests() throws {
        let own = try body(.openAICompatible, address: "http://127.0.0.1:8000")
        #expect(own.url == "http://127.0.0.1:8000/v1/rerank")
        #expect(own.body == ["model": "m", "query": "Which?", "documents": ["red", "blue"], "top_n": 2])
        let cohere = try body(.cohere)
        #expect(cohere.url == "https://api.cohere.com/v2/rerank" && cohere.body["top_n"] == 2)
        let voyage = try body(.voyage)
        #expect(voyage.url == "https://api.voyageai.com/v1/rerank" && voyage.body["return_documents"] == false)
        #expect(voyage.body["top_n"] == nil && voyage.body["truncation"] == true)
        let jina = try body(.jina)
        #expect(jina.url == "https://api.jina.ai/v1/rerank" && jina.body["top_n"] == 2)
    }

    @Test(
        "addresses are taken as people write them",
        arguments: [
            (ModelProvider.openAICompatible, "http://localhost:8080/v1/", "http://localhost:8080/v1/rerank"),
            (.openAICompatible, "http://localhost:8080/v1/rerank", "http://localhost:8080/v1/rerank"),
            (.openAICompatible, "https://host/openai/v1", "https://host/openai/v1/rerank"),
            (.cohere, "https://api.cohere.com/v1/", "https://api.cohere.com/v2/rerank"),
            (.voyage, "api.voyageai.com", "https://api.voyageai.com/v1/rerank"),
        ] as [(ModelProvider, String, String)])
    func addresses(provider: ModelProvider, written: String, asked: String) throws {
        #expect(try body(provider, address: written).url == asked)
    }

    @Test("a server of one's own has no address by itself")
    func noAddress() {
        let fault = #expect(throws: ModelFault.self) { try body(.openAICompatible) }
        #expect(fault?.kind == .misconfigured && fault?.hint != nil)
    }

    @Test("scores come in the documents' order, and one that is left out has none")
    func order() throws {
        let cohere = try scores(
            """
            {"results":[{"index":2,"relevance_score":0.999071},{"index":0,"relevance_score":0.32713068}],
             "id":"07734bd2","meta":{"api_version":{"version":"2"},"billed_units":{"search_units":1}}}
            """, .cohere)
        #expect(cohere == RerankReply(scores: [0.32713068, 0, 0.999071]))
        let voyage = try scores(
            """
            {"object":"list","data":[{"relevance_score":0.4375,"index":0},{"relevance_score":0.421875,"index":1}],
             "model":"rerank-2.5","usage":{"total_tokens":26}}
            """, count: 2, .voyage)
        #expect(voyage == RerankReply(scores: [0.4375, 0.421875], usage: TokenUsage(input: 26, output: 0)))
        let vllm = try scores(
            """
            {"id":"rerank-1","model":"m","usage":{"total_tokens":56},"results":[
             {"index":1,"document":{"text":"blue"},"relevance_score":0.99},{"index":0,"document":{"text":"red"},
             "relevance_score":0.001}]}
            """, count: 2)
        #expect(vllm.scores == [0.001, 0.99] && vllm.usage?.input == 56)
        #expect(try scores(#"[{"index":1,"score":0.9},{"index":0,"score":0.1}]"#, count: 2).scores == [0.1, 0.9])
    }

    @Test("scores beyond 0 and 1 are brought there, all of them, and keep their order")
    func logits() throws {
        let found = try scores(
            """
            {"model":"m","object":"list","usage":{"prompt_tokens":41,"total_tokens":41},"results":[
             {"index":0,"relevance_score":7.7418},{"index":1,"relevance_score":0.5},{"index":2,"relevance_score":-11.02}]}
            """
        ).scores
        #expect(found.allSatisfy { (0...1).contains($0) })
        #expect(found[0] > found[1] && found[1] > found[2])
        #expect(abs(found[1] - 0.622459) < 1e-6)
        #expect(
            try scores(#"{"results":[{"index":0,"relevance_score":-2000},{"index":1,"relevance_score":2000}]}"#).scores
                == [0, 1, 0])
    }

    @Test(
        "an answer that is no order is malformed",
        arguments: [
            "", "[]", "{}", #"{"results":[]}"#, #"{"results":[{"relevance_score":0.5}]}"#,
            #"{"results":[{"index":3,"relevance_score":0.5}]}"#, #"{"results":[{"index":-1,"relevance_score":0.5}]}"#,
            #"{"results":[{"index":0,"relevance_score":0.5},{"index":0,"relevance_score":0.5}]}"#,
            #"{"results":[{"index":0,"relevance_score":"high"}]}"#, #"{"results":[{"index":0}]}"#,
        ])
    func malformed(answer: String) {
        let fault = #expect(throws: ModelFault.self) { try scores(answer) }
        #expect(fault?.kind == .malformed)
    }

    @Test("providers without a reranker have no dialect")
    func none() {
        for provider in [ModelProvider.anthropic, .gemini, .bedrock, .ollama, .host, .mistral] {
            #expect(RerankDialects.dialect(for: provider) == nil)
        }
    }
}
