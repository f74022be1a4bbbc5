import LanguageModels
import Testing

@testable import ModelDialects

@Suite struct BaseAddressTests {
    @Test(
        "An address of OpenAI's kind may be written in many ways",
        arguments: [
            ("", "https://api.openai.com/v1"), ("https://api.openai.com", "https://api.openai.com/v1"),
            ("https://api.openai.com/v1/", "https://api.openai.com/v1"),
            ("https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1"),
            (" api.openai.com ", "https://api.openai.com/v1"),
            ("HTTPS://API.OpenAI.com:443/v1", "https://api.openai.com/v1"),
            ("openrouter.ai", "https://openrouter.ai/api/v1"),
            ("https://openrouter.ai/api", "https://openrouter.ai/api/v1"),
            ("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1"),
            ("localhost:8080", "http://localhost:8080/v1"), ("127.0.0.1:1234/v1", "http://127.0.0.1:1234/v1"),
            ("http://[::1]:8000", "http://[::1]:8000/v1"), ("10.0.0.5", "http://10.0.0.5/v1"),
            ("gpu.lan:8000", "http://gpu.lan:8000/v1"),
            ("https://gateway.example.com/team/llm", "https://gateway.example.com/team/llm"),
            ("https://dashscope.aliyuncs.com", "https://dashscope.aliyuncs.com/compatible-mode/v1"),
            ("https://api.deepseek.com/v1#x", "https://api.deepseek.com/v1"),
            ("https://api.groq.com/openai", "https://api.groq.com/openai/v1"),
        ])
    func forms(written: String, base: String) throws {
        let address = try OpenAIServer.address(of: Fixture.endpoint(.openAICompatible, "m", written)).base
        #expect(address.url("/x") == base + "/x")
    }

    @Test("A query stays behind the path")
    func query() throws {
        let base = try BaseAddress("https://x.openai.azure.com/openai/v1?api-version=preview", standard: "")
        #expect(
            base.url("/chat/completions") == "https://x.openai.azure.com/openai/v1/chat/completions?api-version=preview"
        )
    }

    @Test(
        "What is no address is said, without repeating it",
        arguments: [
            "ftp://x", "https://", "http://a b", "https://user:secret@x.example", "https://x:99999", "https://x:y",
            "https://ü.example",
        ])
    func malformed(written: String) {
        #expect(throws: ModelFault.self) { try BaseAddress(written, standard: "https://a.example") }
        do throws(ModelFault) {
            _ = try BaseAddress(written, standard: "https://a.example")
        } catch {
            #expect(error.kind == .misconfigured)
            #expect(!error.message.contains("secret"))
        }
    }

    @Test("Which hosts are near")
    func hosts() {
        for host in [
            "localhost", "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.9", "[::1]", "[fd00::1]", "nas", "box.local",
        ] {
            #expect(HostName.isPrivate(host), "\(host)")
        }
        for host in ["api.openai.com", "8.8.8.8", "172.32.0.1", "[2001:db8::1]", "localhost.example.com"] {
            #expect(!HostName.isPrivate(host), "\(host)")
        }
    }
}
