/// Where a model is and how to ask it: the settings of one role after inheritance.
package struct ModelEndpoint: Sendable, Equatable {
    package var provider: ModelProvider
    /// Base address such as `https://host/v1`; empty takes the provider's own.
    package var address: String
    package var model: String
    package var key: ModelKey
    /// In [0, 2]; `nil` leaves it to the model.
    package var temperature: Double?
    /// Of one attempt.
    package var timeout: Duration
    /// Attempts after the first.
    package var retries: Int
    /// Whether the answer is read as it is written, so that a silent server is noticed early.
    package var isStreamed: Bool
    /// `Name: value`, sent along.
    package var headers: [String]
    /// `http://host:port`; empty asks the environment (`HTTPS_PROXY`, `NO_PROXY`).
    package var proxy: String
    /// File of certificates (PEM) trusted beside the system's.
    package var certificates: String
    /// Of Amazon Bedrock.
    package var region: String
    /// OpenRouter: providers to prefer, in order, and those never to use.
    package var preferredProviders: [String]
    package var ignoredProviders: [String]
    /// Components of a vector that is asked for; 0 leaves it to the model.
    package var dimensions: Int

    package init(provider: ModelProvider, model: String, address: String = "", key: ModelKey = .none) {
        self.provider = provider
        self.address = address
        self.model = model
        self.key = key
        temperature = 0
        timeout = .seconds(60)
        retries = 2
        isStreamed = true
        headers = []
        proxy = ""
        certificates = ""
        region = ""
        preferredProviders = []
        ignoredProviders = []
        dimensions = 0
    }

    package var name: ModelName { ModelName(provider: provider.rawValue, model: model) }
}

/// Dialects of the wire. The raw value is the name in the settings.
package enum ModelProvider: String, Sendable, CaseIterable {
    case openAICompatible = "openai_compatible"
    case anthropic
    case gemini
    case bedrock
    case ollama
    /// The model of the host that is connected.
    case host
    case cohere
    case voyage
    case mistral
    case jina
}

/// Where a key comes from. Its text is fetched when it is needed and kept nowhere else.
package enum ModelKey: Sendable, Hashable {
    case none
    /// From the settings file.
    case text(Secret)
    /// Name of an environment variable.
    case environment(String)
    /// A command whose standard output is the key.
    case command(String)
}

/// Text that must not be seen: it describes itself as stars, whoever prints or encodes it.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// For the one place that sends it.
    package var revealed: String { text }
    package var isEmpty: Bool { text.isEmpty }
    package var description: String { "********" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
