import JSONText
import LanguageModels
import Testing

@testable import ModelDialects

@Suite struct HostShapesTests {
    @Test("host.llm.complete as the bridge knows it")
    func hostParams() throws {
        let request = CompletionRequest(messages: [ChatMessage(.user, "hi")], maxTokens: 256)
        #expect(
            HostCompletionShape.params(for: request, within: .seconds(60))
                == (try JSON.of(
                    """
                    {"messages":[{"role":"user","content":"hi"}],"model":null,"temperature":0.0,"maxTokens":256,
                    "timeoutMs":60000}
                    """)))
    }

    @Test("A host's answer, and one without text")
    func hostResult() throws {
        let result = try JSON.of(
            #"{"text":"ok","model":"m","usage":{"promptTokens":3,"completionTokens":1,"totalTokens":4},"durationMs":300}"#
        )
        #expect(
            try HostCompletionShape.completion(from: result)
                == Completion(text: "ok", model: "m", usage: TokenUsage(input: 3, output: 1)))
        #expect(throws: ModelFault.self) { try HostCompletionShape.completion(from: ["model": "m"]) }
        #expect(throws: ModelFault.self) { try HostCompletionShape.completion(from: ["text": ""]) }
    }

    @Test("A host's errors are told apart")
    func hostErrors() throws {
        func kind(_ text: String) throws -> ModelFault.Kind { HostCompletionShape.fault(from: try JSON.of(text)).kind }
        #expect(try kind(#"{"code":-32601,"message":"unknown method"}"#) == .notConfigured)
        #expect(try kind(#"{"code":-32000,"message":"x","data":{"code":"host_handler_busy"}}"#) == .busy)
        #expect(try kind(#"{"code":-32000,"message":"x","data":{"code":"host_handler_failed"}}"#) == .serverError)
        #expect(try kind(#"{"code":-32000,"message":"Request timed out"}"#) == .timeout)
        #expect(try kind("{}") == .serverError)
    }

    @Test("Sampling: the system apart, content as typed blocks, a name as a hint")
    func samplingParams() throws {
        #expect(
            SamplingShape.params(for: Fixture.request(temperature: nil), model: "haiku")
                == (try JSON.of(
                    """
                    {"messages":[{"role":"user","content":{"type":"text","text":"Hello"}}],
                    "systemPrompt":"Answer as JSON.","maxTokens":300,"modelPreferences":{"hints":[{"name":"haiku"}]}}
                    """)))
    }

    @Test("A sampled message: content as one block or as a list")
    func samplingResult() throws {
        let one = try JSON.of(
            #"{"role":"assistant","content":{"type":"text","text":"a"},"model":"m","stopReason":"endTurn"}"#)
        #expect(try SamplingShape.completion(from: one) == Completion(text: "a", model: "m"))
        let list = try JSON.of(
            #"{"content":[{"type":"text","text":"a"},{"type":"image","data":""},{"type":"text","text":"b"}],"model":"m","stopReason":"maxTokens"}"#
        )
        #expect(try SamplingShape.completion(from: list) == Completion(text: "ab", model: "m", finish: .length))
        for bad: JSON in [[:], ["content": ["type": "image"]], ["content": []], .null] {
            #expect(throws: ModelFault.self) { try SamplingShape.completion(from: bad) }
        }
    }

    @Test("A client's errors are told apart")
    func samplingErrors() {
        #expect(SamplingShape.fault(from: ["code": -1, "message": "User rejected sampling request"]).kind == .rejected)
        #expect(SamplingShape.fault(from: ["code": -32601]).kind == .notConfigured)
        #expect(SamplingShape.fault(from: ["code": -32602]).kind == .rejected)
        #expect(SamplingShape.fault(from: ["code": -32603]).kind == .serverError)
    }
}
