import LanguageModels

extension Settings {
    /// A model that answers a conversation.
    package struct ChatRole: Sendable, Equatable {
        package var access: ModelAccess
        /// In [0, 2]; −1 says nothing.
        package var temperature: Double
        /// Whether answers are read as they are written.
        package var stream = true
        package var openrouter = OpenRouter()

        init(provider: Provider) {
            let inherits = provider == .inherit
            access = ModelAccess(provider: provider, inherits: inherits)
            temperature = inherits ? -1 : 0
        }

        /// OpenRouter's choice among providers.
        package struct OpenRouter: Sendable, Equatable {
            /// To prefer, in this order.
            package var order: [String] = []
            /// Never to use.
            package var ignore: [String] = []

            package init() {}
        }
    }

    /// Summaries, reflections, rewards, policies, repairs, the relevance check.
    package struct MainModel: Sendable, Equatable {
        package var chat = ChatRole(provider: .none)
        /// Ask the model of the host that is connected when this one is not set or fails.
        package var fallbackToHost = false

        package init() {}
    }

    /// Puts what was found in order.
    package struct Reranker: Sendable, Equatable {
        package var access = ModelAccess(provider: .none, timeoutMs: 5_000)

        package init() {}
    }

    /// When models may be asked.
    package struct Models: Sendable, Equatable {
        /// Before a turn, while the host waits, when they are quick enough.
        package var foreground = true
        /// Milliseconds that all models together may keep a host waiting that names no deadline.
        package var foregroundMs = 1200
        /// For what is imported from before.
        package var imports = false
        /// Calls for one task, at most.
        package var callsPerTask = 3

        package init() {}
    }

    subscript(chat role: ModelRole) -> ChatRole {
        get {
            switch role {
            case .l3Llm: l3Llm
            case .skillEvolver: skillEvolver
            default: llm.chat
            }
        }
        set {
            switch role {
            case .l3Llm: l3Llm = newValue
            case .skillEvolver: skillEvolver = newValue
            default: llm.chat = newValue
            }
        }
    }
}

extension Settings.ChatRole {
    static func sections(of role: ModelRole) -> [SettingsSection] {
        let sentence =
            switch role {
            case .l3Llm: "The language model of world models."
            case .skillEvolver: "The language model that makes skills."
            default: "The language model that words what is learned; none is needed (docs/MODELS.md)."
            }
        return [
            SettingsSection(role.rawValue, sentence),
            SettingsSection("\(role.rawValue).openrouter", "Choice among the providers behind OpenRouter."),
        ]
    }

    static func options(of role: ModelRole) -> [SettingsOption] {
        func key(_ name: String) -> String { "\(role.rawValue).\(name)" }
        let isMain = role == .llm
        return Settings.ModelAccess.options(of: role) + [
            .number(
                key("temperature"), \.[chat: role].temperature, in: -1...2,
                "0 asks for the likeliest answer; -1 " + (isMain ? "leaves it to the model." : "takes that of llm.")),
            .flag(
                key("stream"), \.[chat: role].stream,
                "Read answers as they are written, so that a silent server is noticed early"
                    + (isMain ? "." : "; never when llm does not.")),
            .texts(
                key("openrouter.order"), \.[chat: role].openrouter.order, "Providers to prefer, in this order."),
            .texts(key("openrouter.ignore"), \.[chat: role].openrouter.ignore, "Providers never to use."),
        ]
    }
}

extension Settings.MainModel {
    static let options =
        Settings.ChatRole.options(of: .llm) + [
            .flag(
                "llm.fallbackToHost", \.llm.fallbackToHost,
                "Ask the model of the connected host, where it lends it, when this one is not set or fails.")
        ]
}

extension Settings.Reranker {
    static let section = SettingsSection("reranker", "The model that puts what was found in order; none is needed.")
    static let options = Settings.ModelAccess.options(of: .reranker)
}

extension Settings.Models {
    static let section = SettingsSection("models", "When models may be asked.")

    static let options: [SettingsOption] = [
        .flag(
            "models.foreground", \.models.foreground,
            "Ask before a turn whether it goes on with a task and whether what was found fits, when there is time."),
        .integer(
            "models.foregroundMs", \.models.foregroundMs, in: 100...10_000,
            "Milliseconds that models may keep a host waiting that names no deadline of its own."),
        .flag("models.imports", \.models.imports, "Ask models about what is imported from before memos was there."),
        .integer("models.callsPerTask", \.models.callsPerTask, in: 0...20, "Calls for one task, at most."),
    ]
}
