package import LanguageModels

extension Settings {
    /// Where the model of one role is, and how it is reached. Empty texts and lists, and numbers at the foot of their range,
    /// say nothing: then the role takes what `Settings.endpoint(for:)` describes.
    package struct ModelAccess: Sendable, Equatable {
        package var provider = Provider.none
        /// Base address such as `https://host/v1`; empty takes the provider's own.
        package var endpoint = ""
        package var model = ""
        package var apiKey = Secret("")
        /// Name of an environment variable with the key.
        package var apiKeyEnv = ""
        /// A command that prints the key.
        package var keyCommand = ""
        /// Of one attempt, in milliseconds.
        package var timeoutMs: Int
        /// Attempts after the first; −1 takes those of `llm`.
        package var maxRetries: Int
        /// Calls at the same time; 0 takes that of `llm`.
        package var concurrency: Int
        /// `Name: value`, sent along.
        package var headers: [String] = []
        /// `http://host:port`; empty asks the environment.
        package var proxy = Secret("")
        /// File of certificates (PEM) trusted beside the system's.
        package var certificates = ""
        /// Of Amazon Bedrock.
        package var region = ""
        /// Dollars for a million tokens; negative asks the price table.
        package var inputPrice = -1.0
        package var outputPrice = -1.0

        /// - Parameter inherits: whether numbers that are not said are those of `llm`.
        init(provider: Provider, model: String = "", timeoutMs: Int = 60_000, inherits: Bool = false) {
            self.provider = provider
            self.model = model
            self.timeoutMs = inherits ? 0 : timeoutMs
            maxRetries = inherits ? -1 : 2
            concurrency = inherits ? 0 : 2
        }
    }

    /// Who serves a role's model; each role allows some of these.
    package enum Provider: String, Sendable, CaseIterable {
        /// No model: rules do the role's work.
        case none
        /// That of `llm`.
        case inherit
        /// A model file in this process.
        case local
        case openAICompatible = "openai_compatible"
        case anthropic
        case gemini
        case bedrock
        case ollama
        case host
        case cohere
        case voyage
        case mistral
        case jina

        /// `nil` for the three that name no other program.
        package var remote: ModelProvider? { ModelProvider(rawValue: rawValue) }
    }

    package subscript(access role: ModelRole) -> ModelAccess {
        get {
            switch role {
            case .llm: llm.chat.access
            case .l3Llm: l3Llm.access
            case .skillEvolver: skillEvolver.access
            case .embedding: embedding.access
            case .reranker: reranker.access
            }
        }
        set {
            switch role {
            case .llm: llm.chat.access = newValue
            case .l3Llm: l3Llm.access = newValue
            case .skillEvolver: skillEvolver.access = newValue
            case .embedding: embedding.access = newValue
            case .reranker: reranker.access = newValue
            }
        }
    }
}

extension Settings.ModelAccess {
    /// Rows that every role has, under the role's name.
    static func options(of role: ModelRole) -> [SettingsOption] {
        let isChat = ModelRole.chats.contains(role)
        let inherits = isChat && role != .llm
        let elsewhere = inherits ? "; empty takes that of llm" : ""
        func key(_ name: String) -> String { "\(role.rawValue).\(name)" }
        return [
            .choice(key("provider"), \.[access: role].provider, among: providers(of: role), providerSentence(role)),
            .line(
                key("endpoint"), \.[access: role].endpoint,
                inherits
                    ? "Base address\(elsewhere)."
                    : "Base address such as https://host/v1; empty takes the provider's own."),
            .line(key("model"), \.[access: role].model, modelSentence(role)),
            .secret(
                key("apiKey"), \.[access: role].apiKey,
                "The key itself\(elsewhere). It stays in this file, which only you can read."),
            .variable(key("apiKeyEnv"), \.[access: role].apiKeyEnv, "Name of an environment variable with the key."),
            .line(
                key("keyCommand"), \.[access: role].keyCommand,
                "A command that prints the key, as of a password manager."
            ).secret(),
            .integer(
                key("timeoutMs"), \.[access: role].timeoutMs, in: (inherits ? 0 : 100)...600_000,
                "Milliseconds one attempt may take" + (inherits ? "; 0 takes those of llm." : ".")),
            .integer(
                key("maxRetries"), \.[access: role].maxRetries, in: (inherits ? -1 : 0)...10,
                "Attempts after the first" + (inherits ? "; -1 takes those of llm." : ".")),
            .integer(
                key("concurrency"), \.[access: role].concurrency, in: (inherits ? 0 : 1)...16,
                "Calls at the same time, at most" + (inherits ? "; 0 takes those of llm." : ".")),
            .lines(
                key("headers"), \.[access: role].headers, "Headers sent along, each \"Name: value\"\(elsewhere)."
            ).secret(),
            .secret(
                key("proxy"), \.[access: role].proxy,
                "Proxy as http://host:port; empty takes \(inherits ? "that of llm" : "HTTPS_PROXY and NO_PROXY")."),
            .line(
                key("certificates"), \.[access: role].certificates,
                "File of certificates (PEM) to trust beside the system's\(elsewhere)."),
            .line(
                key("region"), \.[access: role].region, "Region of Amazon Bedrock, such as eu-central-1\(elsewhere)."),
            .number(
                key("inputPrice"), \.[access: role].inputPrice, in: -1...10_000,
                "Dollars for a million tokens that are sent; negative takes the price table."),
            .number(
                key("outputPrice"), \.[access: role].outputPrice, in: -1...10_000,
                "Dollars for a million tokens that are answered; negative takes the price table."),
        ]
    }

    static func providers(of role: ModelRole) -> [Settings.Provider] {
        let chats: [Settings.Provider] = [
            .openAICompatible, .anthropic, .gemini, .bedrock, .mistral, .ollama, .host,
        ]
        return switch role {
        case .llm: [.none] + chats
        case .l3Llm, .skillEvolver: [.inherit, .none] + chats
        case .embedding: [.local, .openAICompatible, .gemini, .cohere, .voyage, .mistral, .jina, .ollama]
        case .reranker: [.none, .openAICompatible, .cohere, .voyage, .jina]
        }
    }

    private static func providerSentence(_ role: ModelRole) -> String {
        switch role {
        case .llm: "Who serves the model; none does without one, and nothing is sent anywhere."
        case .l3Llm, .skillEvolver: "Who serves the model; inherit asks that of llm, none does without one."
        case .embedding: "Who makes vectors: local is a model in the daemon; all others are sent what is remembered."
        case .reranker: "Who puts what was found in order; none leaves that to the daemon's own ranking."
        }
    }

    private static func modelSentence(_ role: ModelRole) -> String {
        switch role {
        case .llm, .reranker: "The model as its provider calls it."
        case .l3Llm, .skillEvolver: "The model as its provider calls it; empty takes that of llm."
        case .embedding:
            "Name of an installed model (memos model list), or auto for the best one there is; with another provider, the "
                + "model as that calls it. Changing it makes all vectors anew in the background."
        }
    }
}
