import DaemonClient
import JSONText
package import RuntimeHome

/// How a host is started without a person: its own program with its owner's settings, for one prompt, with nothing
/// changed but where the model is.
package struct HeadlessHost: Sendable {
    /// The name of the model that is no model.
    static let model = "memos-rehearsal"

    package let agent: Agent
    /// Found on the search path or where its installer puts it.
    package let program: String

    /// `nil` for hosts that cannot be started so, or are not on this machine.
    package init?(_ agent: Agent) {
        let name: String
        switch agent {
        case .claude: name = "claude"
        case .codex: name = "codex"
        case .hermes: name = "hermes"
        case .openclaw, .dsh, .cursor, .gemini, .opencode: return nil
        }
        let own = FrontContext.userFolder
        let folders =
            (FrontContext.variable("PATH") ?? "").split(separator: ":").map(String.init)
            + [own + "/.local/bin", own + "/.claude/local", "/usr/local/bin", "/opt/homebrew/bin"]
        let found = folders.lazy.filter { $0.hasPrefix("/") }.map { $0 + "/" + name }.first(
            where: PlainFile.isExecutable)
        guard let found else { return nil }
        self.agent = agent
        program = found
    }

    /// Words behind the program's name.
    func arguments(asking question: String, port: UInt16) -> [String] {
        let base = "http://127.0.0.1:\(port)"
        switch agent {
        case .claude:
            // The owner's settings may name an address; what is named here counts more.
            let settings: JSON = [
                "env": ["ANTHROPIC_BASE_URL": .string(base), "ANTHROPIC_API_KEY": .string(Self.key)]
            ]
            return [
                "-p", question, "--output-format", "text", "--no-session-persistence", "--settings", settings.text,
            ]
        case .codex:
            let provider =
                #"{name="memos",base_url="\#(base)/v1",wire_api="responses",env_key="MEMOS_REHEARSAL_KEY"}"#
            return [
                "exec", "--skip-git-repo-check", "--ephemeral", "-s", "read-only", "-m", Self.model,
                "-c", #"model_provider="memos-rehearsal""#, "-c", "model_providers.memos-rehearsal=\(provider)",
                question,
            ]
        default:
            return [
                "chat", "-Q", "--provider", "custom", "-m", Self.model, "--max-turns", "2", "--source", "tool", "-q",
                question,
            ]
        }
    }

    /// What its environment has beside ours.
    func environment(port: UInt16) -> [(name: String, value: String)] {
        let base = "http://127.0.0.1:\(port)"
        let address =
            switch agent {
            case .claude:
                [
                    ("ANTHROPIC_BASE_URL", base), ("ANTHROPIC_API_KEY", Self.key),
                    ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"), ("DISABLE_TELEMETRY", "1"),
                    ("DISABLE_AUTOUPDATER", "1"), ("DISABLE_ERROR_REPORTING", "1"),
                ]
            case .codex: [("MEMOS_REHEARSAL_KEY", Self.key)]
            default: [("CUSTOM_BASE_URL", base + "/v1")]
            }
        // A proxy would be asked for the loopback address otherwise.
        return address + [("NO_PROXY", "127.0.0.1,localhost"), ("no_proxy", "127.0.0.1,localhost")]
    }

    /// Variables of the owner that would lead to another model, or make the host think that it runs inside itself.
    var hiddenVariables: [String] {
        agent == .claude
            ? ["ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX", "CLAUDECODE"] : []
    }

    private static let key = "sk-memos-rehearsal"
}
