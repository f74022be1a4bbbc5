import JSONText
import LanguageModels
import Testing

@testable import ModelDialects

@Suite struct OllamaChatTests {
    private let dialect = OllamaChat()
    private let endpoint = Fixture.endpoint(.ollama, "qwen3:8b")

    @Test("A request: the schema as it is, room for question and answer, no key needed")
    func request() throws {
        let call = try dialect.call(Fixture.shaped, endpoint, key: nil)
        #expect(call.url == "http://127.0.0.1:11434/api/chat")
        #expect(Fixture.value(call, "authorization") == nil)
        var golden = try JSON.of(
            """
            {"model":"qwen3:8b","messages":[{"role":"system","content":"Answer as JSON."},
            {"role":"user","content":"Hello"}],"format":{},"think":false,
            "options":{"temperature":0.0,"num_predict":300,"num_ctx":8192},"stream":false}
            """)
        golden["format"] = Fixture.schema
        #expect(try Fixture.json(call) == golden)
        let long = Fixture.request(text: String(repeating: "word ", count: 8000))
        #expect(try Fixture.json(dialect.call(long, endpoint))["options"]?["num_ctx"] == 16_384)
    }

    @Test(
        "The address may be written in many ways",
        arguments: ["http://box:11434", "box:11434/", "http://box:11434/api/chat", "http://box:11434/v1/"])
    func addresses(address: String) throws {
        let call = try dialect.call(Fixture.request(), Fixture.endpoint(.ollama, "m", address))
        #expect(call.url == "http://box:11434/api/chat")
    }

    @Test("A whole answer")
    func whole() {
        let reply = Fixture.reply(
            """
            {"model":"qwen3:8b","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"{}"},
            "done_reason":"stop","done":true,"prompt_eval_count":26,"eval_count":2}
            """)
        #expect(
            dialect.read(reply)
                == .success(Completion(text: "{}", model: "qwen3:8b", usage: TokenUsage(input: 26, output: 2))))
        #expect(dialect.read(Fixture.reply(#"{"version":"0.9"}"#)).fault?.kind == .malformed)
    }

    @Test("A streamed answer is the same wherever it is cut, and cut when it ends early")
    func stream() throws {
        let body =
            #"{"model":"q","message":{"role":"assistant","content":"{\"é"},"done":false}"# + "\n"
            + #"{"model":"q","message":{"role":"assistant","content":"\":1"},"done":false}"# + "\r\n"
            + #"{"model":"q","message":{"role":"assistant","content":""},"done":true,"done_reason":"length","eval_count":9}"#
        let bytes = Array(body.utf8)
        try dialect.expectSame(
            bytes, at: endpoint,
            Completion(text: "{\"é\":1", model: "q", usage: TokenUsage(input: 0, output: 9), finish: .length),
            cutBefore: bytes.count)
    }

    @Test("A model that is not there comes with the command that fetches it")
    func unknownModel() throws {
        let fault = dialect.fault(from: Fixture.reply(#"{"error":"model 'qwen3:8b' not found"}"#, status: 404))
        #expect(fault.kind == .unknownModel)
        #expect(fault.hint == "ollama pull qwen3:8b fetches it.")
        let old = dialect.fault(
            from: Fixture.reply(#"{"error":"model \"x\" not found, try pulling it first"}"#, status: 404))
        #expect(old.hint == "ollama pull x fetches it.")
        let streamed = try dialect.read([Array(#"{"error":"model 'y' not found"}"#.utf8)], at: endpoint).fault
        #expect(streamed?.kind == .unknownModel)
        #expect(streamed?.hint == "ollama pull y fetches it.")
    }

    @Test("A runner that dies in the midst is the server's fault")
    func runner() throws {
        let body =
            #"{"message":{"content":"a"},"done":false}"# + "\n" + #"{"error":"llama runner process no longer running"}"#
            + "\n"
        #expect(try dialect.read([Array(body.utf8)], at: endpoint).fault?.kind == .serverError)
    }
}
