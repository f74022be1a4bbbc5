extension TranscriptCatalogue {
    /// Where a host keeps its transcripts when nobody moved them; files and folders, also those that do not exist.
    /// Empty for a host that keeps them beside the work (aider) or that we do not know.
    package static func defaultLocations(host: String, homeFolder: String) -> [String] {
        guard let format = TranscriptFormat(host: host) else { return [] }
        return format.defaultLocations.map { Path.join(homeFolder, $0) }
    }
}

extension TranscriptFormat {
    fileprivate var defaultLocations: [String] {
        switch self {
        case .claudeCode: [".claude/projects", ".config/claude/projects"]
        case .codex: [".codex/sessions", ".codex/archived_sessions"]
        case .hermes: [".hermes/state.db", ".hermes/profiles", ".hermes/sessions"]
        case .openclaw: [".openclaw/agents"]
        case .gemini: [".gemini/tmp"]
        case .cursor: [".cursor/projects"]
        case .opencode: [".local/share/opencode/opencode.db"]
        case .qwen: [".qwen/projects"]
        case .omp: [".omp/agent/sessions"]
        case .pi: [".pi/agent/sessions"]
        case .aider: []
        case .grok: [".grok/sessions"]
        case .roo:
            Self.editorStorage("rooveterinaryinc.roo-cline")
        case .cline:
            [".cline/data"] + Self.editorStorage("saoudrizwan.claude-dev")
        case .zed:
            [".local/share/zed/threads", "Library/Application Support/Zed/threads"]
        case .kimi: [".kimi-code/sessions"]
        case .copilot: [".copilot/session-state"]
        case .antigravity: [".gemini/antigravity/brain", ".gemini/antigravity-cli/brain"]
        case .deepseek: [".dsh/sessions"]
        case .goose: [".local/share/goose/sessions"]
        }
    }

    private static func editorStorage(_ plugin: String) -> [String] {
        [".config/Code", "Library/Application Support/Code", ".vscode-server/data"].map {
            "\($0)/User/globalStorage/\(plugin)"
        }
    }
}
