import JSONText
import LanguageModels
import Testing

@testable import ModelDialects

@Suite struct GeminiChatTests {
    private let dialect = GeminiChat()
    private let endpoint = Fixture.endpoint(.gemini, "gemini-2.5-flash-lite")

    @Test("A request: its own roles, its own subset of schemas, the key in a header")
    func request() throws {
        let call = try dialect.call(Fixture.shaped, endpoint)
        #expect(
            call.url
                == "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash-lite:generateContent")
        #expect(Fixture.value(call, "x-goog-api-key") == "test-0123456789")
        #expect(
            try Fixture.json(call)
                == JSON.of(
                    """
                    {"systemInstruction":{"parts":[{"text":"Answer as JSON."}]},
                    "contents":[{"role":"user","parts":[{"text":"Hello"}]}],
                    "generationConfig":{"maxOutputTokens":300,"temperature":0.0,"responseMimeType":"application/json",
                    "responseSchema":{"type":"OBJECT","properties":{"reward":{"type":"OBJECT","properties":{
                    "score":{"type":"NUMBER"},"kind":{"type":"STRING","enum":["done","failed"]},
                    "reasons":{"type":"ARRAY","items":{"type":"STRING"}}},"required":["score","kind","reasons"]}},
                    "required":["reward"]},"thinkingConfig":{"thinkingBudget":0}}}
                    """))
    }

    @Test("A schema without a form there is left out, and JSON asked for all the same")
    func unfitSchema() throws {
        for part: JSON in [["type": "object", "properties": [:]], ["type": "integer", "enum": [1, 2]], [:]] {
            let schema: JSON = ["type": "object", "properties": ["a": part]]
            let config = try Fixture.json(
                dialect.call(Fixture.request(.json(schema: schema, name: "x")), endpoint))["generationConfig"]
            #expect(config?["responseMimeType"] == "application/json")
            #expect(config?["responseSchema"] == nil)
        }
    }

    @Test(
        "The address may be written in many ways",
        arguments: [
            "generativelanguage.googleapis.com", "https://generativelanguage.googleapis.com/v1beta/",
            "https://generativelanguage.googleapis.com/v1beta/models/gemini-pro:generateContent",
        ])
    func addresses(address: String) throws {
        let call = try dialect.call(
            Fixture.request(), Fixture.endpoint(.gemini, "models/gemini-3-flash", address, isStreamed: true))
        #expect(
            call.url
                == "https://generativelanguage.googleapis.com/v1beta/models/gemini-3-flash:streamGenerateContent?alt=sse"
        )
        #expect(try Fixture.json(call)["generationConfig"]?["thinkingConfig"] == ["thinkingLevel": "low"])
    }

    @Test("A whole answer: thoughts are left out and counted")
    func whole() {
        let reply = Fixture.reply(
            """
            {"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true},{"text":"{\\"a\\""},
            {"text":":1}"}]},"finishReason":"STOP"}],"modelVersion":"gemini-2.5-flash-lite",
            "usageMetadata":{"promptTokenCount":40,"cachedContentTokenCount":30,"candidatesTokenCount":5,
            "thoughtsTokenCount":6,"totalTokenCount":51}}
            """)
        #expect(
            dialect.read(reply)
                == .success(
                    Completion(
                        text: #"{"a":1}"#, model: "gemini-2.5-flash-lite",
                        usage: TokenUsage(input: 40, output: 11, cachedInput: 30))))
    }

    @Test("Blocked questions and answers are refusals, the limit is told, the rest is malformed")
    func finishes() throws {
        func read(_ text: String) -> Result<Completion, ModelFault> { dialect.read(Fixture.reply(text)) }
        let blocked = read(#"{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4}}"#).fault
        #expect(blocked?.kind == .refused)
        #expect(blocked?.message.contains("SAFETY") == true)
        #expect(blocked?.usage?.input == 4)
        #expect(read(#"{"candidates":[{"finishReason":"RECITATION"}]}"#).fault?.kind == .refused)
        #expect(read(#"{"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]}"#).fault?.kind == .malformed)
        #expect(
            try read(#"{"candidates":[{"content":{"parts":[{"text":"{"}]},"finishReason":"MAX_TOKENS"}]}"#).get().finish
                == .length)
        #expect(read(#"{"candidates":[]}"#).fault?.kind == .malformed)
        #expect(read("[]").fault?.kind == .malformed)
    }

    @Test("A streamed answer is the same wherever it is cut")
    func stream() throws {
        let body =
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"{\\\"é\\\"\"}]}}],\"modelVersion\":\"g\",\"usageMetadata\":{\"promptTokenCount\":8}}\r\n\r\n"
            + "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\":1}\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":8,\"candidatesTokenCount\":3}}\r\n\r\n"
        let bytes = Array(body.utf8)
        try dialect.expectSame(
            bytes, at: endpoint, Completion(text: "{\"é\":1}", model: "g", usage: TokenUsage(input: 8, output: 3)),
            cutBefore: bytes.count - 5)
    }

    @Test("Errors: the key by its reason, the wait by its details, the day's quota apart from the minute's")
    func errors() {
        func fault(_ status: Int, _ error: String) -> ModelFault {
            dialect.fault(from: Fixture.reply(#"{"error":"# + error + "}", status: status))
        }
        let key = fault(
            400,
            #"{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}"#
        )
        #expect(key.kind == .unauthorized)
        let minute = fault(
            429,
            #"{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel"}]},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}"#
        )
        #expect(minute.kind == .rateLimited)
        #expect(minute.retryAfter == .milliseconds(34_500))
        #expect(
            fault(429, #"{"code":429,"details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProject"}]}]}"#)
                .kind
                == .quotaExceeded)
        #expect(
            fault(404, #"{"code":404,"message":"models/x is not found","status":"NOT_FOUND"}"#).kind == .unknownModel)
        #expect(fault(503, #"{"code":503,"status":"UNAVAILABLE"}"#).kind == .serverError)
        let list = dialect.fault(
            from: Fixture.reply(#"[{"error":{"code":403,"message":"No","status":"PERMISSION_DENIED"}}]"#, status: 403))
        #expect(list.kind == .unauthorized)
        #expect(list.message.contains("No"))
    }
}
