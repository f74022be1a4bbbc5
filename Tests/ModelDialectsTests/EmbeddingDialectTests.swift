import JSONText
import LanguageModels
import ModelDialects
import Testing

/// What each provider is sent, and what is read from what it answers, in the shapes that are publicly documented.
@Suite("Asking for vectors")
struct EmbeddingDialectTests {
    private struct Sent {
        var url: String
        var headers: [WireHeader]
        var body: JSON
    }

    private func sent(
        _ provider: ModelProvider, _ model: String, as purpose: EmbeddingPurpose = .document, address: String = "",
        dimensions: Int = 0, headers: [String] = []
    ) throws -> Sent {
        var endpoint = ModelEndpoint(provider: provider, model: model, address: address)
        endpoint.dimensions = dimensions
        endpoint.headers = headers
        let call = try #require(EmbeddingDialects.dialect(for: provider)).call(
            for: ["one", "two"], as: purpose, at: endpoint, key: Secret("k-1"))
        #expect(call.method == "POST")
        return Sent(url: call.url, headers: call.headers, body: try JSON(parsing: call.body))
    }

    private func read(
        _ provider: ModelProvider, _ body: String, count: Int = 2, status: Int = 200
    ) throws -> (vectors: [[Float]], usage: TokenUsage?) {
        try #require(EmbeddingDialects.dialect(for: provider)).vectors(
            from: WireReply(status: status, body: Array(body.utf8)), count: count)
    }

    @Test("OpenAI's dialect sends model, input and the form of numbers, and dimensions only when they are set")
    func openAI() throws {
        let plain = try sent(.openAICompatible, "text-embedding-3-small")
        #expect(plain.url == "https://api.openai.com/v1/embeddings")
        #expect(plain.headers.contains(WireHeader("Authorization", "Bearer k-1")))
        #expect(
            plain.body == ["model": "text-embedding-3-small", "input": ["one", "two"], "encoding_format": "float"])
        let short = try sent(.openAICompatible, "text-embedding-3-small", dimensions: 256, headers: ["X-Title: memos"])
        #expect(short.body["dimensions"] == 256)
        #expect(short.headers.contains(WireHeader("X-Title", "memos")))
    }

    @Test("questions and documents are told apart in each provider's own words")
    func purposes() throws {
        func field(_ name: String, _ provider: ModelProvider, _ model: String) throws -> [String?] {
            try [EmbeddingPurpose.query, .document].map { try sent(provider, model, as: $0).body[name]?.string }
        }
        #expect(try field("input_type", .cohere, "embed-v4.0") == ["search_query", "search_document"])
        #expect(try field("input_type", .voyage, "voyage-3.5") == ["query", "document"])
        #expect(try field("task", .jina, "jina-embeddings-v3") == ["retrieval.query", "retrieval.passage"])
        #expect(try field("task", .jina, "jina-code-embeddings-1.5b") == ["nl2code.query", "nl2code.passage"])
        #expect(try field("task", .jina, "jina-embeddings-v2-base-en") == [nil, nil])
        for (purpose, task) in [(EmbeddingPurpose.query, "RETRIEVAL_QUERY"), (.document, "RETRIEVAL_DOCUMENT")] {
            let body = try sent(.gemini, "gemini-embedding-001", as: purpose).body
            #expect(body["requests"]?.array?.map { $0["taskType"]?.string } == [task, task])
        }
    }

    @Test("open models read the words they were trained with before a text")
    func prefixes() throws {
        func input(_ model: String, _ purpose: EmbeddingPurpose, _ provider: ModelProvider = .ollama) throws -> String?
        {
            try sent(provider, model, as: purpose).body["input"]?[0]?.string
        }
        #expect(try input("nomic-embed-text:latest", .query) == "search_query: one")
        #expect(try input("nomic-embed-text", .document) == "search_document: one")
        #expect(try input("intfloat/multilingual-e5-large", .query, .openAICompatible) == "query: one")
        #expect(try input("BAAI/bge-m3", .query, .openAICompatible) == "one")
        #expect(try input("text-embedding-3-large", .query, .openAICompatible) == "one")
        #expect(try input("mxbai-embed-large", .document) == "one")
        let second = try sent(.gemini, "gemini-embedding-2", as: .query).body["requests"]?[0]
        #expect(second?["taskType"] == nil)
        #expect(second?["content"]?["parts"]?[0]?["text"]?.string == "task: search result | query: one")
    }

    @Test("Gemini gets one request a text, and its key in a header of its own")
    func gemini() throws {
        let call = try sent(.gemini, "gemini-embedding-001", dimensions: 768)
        #expect(
            call.url
                == "https://generativelanguage.googleapis.com/v1beta/models/gemini-embedding-001:batchEmbedContents")
        #expect(call.headers.contains(WireHeader("x-goog-api-key", "k-1")))
        #expect(!call.headers.contains { $0.name == "Authorization" })
        #expect(
            call.body["requests"]?[1] == [
                "model": "models/gemini-embedding-001", "content": ["parts": [["text": "two"]]],
                "taskType": "RETRIEVAL_DOCUMENT", "outputDimensionality": 768,
            ])
        let (vectors, usage) = try read(
            .gemini, #"{"embeddings":[{"values":[0.5,-1]},{"values":[1,0]}],"usageMetadata":{"promptTokenCount":4}}"#)
        #expect(vectors == [[0.5, -1], [1, 0]] && usage == TokenUsage(input: 4, output: 0))
    }

    @Test("Cohere's second version is asked for floats, and counts what it bills")
    func cohere() throws {
        let call = try sent(.cohere, "embed-v4.0", dimensions: 1024)
        #expect(call.url == "https://api.cohere.com/v2/embed")
        #expect(
            call.body == [
                "model": "embed-v4.0", "texts": ["one", "two"], "input_type": "search_document",
                "embedding_types": ["float"], "truncate": "END", "output_dimension": 1024,
            ])
        let (vectors, usage) = try read(
            .cohere,
            """
            {"id":"da6e531f","embeddings":{"float":[[0.016,-0.0087],[0.03,0.5]]},"texts":["one","two"],
             "meta":{"api_version":{"version":"2"},"billed_units":{"input_tokens":2}},"response_type":"embeddings_by_type"}
            """)
        #expect(vectors == [[0.016, -0.0087], [0.03, 0.5]] && usage?.input == 2)
    }

    @Test("Voyage, Mistral, Jina and Ollama each name the dimensions in their own way")
    func dimensions() throws {
        let voyage = try sent(.voyage, "voyage-3.5", dimensions: 512)
        #expect(voyage.url == "https://api.voyageai.com/v1/embeddings" && voyage.body["output_dimension"] == 512)
        let mistral = try sent(.mistral, "codestral-embed", dimensions: 512)
        #expect(mistral.url == "https://api.mistral.ai/v1/embeddings" && mistral.body["output_dimension"] == 512)
        #expect(mistral.body["encoding_format"] == "float")
        let jina = try sent(.jina, "jina-embeddings-v3", dimensions: 512)
        #expect(jina.url == "https://api.jina.ai/v1/embeddings" && jina.body["dimensions"] == 512)
        let ollama = try sent(.ollama, "bge-m3", dimensions: 512)
        #expect(ollama.url == "http://127.0.0.1:11434/api/embed" && ollama.body["dimensions"] == 512)
        #expect(ollama.body["truncate"] == true)
    }

    @Test("vectors come in the texts' order, whatever order the answer has")
    func order() throws {
        let (vectors, usage) = try read(
            .openAICompatible,
            """
            {"object":"list","data":[{"object":"embedding","index":1,"embedding":[0.5,0]},
             {"object":"embedding","index":0,"embedding":[1,2]}],"model":"m","usage":{"prompt_tokens":8,"total_tokens":8}}
            """)
        #expect(vectors == [[1, 2], [0.5, 0]] && usage == TokenUsage(input: 8, output: 0))
        #expect(
            try read(.voyage, #"{"data":[{"embedding":[1]},{"embedding":[2]}],"usage":{"total_tokens":3}}"#).usage?
                .input == 3)
        let ollama = try read(.ollama, #"{"model":"m","embeddings":[[0.1,0.2],[0.3,0.4]],"prompt_eval_count":5}"#)
        #expect(ollama.vectors == [[0.1, 0.2], [0.3, 0.4]] && ollama.usage?.input == 5)
    }

    @Test(
        "an answer that is not one vector a text is malformed",
        arguments: [
            "", "<html>", "{}", #"{"data":[]}"#, #"{"data":[{"index":0,"embedding":[1]}]}"#,
            #"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}"#,
            #"{"data":[{"index":0,"embedding":[1]},{"index":7,"embedding":[1]}]}"#,
            #"{"data":[{"index":0,"embedding":[1]},{"index":-1,"embedding":[1]}]}"#,
            #"{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[1]}]}"#,
            #"{"data":[{"index":0,"embedding":"AACAPw=="},{"index":1,"embedding":[1]}]}"#,
            #"{"data":[{"index":0,"embedding":[null]},{"index":1,"embedding":[1]}]}"#,
            #"{"data":[{"index":9999999999999,"embedding":[1]},{"index":1,"embedding":[1]}]}"#,
        ])
    func malformed(body: String) throws {
        let fault = #expect(throws: ModelFault.self) { try read(.openAICompatible, body) }
        #expect(fault?.kind == .malformed && fault?.hint != nil)
    }

    @Test("an error inside an answer of success is the error it is")
    func innerError() throws {
        let fault = #expect(throws: ModelFault.self) {
            try read(.openAICompatible, #"{"error":{"message":"Slow down.","code":429}}"#)
        }
        #expect(fault?.kind == .rateLimited && fault?.message.contains("Slow down.") == true)
    }

    @Test(
        "the provider's own words are found in the body of an error",
        arguments: [
            #"{"error":{"message":"Too long.","type":"invalid_request_error"}}"#, #"{"error":"Too long."}"#,
            #"{"message":"Too long."}"#, #"{"detail":"Too long."}"#,
            #"{"detail":[{"loc":["body"],"msg":"Too long."}]}"#,
        ])
    func words(body: String) throws {
        let dialect = try #require(EmbeddingDialects.dialect(for: .voyage))
        let fault = dialect.fault(from: WireReply(status: 400, body: Array(body.utf8)))
        #expect(fault.kind == .rejected && fault.message.contains("Too long.") && fault.status == 400)
    }

    @Test("a key or a model that is missing is told before anything is sent")
    func misconfigured() throws {
        for provider in ModelProvider.allCases {
            guard let dialect = EmbeddingDialects.dialect(for: provider) else { continue }
            let nameless = #expect(throws: ModelFault.self) {
                try dialect.call(
                    for: ["x"], as: .query, at: ModelEndpoint(provider: provider, model: ""), key: Secret("k"))
            }
            #expect(nameless?.kind == .misconfigured)
            let keyless = ModelEndpoint(provider: provider, model: "m")
            if provider == .ollama {
                #expect(throws: Never.self) { try dialect.call(for: ["x"], as: .query, at: keyless, key: nil) }
            } else {
                let fault = #expect(throws: ModelFault.self) {
                    try dialect.call(for: ["x"], as: .query, at: keyless, key: nil)
                }
                #expect(fault?.kind == .misconfigured && fault?.hint != nil)
            }
            // A server of one's own may need none.
            let own = ModelEndpoint(provider: provider, model: "m", address: "http://localhost:8080")
            let call = try dialect.call(for: ["x"], as: .query, at: own, key: nil)
            #expect(!call.headers.contains { $0.name == "Authorization" || $0.name == "x-goog-api-key" })
        }
    }

    @Test(
        "addresses are taken as people write them",
        arguments: [
            (ModelProvider.openAICompatible, "http://127.0.0.1:8000", "http://127.0.0.1:8000/v1/embeddings"),
            (.openAICompatible, "http://127.0.0.1:8000/", "http://127.0.0.1:8000/v1/embeddings"),
            (.openAICompatible, "localhost:1234/v1/", "http://localhost:1234/v1/embeddings"),
            (.openAICompatible, " api.example.com/v1 ", "https://api.example.com/v1/embeddings"),
            (.openAICompatible, "https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1/embeddings"),
            (.openAICompatible, "https://host/v1/embeddings", "https://host/v1/embeddings"),
            (.openAICompatible, "https://host/v1/chat/completions", "https://host/v1/embeddings"),
            (.openAICompatible, "https://models.example/inference", "https://models.example/inference/embeddings"),
            (.openAICompatible, "https://open.example/api/paas/v4", "https://open.example/api/paas/v4/embeddings"),
            (.gemini, "https://g.example", "https://g.example/v1beta/models/m:batchEmbedContents"),
            (.gemini, "https://g.example/v1/", "https://g.example/v1/models/m:batchEmbedContents"),
            (.gemini, "https://g.example/v1beta/openai/", "https://g.example/v1beta/models/m:batchEmbedContents"),
            (.cohere, "https://api.cohere.com/v1", "https://api.cohere.com/v2/embed"),
            (.cohere, "https://api.cohere.com/v2/", "https://api.cohere.com/v2/embed"),
            (.cohere, "https://api.cohere.com/v2/embed", "https://api.cohere.com/v2/embed"),
            (.voyage, "https://ai.mongodb.com/v1", "https://ai.mongodb.com/v1/embeddings"),
            (.mistral, "https://api.mistral.ai", "https://api.mistral.ai/v1/embeddings"),
            (.jina, "https://api.jina.ai/", "https://api.jina.ai/v1/embeddings"),
            (.ollama, "http://box:11434/v1", "http://box:11434/api/embed"),
            (.ollama, "http://box:11434/api/embeddings", "http://box:11434/api/embed"),
            (.ollama, "127.0.0.1:11434/api/", "http://127.0.0.1:11434/api/embed"),
        ] as [(ModelProvider, String, String)])
    func addresses(provider: ModelProvider, written: String, asked: String) throws {
        #expect(try sent(provider, "m", address: written).url == asked)
    }

    @Test("providers that make no vectors have no dialect")
    func none() {
        for provider in [ModelProvider.anthropic, .bedrock, .host] {
            #expect(EmbeddingDialects.dialect(for: provider) == nil)
        }
    }
}
