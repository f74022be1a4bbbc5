import JSONText
package import RuntimeHome

/// A file that is ours as a whole.
package struct OwnedFile: Sendable, Equatable {
    package let path: String
    package let bytes: [UInt8]
    package let isExecutable: Bool

    package init(path: String, bytes: [UInt8], isExecutable: Bool = false) {
        self.path = path
        self.bytes = bytes
        self.isExecutable = isExecutable
    }
}

/// What is installed, and what was allowed.
package struct RecipeOptions: Sendable {
    /// Absolute path of `memos`.
    package var program: String
    /// Named on every command line when it is not the host's usual one.
    package var home: String?
    /// The folder with a folder of files for each host that needs some; `nil` when it is not installed.
    package var adapters: String?
    package var allowsConversationAccess = false
    /// Whether values of the person's own give way.
    package var replacesSettings = false
    /// Hashes Codex itself computed for our hooks, by the key of its `hooks.state`.
    package var codexHashes: [String: String] = [:]

    package init(program: String, home: String? = nil, adapters: String? = nil) {
        self.program = program
        self.home = home
        self.adapters = adapters
    }

    private var homeWords: [String] { home.map { ["--home", $0] } ?? [] }

    func hookArguments(_ host: String) -> [String] { ["hook", "--host", host] + homeWords }
    func serverArguments(_ host: Agent) -> [String] { ["mcp", "--agent", host.rawValue] + homeWords }
}

/// What belongs into the files of one host, and what is left for the person to do.
package struct HostRecipe: Sendable {
    package let host: Agent
    package let configFiles: [ConfigFile]
    package let ownedFiles: [OwnedFile]
    package let notes: [InstallNote]

    init(host: Agent, configFiles: [ConfigFile] = [], ownedFiles: [OwnedFile] = [], notes: [InstallNote] = []) {
        self.host = host
        self.configFiles = configFiles
        self.ownedFiles = ownedFiles
        self.notes = notes
    }

    /// - Throws: ``InstallRefusal`` when the host's adapter is not installed.
    package init(
        _ host: Agent, places: HostLocations, options: RecipeOptions, disk: HostDisk, adapters: AdapterShelf
    ) throws(InstallRefusal) {
        self =
            switch host {
            case .claude: Self.claude(places, options)
            case .codex: Self.codex(places, options, disk)
            case .cursor: Self.cursor(places, options)
            case .gemini: try Self.gemini(places, options, adapters)
            case .opencode: try Self.opencode(places, options, adapters)
            case .openclaw: try Self.openclaw(places, options, disk, adapters)
            case .hermes: try Self.hermes(places, options, adapters)
            case .dsh: try Self.deepseek(places, options, adapters)
            }
    }

    /// The name people know the host by.
    package static func title(_ host: Agent) -> String {
        switch host {
        case .claude: "Claude Code"
        case .codex: "Codex"
        case .cursor: "Cursor"
        case .gemini: "Gemini CLI"
        case .opencode: "opencode"
        case .openclaw: "OpenClaw"
        case .hermes: "Hermes Agent"
        case .dsh: "DeepSeek Harness"
        }
    }

    /// A file with lists of hooks by event below `hooks`.
    static func hookFile(
        _ path: String, host: String, events: [HookEvent], base: [ConfigEntry] = [], item: (HookEvent) -> JSON
    ) -> ConfigFile {
        let mark = HookMark(host: host)
        let entries = events.map { ConfigEntry(["hooks", .key($0.name)], item($0), .hook(mark)) }
        return ConfigFile(path: path, language: .json, entries: base + entries, hooks: (["hooks"], mark))
    }
}
