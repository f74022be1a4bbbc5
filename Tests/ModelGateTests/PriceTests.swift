import JSONText
import LanguageModels
import MemoryModel
import MemoryTestSupport
import Testing

@testable import ModelGate

@Suite("What a call costs")
struct PriceTests {
    private func model(_ provider: String, _ name: String) -> ModelName { ModelName(provider: provider, model: name) }

    @Test("The longest beginning of a name wins, and a name goes on only after a mark")
    func longestPrefix() throws {
        let table = try PriceTable(
            JSON(
                parsing: """
                    {"format": 1, "taken": "2026-01-01", "prices": {
                      "openai_compatible": {"gpt-4": {"input": 30, "output": 60}, "gpt-4o": {"input": 2.5, "output": 10},
                                            "gpt-4o-mini": {"input": 0.15, "cachedInput": 0.075, "output": 0.6}},
                      "*": {"embed": {"input": 0.1}}}}
                    """))
        #expect(table.price(of: model("openai_compatible", "gpt-4o-mini-2024-07-18"))?.input == 0.15)
        #expect(table.price(of: model("openai_compatible", "GPT-4o-2024-08-06"))?.input == 2.5)
        #expect(table.price(of: model("openai_compatible", "gpt-4-turbo"))?.cachedInput == 30)
        #expect(table.price(of: model("openai_compatible", "gpt-4.1")) == nil)
        #expect(table.price(of: model("anthropic", "gpt-4o")) == nil)
        #expect(table.price(of: model("anywhere", "embed-v3"))?.output == 0)
    }

    @Test(
        "Well-known models have a price",
        arguments: [
            ("openai_compatible", "gpt-4o-mini"), ("openai_compatible", "anthropic/claude-sonnet-4.5"),
            ("openai_compatible", "deepseek-chat"), ("anthropic", "claude-sonnet-4-5-20250929"),
            ("gemini", "models/gemini-2.5-flash"), ("gemini", "gemini-2.5-flash-lite"),
            ("bedrock", "eu.anthropic.claude-haiku-4-5-20251001-v1:0"), ("mistral", "mistral-small-latest"),
            ("cohere", "embed-v4.0"), ("voyage", "voyage-3.5-lite"), ("jina", "jina-reranker-v2-base-multilingual"),
        ])
    func wellKnown(_ provider: String, _ name: String) {
        #expect(PriceBook().price(of: model(provider, name), isLocal: false) != nil)
        #expect(PriceTable.builtIn.taken.hasPrefix("20"))
    }

    @Test("The role's own price wins over the user's file, that over ours; what is local is free; others have none")
    func precedence() throws {
        let home = TemporaryHome()
        home.write(
            #"{"format": 1, "prices": {"openai_compatible": {"gpt": {"input": 7}, "house-model": {"input": 1, "output": 2}}}}"#,
            to: "prices.json")
        let book = PriceBook(path: home.file("prices.json"))
        #expect(book.problem == nil)
        let gpt = model("openai_compatible", "gpt-4o")
        #expect(book.price(of: gpt, isLocal: false)?.input == 7)
        #expect(book.price(of: gpt, isLocal: false, own: TokenPrice(input: 3, output: 4))?.input == 3)
        #expect(book.price(of: model("openai_compatible", "house-model"), isLocal: false)?.output == 2)
        #expect(book.price(of: model("openai_compatible", "unheard-of"), isLocal: false) == nil)
        #expect(
            book.price(of: model("openai_compatible", "unheard-of"), isLocal: true) == TokenPrice(input: 0, output: 0))
        #expect(book.price(of: model("anthropic", "claude-sonnet-4"), isLocal: false)?.input == 3)
        #expect(PriceBook(path: home.file("none.json")).problem == nil)
    }

    @Test(
        "A file that cannot be read is named and ours serves",
        arguments: [
            "{", #"{"prices": {}}"#, #"{"format": 1}"#, #"{"format": 1, "prices": {"x": 1}}"#,
            #"{"format": 1, "prices": {"x": {"m": {"output": 1}}}}"#,
            #"{"format": 1, "prices": {"x": {"m": {"input": -1}}}}"#,
            #"{"format": 1, "prices": {"x": {"m": {"input": "2"}}}}"#,
        ])
    func unreadable(_ text: String) throws {
        let home = TemporaryHome()
        home.write(text, to: "prices.json")
        let book = PriceBook(path: home.file("prices.json"))
        let problem = try #require(book.problem)
        #expect(problem.code == .configInvalid && problem.message.contains("prices.json") && problem.hint != nil)
        #expect(book.price(of: model("openai_compatible", "gpt-4o"), isLocal: false)?.input == 2.5)
    }

    @Test("Cached input costs its own price, and sums are rounded up")
    func cost() {
        let price = TokenPrice(input: 2.5, cachedInput: 1.25, output: 10)
        #expect(price.cost(of: TokenUsage(input: 100, output: 10, cachedInput: 40)) == 150 + 50 + 100)
        #expect(price.cost(of: TokenUsage(input: 1, output: 0)) == 3)
    }

    @Test("Estimates of tokens are on the high side")
    func estimates() {
        #expect(TokenEstimate.tokens(in: "") == 0)
        #expect(TokenEstimate.tokens(in: "hello world") == 4)
        #expect(TokenEstimate.tokens(in: "你好世界") == 4)
        #expect(TokenEstimate.tokens(in: "ok 👍") == 4)
        let request = CompletionRequest(messages: [ChatMessage(.user, "abc")], maxTokens: 20)
        #expect(TokenEstimate.usage(of: request) == TokenUsage(input: 51, output: 20))
    }
}
