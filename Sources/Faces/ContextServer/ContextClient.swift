package import JSONText
import RuntimeHome

/// Who is at the other end, as far as it is known from the way in.
package struct ContextClient: Sendable {
    /// The agent it was started for; `nil`: its own name tells.
    package var agent: String?
    package var offersAllTools: Bool
    /// The folder in which it works.
    package var workspace: String?
    /// The host's name for the conversation, where hooks tell of the same one.
    package var sessionID: String?
    /// Whether it may change the memory.
    package var mayWrite: Bool
    /// The parameters of `initialize`, when it has said so.
    package var introduction: JSON?
    /// The least important records of the log that it wants to see; `nil` for none.
    package var logLevel: String?

    package init(
        agent: String? = nil, offersAllTools: Bool = false, workspace: String? = nil, sessionID: String? = nil,
        mayWrite: Bool = true, introduction: JSON? = nil, logLevel: String? = nil
    ) {
        self.agent = agent
        self.offersAllTools = offersAllTools
        self.workspace = workspace
        self.sessionID = sessionID
        self.mayWrite = mayWrite
        self.introduction = introduction
        self.logLevel = logLevel
    }

    /// As the front tells it in its hello: `{tools?, agent?, workspace?, session?, initialize?, logLevel?}`.
    package init(hello: JSON?) {
        self.init(
            agent: hello?["agent"]?.string, offersAllTools: hello?["tools"] == "all",
            workspace: hello?["workspace"]?.string, sessionID: hello?["session"]?.string,
            introduction: hello?["initialize"], logLevel: hello?["logLevel"]?.string)
    }

    /// The agent of a client by the name that it gives itself, such as `claude-code` or `codex-mcp-client`.
    static func agent(named name: String) -> String? {
        let name = name.lowercased()
        if name.hasPrefix("deepseek") { return Agent.dsh.rawValue }
        return Agent.allCases.map(\.rawValue).first {
            name == $0 || name.hasPrefix($0 + "-") || name.hasPrefix($0 + " ")
        }
    }
}
