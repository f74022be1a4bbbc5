import CChecksum
import JSONText
import LanguageModels
import Testing

@testable import ModelDialects

@Suite struct BedrockChatTests {
    private let dialect = BedrockChat()

    private func endpoint(_ model: String = "anthropic.claude-3-5-haiku-20241022-v1:0", isStreamed: Bool = false)
        -> ModelEndpoint
    {
        var endpoint = Fixture.endpoint(.bedrock, model, isStreamed: isStreamed)
        endpoint.region = "eu-central-1"
        return endpoint
    }

    @Test("A request: the model's id encoded, the schema as a tool, Bedrock's own key as bearer")
    func request() throws {
        let call = try dialect.call(Fixture.shaped, endpoint())
        #expect(
            call.url
                == "https://bedrock-runtime.eu-central-1.amazonaws.com/model/anthropic.claude-3-5-haiku-20241022-v1%3A0/converse"
        )
        #expect(Fixture.value(call, "authorization") == "Bearer test-0123456789")
        var golden = try JSON.of(
            """
            {"messages":[{"role":"user","content":[{"text":"Hello"}]}],"system":[{"text":"Answer as JSON."}],
            "inferenceConfig":{"maxTokens":300,"temperature":0.0},
            "toolConfig":{"tools":[],"toolChoice":{"tool":{"name":"memory_draft"}}}}
            """)
        golden["toolConfig"]?["tools"] = [
            [
                "toolSpec": [
                    "name": "memory_draft", "description": .string(SchemaForms.toolDescription),
                    "inputSchema": ["json": Fixture.schema],
                ]
            ]
        ]
        #expect(try Fixture.json(call) == golden)
        // Models that take no order to call a tool are asked in words.
        let words = try dialect.call(Fixture.shaped, endpoint("meta.llama3-1-8b-instruct-v1:0"))
        #expect(try Fixture.json(words)["toolConfig"] == nil)
    }

    @Test("With an account's key the request is signed, over the path as AWS encodes it")
    func signed() throws {
        let call = try dialect.call(
            Fixture.shaped,
            endpoint("arn:aws:bedrock:eu-central-1:1:inference-profile/eu.amazon.nova", isStreamed: true),
            key: Secret("AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY:token"))
        #expect(call.url.hasSuffix("inference-profile%2Feu.amazon.nova/converse-stream"))
        #expect(Fixture.value(call, "accept") == "application/vnd.amazon.eventstream")
        #expect(Fixture.value(call, "x-amz-security-token") == "token")
        #expect(Fixture.value(call, "x-amz-date") == "20150830T123600Z")
        let text = try #require(Fixture.value(call, "authorization"))
        #expect(
            text.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20150830/eu-central-1/bedrock/aws4_request, "
                    + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature="))
        #expect(!text.contains("wJalr"))
    }

    @Test("The region comes from the settings or the address, and must be there")
    func region() throws {
        var endpoint = Fixture.endpoint(.bedrock, "m")
        #expect(dialect.misconfiguration(endpoint)?.hint?.contains("region") == true)
        endpoint.address = "https://bedrock-runtime.us-west-2.amazonaws.com/"
        #expect(
            try dialect.call(Fixture.request(), endpoint).url
                == "https://bedrock-runtime.us-west-2.amazonaws.com/model/m/converse")
        endpoint.region = "evil.example/"
        #expect(dialect.misconfiguration(endpoint)?.kind == .misconfigured)
    }

    @Test("A whole answer: the tool's input is the text, all that was sent is counted")
    func whole() {
        let reply = Fixture.reply(
            """
            {"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"hm"}}},
            {"text":"Here."},{"toolUse":{"toolUseId":"t","name":"memory_draft","input":{"a":1}}}]}},
            "stopReason":"tool_use","usage":{"inputTokens":10,"outputTokens":3,"totalTokens":18,
            "cacheReadInputTokens":4,"cacheWriteInputTokens":1},"metrics":{"latencyMs":9}}
            """)
        #expect(
            dialect.read(reply)
                == .success(
                    Completion(
                        text: #"{"a":1}"#, model: "", usage: TokenUsage(input: 15, output: 3, cachedInput: 4))))
        #expect(
            dialect.read(
                Fixture.reply(
                    #"{"output":{"message":{"content":[{"text":"x"}]}},"stopReason":"guardrail_intervened"}"#)
            ).fault?.kind == .refused)
        #expect(dialect.read(Fixture.reply(#"{"message":"x"}"#)).fault?.kind == .malformed)
    }

    // MARK: Frames

    static func number(_ value: UInt32) -> [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
    }

    static func frame(_ headers: [(String, String)], _ payload: String) -> [UInt8] {
        var fields: [UInt8] = []
        for (name, value) in headers {
            fields += [UInt8(name.utf8.count)] + Array(name.utf8) + [7, 0, UInt8(value.utf8.count)] + Array(value.utf8)
        }
        let body = Array(payload.utf8)
        var bytes = number(UInt32(16 + fields.count + body.count)) + number(UInt32(fields.count))
        bytes += number(memos_crc32(0, bytes, bytes.count)) + fields + body
        return bytes + number(memos_crc32(0, bytes, bytes.count))
    }

    static func event(_ type: String, _ payload: String) -> [UInt8] {
        frame([(":event-type", type), (":content-type", "application/json"), (":message-type", "event")], payload)
    }

    @Test("Frames of AWS's own examples are read, and one wrong bit is noticed")
    func publishedFrames() throws {
        let empty: [UInt8] = [0, 0, 0, 0x10, 0, 0, 0, 0, 0x05, 0xC2, 0x48, 0xEB, 0x7D, 0x98, 0xC8, 0xFF]
        let payload: [UInt8] =
            [0, 0, 0, 0x1D, 0, 0, 0, 0, 0xFD, 0x52, 0x8C, 0x5A] + Array("{'foo':'bar'}".utf8)
            + [0xC3, 0x65, 0x39, 0x36]
        var frames = EventFrames()
        #expect(
            try frames.take(empty + payload) == [
                WireEvent(name: nil, data: []), WireEvent(name: nil, data: Array("{'foo':'bar'}".utf8)),
            ])
        for bit in 0..<payload.count * 8 {
            var broken = payload
            broken[bit / 8] ^= 1 << UInt8(bit % 8)
            var frames = EventFrames()
            #expect(throws: ModelFault.self) { try frames.take(broken) }
        }
    }

    @Test("A streamed tool call is the same wherever it is cut, and cut when it ends early")
    func stream() throws {
        let bytes =
            Self.event("messageStart", #"{"role":"assistant"}"#)
            + Self.event(
                "contentBlockStart", #"{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"t","name":"n"}}}"#)
            + Self.event("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"toolUse":{"input":"{\"é\""}}}"#)
            + Self.event("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"toolUse":{"input":":1}"}}}"#)
            + Self.event("contentBlockStop", #"{"contentBlockIndex":0}"#)
            + Self.event("messageStop", #"{"stopReason":"tool_use"}"#)
        let cost = Self.event("metadata", #"{"usage":{"inputTokens":9,"outputTokens":2},"metrics":{}}"#)
        let expected = Completion(text: "{\"é\":1}", model: "m", usage: TokenUsage(input: 9, output: 2))
        try dialect.expectSame(bytes + cost, at: Fixture.endpoint(.bedrock, "m"), expected, cutBefore: bytes.count)
    }

    @Test("An exception in the midst of a stream has its own kind")
    func exceptions() throws {
        func kind(_ type: String) throws -> ModelFault.Kind? {
            let bytes =
                Self.event("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"text":"a"}}"#)
                + Self.frame([(":message-type", "exception"), (":exception-type", type)], #"{"message":"x"}"#)
            return try dialect.read([bytes], at: Fixture.endpoint(.bedrock, "m")).fault?.kind
        }
        #expect(try kind("throttlingException") == .rateLimited)
        #expect(try kind("modelStreamErrorException") == .serverError)
        #expect(try kind("internalServerException") == .serverError)
        #expect(try kind("serviceUnavailableException") == .serverError)
        #expect(try kind("validationException") == .rejected)
    }

    @Test("Errors by their type and their words")
    func errors() {
        func kind(_ status: Int, _ type: String, _ message: String) -> ModelFault.Kind {
            dialect.fault(
                from: Fixture.reply(
                    #"{"message":"\#(message)"}"#, status: status,
                    WireHeader("x-amzn-ErrorType", type + ":http://internal.amazon.com/"))
            ).kind
        }
        #expect(kind(429, "ThrottlingException", "Too many requests") == .rateLimited)
        #expect(kind(403, "AccessDeniedException", "You don't have access") == .unauthorized)
        #expect(kind(403, "UnrecognizedClientException", "The security token is invalid") == .unauthorized)
        #expect(kind(400, "ValidationException", "The provided model identifier is invalid.") == .unknownModel)
        #expect(kind(400, "ValidationException", "Malformed input request") == .rejected)
        #expect(kind(404, "ResourceNotFoundException", "x") == .unknownModel)
        #expect(kind(424, "ModelErrorException", "x") == .serverError)
        #expect(kind(408, "ModelTimeoutException", "x") == .timeout)
    }
}
