import JSONText
import LanguageModels
import Testing

@testable import ModelDialects

@Suite struct AnthropicChatTests {
    private let dialect = AnthropicChat()
    private let endpoint = Fixture.endpoint(.anthropic, "claude-haiku-4-5")

    @Test("A request: the system apart, the schema as a tool that must be called")
    func request() throws {
        let call = try dialect.call(Fixture.shaped, endpoint)
        #expect(call.url == "https://api.anthropic.com/v1/messages")
        #expect(Fixture.value(call, "x-api-key") == "test-0123456789")
        #expect(Fixture.value(call, "anthropic-version") == "2023-06-01")
        #expect(Fixture.value(call, "authorization") == nil)
        var golden = try JSON.of(
            """
            {"model":"claude-haiku-4-5","max_tokens":300,"system":"Answer as JSON.",
            "messages":[{"role":"user","content":"Hello"}],"temperature":0.0,
            "tools":[{"name":"memory_draft","description":"","input_schema":{}}],
            "tool_choice":{"type":"tool","name":"memory_draft","disable_parallel_tool_use":true},"stream":false}
            """)
        golden["tools"] = [
            [
                "name": "memory_draft", "description": .string(SchemaForms.toolDescription),
                "input_schema": Fixture.schema,
            ]
        ]
        #expect(try Fixture.json(call) == golden)
    }

    @Test("Text is asked for without a tool; the temperature ends at 1; speakers take turns")
    func plain() throws {
        let request = CompletionRequest(
            messages: [
                ChatMessage(.assistant, "Yes?"), ChatMessage(.user, "a"), ChatMessage(.system, "s"),
                ChatMessage(.user, "b"),
            ], maxTokens: 5, temperature: 1.5)
        let body = try Fixture.json(dialect.call(request, endpoint))
        #expect(body["tools"] == nil)
        #expect(body["temperature"] == 1.0)
        #expect(body["messages"]?.array?.compactMap { $0["role"]?.string } == ["user", "assistant", "user"])
        #expect(body["messages"]?[2]?["content"] == "a\n\nb")
        #expect(try Fixture.json(dialect.call(Fixture.request(temperature: nil), endpoint))["temperature"] == nil)
        let thoughtful = try dialect.call(Fixture.request(), Fixture.endpoint(.anthropic, "claude-sonnet-5"))
        #expect(try Fixture.json(thoughtful)["thinking"] == ["type": "disabled"])
        #expect(try Fixture.json(thoughtful)["temperature"] == nil)
    }

    @Test("A whole answer: the tool's input is the text, all that was sent is counted")
    func whole() {
        let reply = Fixture.reply(
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5-20251001","content":[
            {"type":"text","text":"I call it."},{"type":"tool_use","id":"t","name":"memory_draft","input":{"a":{"b":1}}}],
            "stop_reason":"tool_use","usage":{"input_tokens":20,"cache_creation_input_tokens":30,
            "cache_read_input_tokens":50,"output_tokens":7}}
            """)
        #expect(
            dialect.read(reply)
                == .success(
                    Completion(
                        text: #"{"a":{"b":1}}"#, model: "claude-haiku-4-5-20251001",
                        usage: TokenUsage(input: 100, output: 7, cachedInput: 50))))
    }

    @Test("Why it stopped is told")
    func stops() throws {
        func read(_ reason: String) -> Result<Completion, ModelFault> {
            dialect.read(
                Fixture.reply(
                    #"{"content":[{"type":"text","text":"hi"}],"stop_reason":"\#(reason)","usage":{"input_tokens":3,"output_tokens":1}}"#
                ))
        }
        #expect(try read("end_turn").get().finish == .complete)
        #expect(try read("max_tokens").get().finish == .length)
        #expect(read("refusal").fault?.kind == .refused)
        #expect(read("refusal").fault?.usage == TokenUsage(input: 3, output: 1))
        #expect(dialect.read(Fixture.reply("{}")).fault?.kind == .malformed)
    }

    @Test("A streamed tool call is the same wherever it is cut, and cut when it ends early")
    func stream() throws {
        let body = """
            event: message_start
            data: {"type":"message_start","message":{"id":"m","model":"claude-haiku-4-5-20251001","content":[],"stop_reason":null,"usage":{"input_tokens":25,"cache_read_input_tokens":5,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"memory_draft","input":{}}}

            event: ping
            data: {"type":"ping"}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\": \\"漢"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\\"}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":15}}

            event: message_stop
            data: {"type":"message_stop"}


            """
        let bytes = Array(body.utf8)
        try dialect.expectSame(
            bytes, at: endpoint,
            Completion(
                text: #"{"a": "漢"}"#, model: "claude-haiku-4-5-20251001",
                usage: TokenUsage(input: 30, output: 15, cachedInput: 5)),
            cutBefore: bytes.count - 4)
        // What was spent until the cut is told.
        #expect(try dialect.read([Array(bytes[..<600])], at: endpoint).fault?.usage?.input == 30)
    }

    @Test("Streamed text, and an overload in its midst")
    func streamedText() throws {
        let start = """
            data: {"type":"message_start","message":{"model":"m","usage":{"input_tokens":2,"output_tokens":1}}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}}


            """
        let end = """
            data: {"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":4}}

            data: {"type":"message_stop"}

            """
        #expect(
            try dialect.read([Array((start + end).utf8)], at: endpoint)
                == .success(
                    Completion(text: "hi", model: "m", usage: TokenUsage(input: 2, output: 4), finish: .length)))
        let overload = """
            event: error
            data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}


            """
        let fault = try dialect.read([Array((start + overload).utf8)], at: endpoint).fault
        #expect(fault?.kind == .serverError)
        #expect(fault?.isTransient == true)
        #expect(fault?.usage?.input == 2)
    }

    @Test("Errors of Anthropic's are told apart")
    func errors() {
        func kind(_ status: Int, _ type: String, _ message: String = "x") -> ModelFault.Kind {
            dialect.fault(
                from: Fixture.reply(
                    #"{"type":"error","error":{"type":"\#(type)","message":"\#(message)"}}"#, status: status)
            ).kind
        }
        #expect(kind(529, "overloaded_error") == .serverError)
        #expect(kind(401, "authentication_error") == .unauthorized)
        #expect(kind(403, "permission_error") == .unauthorized)
        #expect(kind(404, "not_found_error") == .unknownModel)
        #expect(kind(413, "request_too_large") == .rejected)
        #expect(kind(429, "rate_limit_error") == .rateLimited)
        #expect(kind(500, "api_error") == .serverError)
        #expect(kind(400, "invalid_request_error", "Your credit balance is too low") == .quotaExceeded)
        #expect(kind(400, "invalid_request_error", "max_tokens: too large") == .rejected)
    }
}

@Suite struct ClaudeTemperatureTests {
    @Test("Models up to 4.6 take a temperature, newer ones none, others' models their own")
    func models() {
        for model in [
            "claude-3-5-haiku-20241022", "claude-3-opus-latest", "claude-sonnet-4-20250514", "claude-haiku-4-5",
            "claude-opus-4-6", "eu.anthropic.claude-haiku-4-5-20251001-v1:0", "deepseek-chat", "amazon.nova-lite-v1:0",
        ] {
            #expect(ClaudeTemperature.fit(0, for: model) == 0, "\(model)")
        }
        for model in ["claude-opus-4-7", "claude-opus-5", "us.anthropic.claude-opus-4-7-v1:0", "claude-next"] {
            #expect(ClaudeTemperature.fit(0, for: model) == nil, "\(model)")
        }
        #expect(ClaudeTemperature.fit(1.5, for: "claude-haiku-4-5") == 1)
        #expect(ClaudeTemperature.fit(nil, for: "claude-haiku-4-5") == nil)
    }
}
