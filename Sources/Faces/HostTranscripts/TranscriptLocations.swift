/// Where hosts keep their things on this machine: below the user's folder, unless variables of the user's environment
/// moved them. Pure; nothing here looks at the disk but `openClawWorkspaces`.
package struct HostPlaces: Sendable, Equatable {
    /// The user's folder.
    package var home: String
    /// Those that move a host and are set.
    package var variables: [String: String]
    /// Folders that people work in, where some hosts leave files.
    package var workplaces: [String]

    package init(home: String, variables: [String: String] = [:], workplaces: [String] = []) {
        self.home = variables["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
        self.variables = variables
        self.workplaces = workplaces
    }

    /// The value of a variable that is a path, before the place that it replaces: what was kept there earlier counts too.
    private func moved(_ name: String, _ usual: String...) -> [String] {
        ([variables[name]].compactMap { $0 }.filter { $0.hasPrefix("/") } + usual.map { Path.join(home, $0) })
    }

    private var data: [String] { moved("XDG_DATA_HOME", ".local/share", "Library/Application Support") }
    private var config: [String] { moved("XDG_CONFIG_HOME", ".config", "Library/Application Support") }
    private var openClaw: [String] {
        moved("OPENCLAW_STATE_DIR", ".openclaw")
            + [variables["OPENCLAW_HOME"]].compactMap { $0 }
            .filter { $0.hasPrefix("/") }.map { Path.join($0, ".openclaw") }
    }
    private var hermes: [String] { moved("HERMES_HOME", ".hermes") }
    private var deepSeek: [String] { moved("DSH_HOME", ".dsh") }

    /// Files and folders, also those that do not exist, each once. Empty where a file may lie anywhere.
    package func locations(of format: TranscriptFormat) -> [String] {
        paths(of: format).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private func paths(of format: TranscriptFormat) -> [String] {
        switch format {
        case .claudeCode: claude.map { Path.join($0, "projects") }
        case .codex: below(moved("CODEX_HOME", ".codex"), "sessions", "archived_sessions")
        case .hermes: below(hermes, "state.db", "profiles", "sessions")
        case .openclaw: below(openClaw, "agents")
        case .gemini: below([home], ".gemini/tmp")
        case .cursor: below([home], ".cursor/projects")
        case .opencode:
            [variables["OPENCODE_DB"]].compactMap { $0 }.filter { $0.hasPrefix("/") }
                + below(data, "opencode/opencode.db")
        case .qwen: below(moved("QWEN_HOME", ".qwen"), "projects")
        case .omp: below([home], ".omp/agent/sessions")
        case .pi: below([home], ".pi/agent/sessions")
        case .aider: below([home] + workplaces, ".aider.chat.history.md")
        case .grok: below([home], ".grok/sessions")
        case .roo: editorStorage("rooveterinaryinc.roo-cline")
        case .cline: below([home], ".cline/data") + editorStorage("saoudrizwan.claude-dev")
        case .zed: below(data, "zed/threads", "Zed/threads")
        case .kimi: below(moved("KIMI_CODE_HOME", ".kimi-code"), "sessions")
        case .copilot: below([home], ".copilot/session-state")
        case .antigravity: below([home], ".gemini/antigravity/brain", ".gemini/antigravity-cli/brain")
        case .deepseek: below(deepSeek, "sessions")
        case .goose: below(data, "goose/sessions")
        case .cursorEditor: below(config, "Cursor/User/globalStorage/state.vscdb")
        case .claudeNotes:
            below(claude, "CLAUDE.md", "projects")
                + below(workplaces, "CLAUDE.md", "CLAUDE.local.md", ".claude/CLAUDE.md")
        case .openclawNotes: openClawWorkspaces.flatMap { [Path.join($0, "MEMORY.md"), Path.join($0, "memory")] }
        case .hermesNotes: below(hermes, "memories", "profiles")
        case .pluginDatabase:
            below(openClaw + hermes + deepSeek, "memos-plugin/data")
        case .pluginExport: []
        }
    }

    private var claude: [String] {
        moved("CLAUDE_CONFIG_DIR", ".claude") + config.map { Path.join($0, "claude") }
    }

    /// Each agent has a folder of its own, beside that of the main one.
    private var openClawWorkspaces: [String] {
        openClaw.flatMap { folder in
            ((try? StoredFile.names(in: folder)) ?? []).filter { $0 == "workspace" || $0.hasPrefix("workspace-") }
                .map { Path.join(folder, $0) }
        }
    }

    private func below(_ folders: [String], _ names: String...) -> [String] {
        folders.flatMap { folder in names.map { Path.join(folder, $0) } }
    }

    private func editorStorage(_ plugin: String) -> [String] {
        (config.map { Path.join($0, "Code") } + [Path.join(home, ".vscode-server/data")]).map {
            "\($0)/User/globalStorage/\(plugin)"
        }
    }
}
