package import RuntimeHome

/// Where hosts keep their settings on this machine.
package struct HostLocations: Sendable {
    private let userFolder: String
    private let workingDirectory: String
    private let environment: @Sendable (String) -> String?
    private let disk: HostDisk

    package init(
        userFolder: String, workingDirectory: String, environment: @escaping @Sendable (String) -> String?,
        disk: HostDisk
    ) {
        self.userFolder = userFolder
        self.workingDirectory = workingDirectory
        self.environment = environment
        self.disk = disk
    }

    private func variable(_ name: String) -> String? {
        environment(name).flatMap { $0.isEmpty ? nil : $0 }.map { value in
            let isInUserFolder = value == "~" || value.hasPrefix("~/")
            return RuntimeHome(
                path: isInUserFolder ? userFolder + value.dropFirst() : value, workingDirectory: workingDirectory
            ).path
        }
    }

    /// The host's own folder; it is there when the host is.
    package func folder(of host: Agent) -> String {
        switch host {
        case .claude: variable("CLAUDE_CONFIG_DIR") ?? userFolder + "/.claude"
        case .codex: variable("CODEX_HOME") ?? userFolder + "/.codex"
        case .cursor: userFolder + "/.cursor"
        case .gemini: (variable("GEMINI_CLI_HOME") ?? userFolder) + "/.gemini"
        case .opencode: (variable("XDG_CONFIG_HOME") ?? userFolder + "/.config") + "/opencode"
        case .openclaw:
            variable("OPENCLAW_STATE_DIR") ?? (variable("OPENCLAW_HOME") ?? userFolder) + "/.openclaw"
        case .hermes: variable("HERMES_HOME") ?? userFolder + "/.hermes"
        case .dsh: variable("DSH_HOME") ?? userFolder + "/.dsh"
        }
    }

    /// Whether the host is on this machine. A folder that holds nothing but our memory says nothing.
    package func isFound(_ host: Agent, namesIn: (String) -> [String]) -> Bool {
        if host == .openclaw, let file = variable("OPENCLAW_CONFIG_PATH"), disk.content(file).bytes != nil {
            return true
        }
        return namesIn(folder(of: host)).contains { $0 != "memos-plugin" }
    }

    /// Where Claude Code keeps its MCP servers of all projects.
    var claudeServers: String {
        variable("CLAUDE_CONFIG_DIR").map { $0 + "/.claude.json" } ?? userFolder + "/.claude.json"
    }

    var openclawSettings: String { variable("OPENCLAW_CONFIG_PATH") ?? folder(of: .openclaw) + "/openclaw.json" }

    /// The first that is there; the first of all when none is.
    var opencodeSettings: String {
        let files = ["opencode.json", "opencode.jsonc"].map { folder(of: .opencode) + "/" + $0 }
        return files.first { disk.content($0) != .missing } ?? files[0]
    }
}
