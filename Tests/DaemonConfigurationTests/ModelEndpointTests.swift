import LanguageModels
import Testing

@testable import DaemonConfiguration

@Suite("What the settings of a role come to")
struct ModelEndpointTests {
    private func settings(_ text: String) throws -> Settings { try ConfigFile.settings(in: text, file: "c") }

    private static let main = """
        llm:
          provider: openai_compatible
          endpoint: https://one.example/v1
          model: large
          apiKey: main-key
          headers: ["X-Team: a"]
          timeoutMs: 9000
          maxRetries: 5
          concurrency: 4
          temperature: 0.3
          inputPrice: 1.5
          outputPrice: 6
          openrouter: {order: [a, b], ignore: [c]}

        """

    @Test("Without settings no role has a model elsewhere")
    func nothing() {
        for role in ModelRole.allCases {
            #expect(Settings().endpoint(for: role) == nil)
            #expect(Settings().problems(of: role).isEmpty)
        }
        #expect(Settings().modelProblems.isEmpty)
    }

    @Test("A role that says nothing has the endpoint of llm", arguments: [ModelRole.l3Llm, .skillEvolver])
    func inherited(_ role: ModelRole) throws {
        let settings = try settings(Self.main)
        let endpoint = try #require(settings.endpoint(for: .llm))
        #expect(settings.endpoint(for: role) == endpoint)
        #expect(endpoint.provider == .openAICompatible)
        #expect(endpoint.key == .text(Secret("main-key")))
        #expect(endpoint.timeout == .seconds(9))
        #expect(endpoint.retries == 5)
        #expect(endpoint.temperature == 0.3)
        #expect(endpoint.preferredProviders == ["a", "b"])
        #expect(endpoint.ignoredProviders == ["c"])
        #expect(settings.concurrency(of: role) == 4)
        #expect(settings.price(of: role).input == 1.5)
        #expect(settings.isInherited(role))
        #expect(!settings.isInherited(.llm))
        #expect(settings.endpoint(for: .embedding) == nil)
        #expect(settings.endpoint(for: .reranker) == nil)
    }

    @Test("Another model on the same server takes address and key, not the price")
    func anotherModel() throws {
        let settings = try settings(Self.main + "l3Llm: {model: small, maxRetries: 0}\n")
        let endpoint = try #require(settings.endpoint(for: .l3Llm))
        #expect(endpoint.model == "small")
        #expect(endpoint.address == "https://one.example/v1")
        #expect(endpoint.key == .text(Secret("main-key")))
        #expect(endpoint.retries == 0)
        #expect(settings.price(of: .l3Llm).input == nil)
        #expect(!settings.isInherited(.l3Llm))
    }

    @Test("Another provider takes neither address, model, key nor headers")
    func anotherProvider() throws {
        let settings = try settings(Self.main + "skillEvolver: {provider: anthropic}\n")
        let endpoint = try #require(settings.endpoint(for: .skillEvolver))
        #expect(endpoint.provider == .anthropic)
        #expect((endpoint.address, endpoint.model) == ("", ""))
        #expect(endpoint.key == .none)
        #expect(endpoint.headers.isEmpty)
        #expect(endpoint.preferredProviders.isEmpty)
        #expect(endpoint.timeout == .seconds(9))
        #expect(endpoint.temperature == 0.3)
        #expect(settings.problems(of: .skillEvolver).map(\.key) == ["skillEvolver.model", "skillEvolver.apiKey"])
    }

    @Test("The key of llm never goes to another address")
    func anotherAddress() throws {
        let settings = try settings(Self.main + "l3Llm: {endpoint: \"https://two.example/v1\"}\n")
        let endpoint = try #require(settings.endpoint(for: .l3Llm))
        #expect(endpoint.model == "large")
        #expect(endpoint.key == .none)
        #expect(endpoint.headers.isEmpty)
    }

    @Test("A role can be without a model although llm has one")
    func switchedOff() throws {
        #expect(try settings(Self.main + "l3Llm: {provider: none}\n").endpoint(for: .l3Llm) == nil)
    }

    @Test("Embedding and reranker share the server of llm when they name its provider and no key")
    func sharedServer() throws {
        let shared = try settings(
            Self.main + "embedding: {provider: openai_compatible, model: vectors, dimensions: 256}\n")
        let endpoint = try #require(shared.endpoint(for: .embedding))
        #expect(endpoint.address == "https://one.example/v1")
        #expect(endpoint.key == .text(Secret("main-key")))
        #expect(endpoint.model == "vectors")
        #expect(endpoint.dimensions == 256)
        #expect(endpoint.temperature == nil)
        let own = try settings(
            Self.main + "reranker: {provider: openai_compatible, model: order, apiKeyEnv: OTHER_KEY}\n")
        #expect(own.endpoint(for: .reranker)?.address == "")
        #expect(own.endpoint(for: .reranker)?.key == .environment("OTHER_KEY"))
        #expect(own.endpoint(for: .reranker)?.headers.isEmpty == true)
    }

    @Test("A temperature of -1 leaves it to the model")
    func temperature() throws {
        let settings = try settings("llm: {provider: ollama, model: m, temperature: -1}\n")
        #expect(settings.endpoint(for: .llm)?.temperature == nil)
        #expect(settings.endpoint(for: .l3Llm)?.temperature == nil)
    }

    @Test(
        "Each mistake between settings is named once",
        arguments: [
            ("llm: {provider: openai_compatible, apiKey: k}", ["llm.model"]),
            ("llm: {provider: openai_compatible, model: m}", ["llm.apiKey"]),
            ("llm: {provider: openai_compatible, model: m, endpoint: \"http://localhost:8080/v1\"}", []),
            ("llm: {provider: ollama, model: m}", []), ("llm: {provider: host}", []),
            ("llm: {provider: bedrock, model: m}", ["llm.region", "llm.apiKey"]),
            ("llm: {provider: openai_compatible, model: m, apiKey: a, apiKeyEnv: B}", ["llm.apiKeyEnv"]),
            ("llm: {provider: openai_compatible, model: m, apiKey: a, keyCommand: c}", ["llm.keyCommand"]),
            ("llm: {provider: openai_compatible, model: m, apiKey: a, endpoint: host/v1}", ["llm.endpoint"]),
            ("llm: {provider: openai_compatible, model: m, endpoint: \"ftp://host\"}", ["llm.endpoint"]),
            ("llm: {provider: openai_compatible, model: m, endpoint: \"https://a:b@host\"}", ["llm.endpoint"]),
            ("llm: {provider: openai_compatible, model: m, endpoint: \"http://host\", apiKey: k}", ["llm.endpoint"]),
            ("llm: {provider: ollama, model: m, headers: [wrong]}", ["llm.headers"]),
            ("llm: {provider: ollama, model: m, proxy: wrong}", ["llm.proxy"]),
            ("embedding: {provider: voyage, apiKey: k}", ["embedding.model"]),
            ("reranker: {provider: jina}", ["reranker.model", "reranker.apiKey"]),
            ("l3Llm: {provider: anthropic, model: m}", ["l3Llm.apiKey"]),
        ])
    func mistakes(_ text: String, _ keys: [String]) throws {
        let problems = try settings(text).modelProblems
        #expect(problems.map(\.key) == keys)
        for problem in problems { #expect(problem.message.hasPrefix("llm") || !problem.hint.isEmpty) }
    }

    @Test("Only an unencrypted way is no reason not to ask")
    func fatal() throws {
        let open = "llm: {provider: openai_compatible, model: m, endpoint: \"http://host\", apiKey: k}"
        #expect(try settings(open).modelProblems.map(\.isFatal) == [false])
        #expect(try settings("llm: {provider: bedrock, model: m}").modelProblems.map(\.isFatal) == [true, true])
    }

    @Test(
        "Addresses on this machine are known",
        arguments: [
            ("http://localhost:11434", true), ("http://127.0.0.1/v1", true), ("http://[::1]:80", true),
            ("https://api.example", false), ("http://127.evil.example", false),
            ("http://localhost.evil.example", false),
        ])
    func local(_ text: String, _ isLocal: Bool) throws {
        #expect(try #require(EndpointAddress(text)).isLocal == isLocal)
    }

    @Test(
        "What is no address is none", arguments: ["", "host", "http://", "http://a b", "http://h:x", "http://h:70000"])
    func noAddress(_ text: String) { #expect(EndpointAddress(text) == nil) }
}
