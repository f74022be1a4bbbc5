import JSONText
import LanguageModels
import Testing

@testable import ModelDialects

@Suite struct OpenAIChatTests {
    private let dialect = OpenAIChat()

    @Test("A request to OpenAI: a strict schema, the newer name of the limit, the key as bearer")
    func request() throws {
        let call = try dialect.call(
            Fixture.shaped, Fixture.endpoint(.openAICompatible, "gpt-4.1-mini", isStreamed: true))
        #expect(call.method == "POST")
        #expect(call.url == "https://api.openai.com/v1/chat/completions")
        #expect(Fixture.value(call, "authorization") == "Bearer test-0123456789")
        #expect(Fixture.value(call, "content-type") == "application/json")
        let golden = """
            {"model":"gpt-4.1-mini","messages":[{"role":"system","content":"Answer as JSON."},
            {"role":"user","content":"Hello"}],"max_completion_tokens":300,"temperature":0.0,
            "response_format":{"type":"json_schema","json_schema":{"name":"memory_draft","schema":
            {"type":"object","properties":{"reward":{"type":"object","properties":{
            "score":{"type":"number"},"kind":{"type":"string","enum":["done","failed"]},
            "reasons":{"type":"array","items":{"type":"string"}}},
            "required":["score","kind","reasons"],"additionalProperties":false}},
            "required":["reward"],"additionalProperties":false},"strict":true}},
            "stream":true,"stream_options":{"include_usage":true}}
            """
        #expect(try Fixture.json(call) == JSON.of(golden))
    }

    @Test(
        "Each server is asked for JSON in the form that it takes",
        arguments: [
            ("", "json_schema"), ("https://api.deepseek.com", "json_object"),
            ("https://openrouter.ai/api/v1", "json_object"), ("http://127.0.0.1:8080", "json_schema"),
            ("http://192.168.1.5:1234/v1", "json_schema"), ("https://models.example.com/v1", "json_object"),
            ("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "json_object"),
        ])
    func forms(address: String, form: String) throws {
        let body = try Fixture.json(
            dialect.call(Fixture.shaped, Fixture.endpoint(.openAICompatible, "m", address)))
        #expect(body["response_format"]?["type"]?.string == form)
        #expect(body["stream"] == false)
        #expect(body["stream_options"] == nil)
    }

    @Test("A schema that lets members be absent is not strict")
    func looseSchema() throws {
        var schema = Fixture.schema
        schema["required"] = []
        let body = try Fixture.json(
            dialect.call(
                Fixture.request(.json(schema: schema, name: "")), Fixture.endpoint(.openAICompatible, "gpt-4.1")))
        #expect(body["response_format"]?["json_schema"]?["strict"] == false)
        #expect(body["response_format"]?["json_schema"]?["schema"] == schema)
        #expect(body["response_format"]?["json_schema"]?["name"] == "answer")
    }

    @Test("Models that think get no temperature and are asked to think little")
    func thinking() throws {
        func body(_ model: String, _ address: String = "") throws -> JSON {
            try Fixture.json(dialect.call(Fixture.request(), Fixture.endpoint(.openAICompatible, model, address)))
        }
        for model in ["gpt-5-mini", "o3", "o4-mini"] {
            #expect(try body(model)["temperature"] == nil)
            #expect(try body(model)["reasoning_effort"] == "low")
        }
        #expect(try body("o1-mini")["reasoning_effort"] == nil)
        #expect(try body("openai/gpt-5", "https://openrouter.ai/api/v1")["reasoning_effort"] == nil)
        for model in ["gpt-4.1", "gpt-5-chat-latest", "omni", "o200k"] {
            #expect(try body(model)["temperature"] == 0.0)
        }
        #expect(try body("m", "http://localhost:8000")["max_tokens"] == 300)
        #expect(try body("qwen3-8b", "https://dashscope.aliyuncs.com")["enable_thinking"] == false)
        #expect(try body("qwen-plus", "https://dashscope.aliyuncs.com")["enable_thinking"] == nil)
        #expect(try body("qwen3-8b", "http://localhost:8000")["enable_thinking"] == nil)
    }

    @Test("OpenRouter is told whom to prefer and whom never to ask, only where somebody is named")
    func routing() throws {
        var endpoint = Fixture.endpoint(.openAICompatible, "meta-llama/llama-3.3-70b", "https://openrouter.ai/api/v1")
        #expect(try Fixture.json(dialect.call(Fixture.request(), endpoint))["provider"] == nil)
        endpoint.preferredProviders = ["groq", "together"]
        #expect(
            try Fixture.json(dialect.call(Fixture.request(), endpoint))["provider"] == ["order": ["groq", "together"]])
        endpoint.ignoredProviders = ["azure"]
        #expect(
            try Fixture.json(dialect.call(Fixture.request(), endpoint))["provider"]
                == ["order": ["groq", "together"], "ignore": ["azure"]])
    }

    @Test("Mistral has its own address and takes no stream options")
    func mistral() throws {
        let dialect = try #require(Dialects.chat(for: .mistral))
        let call = try dialect.call(
            Fixture.shaped, Fixture.endpoint(.mistral, "mistral-small-latest", isStreamed: true))
        #expect(call.url == "https://api.mistral.ai/v1/chat/completions")
        #expect(try Fixture.json(call)["stream_options"] == nil)
        #expect(try Fixture.json(call)["response_format"]?["type"] == "json_schema")
        #expect(try Fixture.json(call)["max_tokens"] == 300)
    }

    @Test("Where only the form is asked for, the wish for JSON stands in words")
    func wish() throws {
        let request = Fixture.request(.json(schema: Fixture.schema, name: "x"), system: nil)
        let body = try Fixture.json(
            dialect.call(request, Fixture.endpoint(.openAICompatible, "m", "https://api.deepseek.com")))
        #expect(body["messages"]?[0]?["content"]?.string?.contains("JSON") == true)
        #expect(body["messages"]?.array?.count == 2)
    }

    @Test("Settings that cannot work are said before anything is sent")
    func misconfigured() {
        let fault = dialect.misconfiguration(Fixture.endpoint(.openAICompatible, "m"), key: nil)
        #expect(fault?.kind == .misconfigured)
        #expect(fault?.hint?.contains("apiKeyEnv") == true)
        #expect(dialect.misconfiguration(Fixture.endpoint(.openAICompatible, " "))?.kind == .misconfigured)
        #expect(
            dialect.misconfiguration(Fixture.endpoint(.openAICompatible, "m"), key: Secret("a\nb"))?.kind
                == .misconfigured)
        // A server of one's own may want neither key nor name.
        #expect(dialect.misconfiguration(Fixture.endpoint(.openAICompatible, "", "localhost:8080"), key: nil) == nil)
        var endpoint = Fixture.endpoint(.openAICompatible, "m")
        endpoint.headers = ["X-Team: memory", "authorization: Bearer mine"]
        #expect(dialect.misconfiguration(endpoint, key: nil) == nil)
        endpoint.headers = ["no header"]
        #expect(dialect.misconfiguration(endpoint)?.kind == .misconfigured)
        endpoint.headers = ["a: b\r\nc: d"]
        #expect(dialect.misconfiguration(endpoint)?.kind == .misconfigured)
    }

    @Test("A person's header takes the place of ours")
    func headers() throws {
        var endpoint = Fixture.endpoint(.openAICompatible, "m")
        endpoint.headers = ["authorization:  Bearer mine "]
        let call = try dialect.call(Fixture.request(), endpoint)
        #expect(call.headers.filter { $0.name.lowercased() == "authorization" }.map(\.value) == ["Bearer mine"])
    }

    // MARK: Answers

    @Test("A whole answer, with what was cached of the question")
    func whole() {
        let reply = Fixture.reply(
            """
            {"id":"c1","object":"chat.completion","model":"gpt-4.1-mini-2025-04-14","choices":[{"index":0,"message":
            {"role":"assistant","content":"{\\"a\\":1}","refusal":null},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":120,"completion_tokens":9,"total_tokens":129,
            "prompt_tokens_details":{"cached_tokens":100}}}
            """)
        #expect(
            dialect.read(reply)
                == .success(
                    Completion(
                        text: #"{"a":1}"#, model: "gpt-4.1-mini-2025-04-14",
                        usage: TokenUsage(input: 120, output: 9, cachedInput: 100))))
    }

    @Test("Odd answers are read: parts, DeepSeek's cache, thinking beside and within, absent counts")
    func oddAnswers() {
        func text(_ message: String, rest: String = "") -> Completion? {
            try? dialect.read(Fixture.reply(#"{"model":"m","choices":[{"message":"# + message + "}]" + rest + "}"))
                .get()
        }
        #expect(
            text(#"{"content":[{"type":"text","text":"a"},{"type":"image","text":"x"},{"type":"text","text":"b"}]}"#)?
                .text == "ab")
        #expect(text(#"{"content":"ok","reasoning_content":"hm"}"#)?.text == "ok")
        #expect(text(#"{"content":"<think>\nhm {\"x\":1}</think>\n{\"a\":2}"}"#)?.text == #"{"a":2}"#)
        #expect(text(#"{"content":"ok"}"#)?.usage == nil)
        #expect(text(#"{"content":"ok"}"#, rest: #","usage":null"#)?.usage == nil)
        #expect(
            text(
                #"{"content":"ok"}"#,
                rest: #","usage":{"prompt_tokens":10,"completion_tokens":2,"prompt_cache_hit_tokens":7}"#)?.usage
                == TokenUsage(input: 10, output: 2, cachedInput: 7))
        #expect(text(#"{"content":"ok"}"#, rest: #","error":null"#)?.text == "ok")
    }

    @Test("What ended the answer is told")
    func finishes() throws {
        func read(_ choice: String) -> Result<Completion, ModelFault> {
            dialect.read(
                Fixture.reply(
                    #"{"choices":["# + choice + #"],"usage":{"prompt_tokens":5,"completion_tokens":1}}"#))
        }
        #expect(try read(#"{"message":{"content":"{\"a"},"finish_reason":"length"}"#).get().finish == .length)
        #expect(try read(#"{"message":{"content":null},"finish_reason":"length"}"#).get().text == "")
        let refused = read(#"{"message":{"content":null,"refusal":"I can not."},"finish_reason":"stop"}"#).fault
        #expect(refused?.kind == .refused)
        #expect(refused?.usage == TokenUsage(input: 5, output: 1))
        #expect(refused?.message.contains("I can not") == false)
        #expect(read(#"{"message":{"content":""},"finish_reason":"content_filter"}"#).fault?.kind == .refused)
        #expect(read(#"{"message":{"content":""},"finish_reason":"error"}"#).fault?.kind == .serverError)
        let empty = read(#"{"message":{"content":" "},"finish_reason":"stop"}"#).fault
        #expect(empty?.kind == .malformed)
        #expect(empty?.usage?.total == 6)
        #expect(dialect.read(Fixture.reply(#"{"choices":[]}"#)).fault?.kind == .malformed)
    }

    @Test("A streamed answer is the same wherever it is cut, and cut when it ends early")
    func stream() throws {
        let body = """
            : OPENROUTER PROCESSING

            data: {"id":"c","model":"deepseek-chat","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

            data: {"id":"c","choices":[{"index":0,"delta":{"content":"{\\"é"},"finish_reason":null}],"usage":null}

            data: {"id":"c","choices":[{"index":0,"delta":{"reasoning_content":"hm"},"finish_reason":null}]}

            data: {"id":"c","choices":[{"index":0,"delta":{"content":"\\":1}"},"finish_reason":"stop"}]}

            data: {"id":"c","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":4,"prompt_cache_hit_tokens":3}}

            data: [DONE]


            """
        let bytes = Array(body.utf8)
        let finish = try #require(body.firstRange(of: #"1}"},"finish"#)).utf8Offset(in: body)
        try dialect.expectSame(
            bytes, at: Fixture.endpoint(.openAICompatible, "deepseek-chat"),
            Completion(
                text: "{\"é\":1}", model: "deepseek-chat", usage: TokenUsage(input: 11, output: 4, cachedInput: 3)),
            cutBefore: finish)
    }

    @Test("An error in the midst of a stream is a fault, with its own kind")
    func streamedError() throws {
        let body = """
            data: {"choices":[{"delta":{"content":"a"}}]}

            data: {"error":{"code":502,"message":"Upstream broke"},"choices":[{"delta":{"content":""},"finish_reason":"error"}]}


            """
        let fault = try dialect.read([Array(body.utf8)], at: Fixture.endpoint(.openAICompatible, "m")).fault
        #expect(fault?.kind == .serverError)
        #expect(fault?.message.contains("Upstream broke") == true)
    }

    @Test("A server that streams nothing and answers whole is understood, a web page is not")
    func unstreamed() throws {
        let endpoint = Fixture.endpoint(.openAICompatible, "m")
        let whole = #" {"model":"m","choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}"#
        #expect(try dialect.read([Array(whole.utf8)], at: endpoint) == .success(Completion(text: "hi", model: "m")))
        let page = try dialect.read([Array("<!DOCTYPE html><title>Sign in</title>".utf8)], at: endpoint).fault
        #expect(page?.kind == .malformed)
        #expect(page?.hint?.contains("endpoint") == true)
    }
}

extension Range<String.Index> {
    func utf8Offset(in text: String) -> Int { text.utf8.distance(from: text.startIndex, to: lowerBound) }
}
