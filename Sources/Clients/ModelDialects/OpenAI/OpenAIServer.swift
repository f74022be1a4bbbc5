import LanguageModels

/// What is known of a server that speaks OpenAI's chat, by its address.
struct OpenAIServer: Sendable, Equatable {
    /// How an answer in JSON is asked for.
    var json: JSONMode
    /// Path of the base address when none was written.
    var path: String
    /// Whether nobody is answered without a key.
    var wantsKey: Bool
    /// Whether it tells what a stream cost when `stream_options` asks; Mistral tells it always and takes no such
    /// option.
    var countsOnRequest: Bool
    /// Whether its newer models want `max_completion_tokens` in place of `max_tokens`, and no temperature.
    var isOpenAI: Bool
    var isDashScope = false

    enum JSONMode: Sendable, Equatable {
        /// `response_format: json_schema`.
        case schema
        /// `response_format: json_object`.
        case object
    }

    private init(
        _ json: JSONMode, path: String = "/v1", wantsKey: Bool = true, countsOnRequest: Bool = true,
        isOpenAI: Bool = false
    ) {
        self.json = json
        self.path = path
        self.wantsKey = wantsKey
        self.countsOnRequest = countsOnRequest
        self.isOpenAI = isOpenAI
    }

    init(host: String) {
        if let known = Self.known.first(where: { host == $0.host || host.hasSuffix("." + $0.host) }) {
            self = known.server
            isDashScope = known.host == "aliyuncs.com"
        } else {
            self = HostName.isPrivate(host) ? Self.local : Self.unknown
        }
    }

    /// By the end of the host's name. A schema is asked of those whose chat models all take one; of the others, where
    /// some or all refuse it, an object. Servers on this machine or in a private network (vLLM, llama.cpp, LM Studio,
    /// Ollama) are asked for a schema: all four take it, and LM Studio takes nothing else. Any other is asked for an
    /// object, the older form, which most know.
    private static let known: [(host: String, server: OpenAIServer)] = [
        ("api.openai.com", OpenAIServer(.schema, isOpenAI: true)),
        ("openai.azure.com", OpenAIServer(.schema, path: "/openai/v1", isOpenAI: true)),
        ("api.mistral.ai", OpenAIServer(.schema, countsOnRequest: false)),
        ("api.x.ai", OpenAIServer(.schema)),
        ("generativelanguage.googleapis.com", OpenAIServer(.schema, path: "/v1beta/openai")),
        ("openrouter.ai", OpenAIServer(.object, path: "/api/v1")),
        ("api.deepseek.com", OpenAIServer(.object)),
        ("aliyuncs.com", OpenAIServer(.object, path: "/compatible-mode/v1")),
        ("api.groq.com", OpenAIServer(.object, path: "/openai/v1")),
        ("api.together.xyz", OpenAIServer(.object)),
        ("api.fireworks.ai", OpenAIServer(.object, path: "/inference/v1")),
    ]

    private static let local = OpenAIServer(.schema, wantsKey: false)
    private static let unknown = OpenAIServer(.object, wantsKey: false)

    /// The base address with the path that this server's API has.
    static func address(of endpoint: ModelEndpoint) throws(ModelFault) -> (base: BaseAddress, server: OpenAIServer) {
        let standard = endpoint.provider == .mistral ? "https://api.mistral.ai/v1" : "https://api.openai.com/v1"
        var base = try BaseAddress(
            endpoint.address, standard: standard,
            dropping: ["/chat/completions", "/completions", "/responses", "/embeddings", "/rerank", "/models"])
        // Whoever stands in for Mistral takes what Mistral takes.
        let server = OpenAIServer(host: endpoint.provider == .mistral ? "api.mistral.ai" : base.host)
        // A path that is there may be a gateway's, which has its own ideas.
        if base.path.isEmpty || server.path.hasPrefix(base.path + "/") { base.path = server.path }
        return (base, server)
    }

    /// Whether a model thinks before it answers and therefore takes no temperature: OpenAI's o series and GPT-5 without
    /// its chat variants.
    static func thinks(_ model: String) -> Bool {
        let name = model.split(separator: "/").last.map { $0.lowercased() } ?? ""
        if name.hasPrefix("gpt-5") { return !name.contains("chat") }
        guard name.first == "o", let digit = name.dropFirst().first, digit.isNumber else { return false }
        return name.dropFirst(2).first.map { $0 == "-" } ?? true
    }
}
