import JSONText
import LanguageModels
import Testing

@testable import ModelDialects

@Suite struct ProviderFaultTests {
    private func fault(
        _ status: Int, _ body: String = "{}", type: String = "application/json", _ headers: WireHeader...
    )
        -> ModelFault
    {
        OpenAIChat().fault(
            from: WireReply(
                status: status, headers: [WireHeader("Content-Type", type)] + headers, body: Array(body.utf8)))
    }

    @Test(
        "A status alone has a kind, a sentence and a hint",
        arguments: [
            (401, ModelFault.Kind.unauthorized), (403, .unauthorized), (402, .quotaExceeded), (404, .unknownModel),
            (408, .timeout), (413, .rejected), (400, .rejected), (422, .rejected), (429, .rateLimited),
            (500, .serverError), (502, .serverError), (503, .serverError), (504, .timeout), (529, .serverError),
            (302, .misconfigured), (407, .misconfigured),
        ])
    func statuses(status: Int, kind: ModelFault.Kind) {
        let fault = fault(status)
        #expect(fault.kind == kind)
        #expect(fault.status == status)
        #expect(fault.message.contains("(\(status))"))
        #expect(fault.message.hasSuffix("."))
        #expect(fault.hint?.isEmpty == false)
    }

    @Test("Words of providers say more than the status")
    func words() {
        #expect(
            fault(
                429,
                #"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"#
            )
            .kind == .quotaExceeded)
        #expect(
            fault(404, #"{"error":{"message":"Invalid URL","type":"invalid_request_error","code":null}}"#).kind
                == .unknownModel)
        #expect(fault(400, #"{"error":{"code":"model_not_found","message":"x"}}"#).kind == .unknownModel)
        #expect(fault(400, #"{"code":"InvalidApiKey","message":"Invalid API-key provided."}"#).kind == .unauthorized)
        #expect(fault(400, #"{"error":{"code":"content_filter","message":"x"}}"#).kind == .refused)
        #expect(
            fault(400, #"{"error":{"message":"'temperature' does not support 0"}}"#).hint?.contains("temperature")
                == true)
        #expect(
            fault(400, #"{"error":{"code":"context_length_exceeded","message":"maximum context length is 8192"}}"#)
                .hint?
                .contains("longer context") == true)
    }

    @Test("The message is found in each usual form")
    func forms() {
        for body in [
            #"{"error":{"message":"the reason"}}"#, #"{"error":"the reason"}"#, #"{"message":"the reason"}"#,
            #"{"Message":"the reason"}"#, #"{"detail":"the reason"}"#,
            #"{"detail":[{"loc":["body"],"msg":"the reason"}]}"#,
            #"{"errors":[{"message":"the reason"}]}"#,
            #"{"object":"error","message":{"detail":[{"type":"extra_forbidden","msg":"the reason"}]},"code":null}"#,
            #"{"object":"error","message":"the reason","code":400}"#,
            #"{"error":{"message":"Provider returned error","metadata":{"raw":"{\"error\":{\"message\":\"the reason\"}}"}}}"#,
        ] {
            #expect(fault(400, body).message.contains("the reason"), "\(body)")
        }
        #expect(fault(500, "the reason", type: "text/plain; charset=utf-8").message.contains("the reason"))
        #expect(fault(500, "\u{0}\u{1}garbage", type: "application/octet-stream").message.contains("garbage") == false)
    }

    @Test("A web page is not quoted, and the address suspected")
    func page() {
        let fault = fault(404, "<html><body>nginx</body></html>", type: "text/html")
        #expect(fault.kind == .unknownModel)
        #expect(fault.message.contains("html") == false)
        #expect(fault.hint?.contains("endpoint") == true)
        let portal = OpenAIChat().read(Fixture.reply("<html>Sign in", type: "text/html; charset=utf-8")).fault
        #expect(portal?.kind == .malformed)
        #expect(portal?.hint?.contains("endpoint") == true)
        #expect(OpenAIChat().read(Fixture.reply("")).fault?.kind == .malformed)
        #expect(OpenAIChat().read(Fixture.reply("pong", type: "text/plain")).fault?.kind == .malformed)
    }

    @Test("An error in an answer with 200 is a fault")
    func errorWithin() {
        let fault = OpenAIChat().read(
            Fixture.reply(#"{"error":{"code":429,"message":"Rate limited","metadata":{"provider_name":"X"}}}"#)
        ).fault
        #expect(fault?.kind == .rateLimited)
        #expect(fault?.status == 429)
        #expect(OpenAIChat().read(Fixture.reply(#"{"error":"boom"}"#)).fault?.kind == .serverError)
    }

    @Test("Nothing that looks like a key is shown, names of models are")
    func redaction() {
        for key in [
            "sk-proj-abcDEF123", "sk-ant-api03-xyz_12345678", "AKIAIOSFODNN7EXAMPLE",
            "AIzaSyA1234567890abcdefghijklmnopqrstu",
            "gsk_abcdefgh12345678", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "123e4567-e89b-12d3-a456-426614174000",
            "a1B2c3D4e5F6g7H8", "sk-p****************wxyz", "eyJhbGciOi.eyJzdWIi.c2ln",
        ] {
            let shown = ProviderWords.shown("Incorrect API key provided: '\(key)'. See https://x.example/keys")
            #expect(!shown.contains(key), "\(key)")
            #expect(shown.contains(ProviderWords.stars))
            #expect(shown.contains("Incorrect API key provided"))
        }
        for name in [
            "claude-haiku-4-5-20251001", "gpt-4.1-mini-2025-04-14", "meta-llama/llama-3.3-70b-instruct:free",
            "anthropic.claude-3-5-haiku-20241022-v1:0", "models/gemini-2.5-flash-lite",
        ] {
            #expect(ProviderWords.shown("No model \(name) here").contains(name))
        }
    }

    @Test("Words are cut to 200 characters, on one line, and a key across the cut does not come half")
    func cutting() {
        let long = String(repeating: "ab ", count: 65) + "sk-proj-secretsecret1234567890 end"
        let shown = ProviderWords.shown("line\n\tone\u{7} " + long)
        #expect(shown.count <= 200)
        #expect(shown.hasPrefix("line one ab"))
        #expect(!shown.contains("sk-"))
        #expect(shown.hasSuffix("…"))
    }

    @Test("A key that a server repeats in no known form is taken out by its own text")
    func withholding() {
        let fault = fault(401, #"{"error":{"message":"bad key hunter-two-three"}}"#)
        #expect(fault.message.contains("hunter-two-three"))
        #expect(!fault.withholding(Secret("hunter-two-three")).message.contains("hunter"))
        #expect(fault.withholding(nil) == fault)
    }

    @Test("How long to wait, in each usual form")
    func retryAfter() {
        func after(_ headers: WireHeader...) -> Duration? {
            RetryDelay.asked(by: WireReply(status: 429, headers: headers, body: []))
        }
        let date = WireHeader("Date", "Wed, 21 Oct 2026 07:27:58 GMT")
        #expect(after(WireHeader("Retry-After", "7")) == .seconds(7))
        #expect(after(WireHeader("retry-after", "1.5")) == .milliseconds(1500))
        #expect(after(WireHeader("retry-after-ms", "250"), WireHeader("retry-after", "9")) == .milliseconds(250))
        #expect(after(date, WireHeader("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")) == .seconds(2))
        #expect(after(date, WireHeader("Retry-After", "Wed, 21 Oct 2026 07:00:00 GMT")) == .zero)
        #expect(after(WireHeader("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")) == nil)
        #expect(after(WireHeader("Retry-After", "soon")) == nil)
        #expect(after(WireHeader("Retry-After", "-3")) == .zero)
        #expect(after(WireHeader("Retry-After", "1e300")) == .seconds(86400))
        #expect(after(WireHeader("Retry-After", "nan")) == nil)
        #expect(
            after(
                WireHeader("x-ratelimit-remaining-requests", "9"), WireHeader("x-ratelimit-reset-requests", "1h"),
                WireHeader("x-ratelimit-remaining-tokens", "0"), WireHeader("x-ratelimit-reset-tokens", "6m0.5s"))
                == .milliseconds(360_500))
        #expect(
            after(
                date, WireHeader("X-RateLimit-Remaining", "0"), WireHeader("X-RateLimit-Reset", "1792567688000"))
                == .seconds(10))
        #expect(RetryDelay.written("20ms") == .milliseconds(20))
        #expect(RetryDelay.written("") == nil)
        #expect(RetryDelay.written("s") == nil)
        #expect(RetryDelay.written("5 parsecs") == nil)
    }
}
