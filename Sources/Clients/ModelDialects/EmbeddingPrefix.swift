import LanguageModels

/// What open models want to read before a question and before a document: they were trained with it, and servers that
/// speak OpenAI's dialect or Ollama's do not add it. As the models' cards say.
struct EmbeddingPrefix {
    var query: String
    var document: String

    /// - Parameter model: its name on the server, with or without an owner and a tag.
    init(of model: String) {
        let name = model.lowercased()
        let known = Self.families.first { family in family.names.allSatisfy { name.contains($0) } }
        query = known?.query ?? ""
        document = known?.document ?? ""
    }

    func text(_ text: String, as purpose: EmbeddingPurpose) -> String {
        (purpose == .query ? query : document) + text
    }

    private struct Family {
        /// All of them stand in the name.
        var names: [String]
        var query: String
        var document = ""
    }

    private static let passages = "Represent this sentence for searching relevant passages: "
    private static let instruction =
        "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"

    /// The more special one first.
    private static let families = [
        Family(names: ["nomic-embed-text"], query: "search_query: ", document: "search_document: "),
        Family(
            names: ["embeddinggemma"], query: "task: search result | query: ", document: "title: none | text: "),
        Family(
            names: ["gemini-embedding-2"], query: "task: search result | query: ", document: "title: none | text: "),
        Family(names: ["qwen3-embedding"], query: instruction),
        Family(names: ["e5-", "-instruct"], query: instruction + " "),
        Family(names: ["e5-mistral"], query: instruction + " "),
        Family(names: ["e5-small"], query: "query: ", document: "passage: "),
        Family(names: ["e5-base"], query: "query: ", document: "passage: "),
        Family(names: ["e5-large"], query: "query: ", document: "passage: "),
        Family(names: ["arctic-embed2"], query: "query: "),
        Family(names: ["arctic-embed", "v2"], query: "query: "),
        Family(names: ["arctic-embed"], query: passages),
        Family(names: ["mxbai-embed-large"], query: passages),
        Family(names: ["bge-", "-en"], query: passages),
        Family(names: ["bge-", "-zh"], query: "为这个句子生成表示以用于检索相关文章:"),
    ]
}
