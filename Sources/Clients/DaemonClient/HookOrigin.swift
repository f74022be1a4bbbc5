package import RuntimeHome

/// Whose hook this process is, and what its host must be told when there is nothing else to tell it.
package struct HookOrigin: Sendable, Equatable {
    /// As given with `--host`.
    package let host: String
    /// The host that really runs the hook, where it is another one: Cursor runs those of Claude Code's settings as well.
    package let caller: String?

    /// - Parameter environment: a variable by name, `nil` when it is not set.
    package init(host: String, environment: (String) -> String?) {
        self.host = host
        // A Claude Code that was started from within Cursor's hooks says so of itself.
        let isCursors = host == "claude" && environment("CURSOR_VERSION") != nil && environment("CLAUDECODE") == nil
        caller = isCursors ? "cursor" : nil
    }

    /// Whose memory an event goes to.
    package var agent: Agent {
        let name = (caller ?? host).lowercased()
        return Agent(rawValue: name) ?? Agent.allCases.first { name.hasPrefix($0.rawValue + "-") } ?? .claude
    }

    /// Whether the event comes as a word of the command line and not on standard input.
    package var isGivenAsWord: Bool { host == "codex-notify" }

    /// What goes to standard output in the place of an answer: nothing, but for hosts that take silence for something.
    package func neutralAnswer(to event: String?) -> String {
        switch (host, event) {
        // Where standard output is empty, standard error is read in its place.
        case ("gemini", _): "{}"
        // The prompt waits for this word.
        case ("cursor", "beforeSubmitPrompt"?): #"{"continue":true}"#
        default: ""
        }
    }
}
