package import JSONText
import RuntimeHome

/// What a client of the Model Context Protocol has said that outlives a daemon: the next one is told in the hello, so
/// that the client need not know that there was another.
package struct ContextIntroduction: Sendable {
    private let agent: Agent?
    private let tools: String?
    private let workspace: String?
    private let session: String?
    /// The parameters of `initialize`, once it came.
    private var introduction: JSON?
    private var logLevel: JSON?

    /// How long answers are waited for at the end of the input, in ms: clients kill after two seconds.
    static let farewell = 1_500

    /// - Parameters:
    ///   - agent: for whom it was started; `nil` when the client's own name tells.
    ///   - tools: `all`, or nothing for the usual ones.
    package init(agent: Agent?, tools: String?) {
        self.agent = agent
        self.tools = tools
        // Claude Code tells the folder of the project; others start a server in it. The top of the disk and the home
        // are no projects: programs with a window start there.
        let folder = FrontContext.variable("CLAUDE_PROJECT_DIR") ?? FrontContext.workingDirectory
        workspace = folder == "/" || folder == FrontContext.userFolder ? nil : folder
        session = FrontContext.variable("CLAUDE_CODE_SESSION_ID")
    }

    /// Takes note of a line of the client.
    ///
    /// - Returns: the id of a request that it gives up with this line.
    mutating func noted(_ line: [UInt8]) -> JSON? {
        switch Envelope(scanning: line)?.method {
        case "initialize": introduction = Self.params(line)
        case "logging/setLevel": logLevel = Self.params(line)?["level"]
        case "notifications/cancelled": return Self.params(line)?["requestId"]
        default: break
        }
        return nil
    }

    private static func params(_ line: [UInt8]) -> JSON? { (try? JSON(parsing: line))?["params"] }

    var json: JSON {
        .object(present: [
            ("agent", agent.map { .string($0.rawValue) }), ("tools", tools.map(JSON.string)),
            ("workspace", workspace.map(JSON.string)), ("session", session.map(JSON.string)),
            ("initialize", introduction), ("logLevel", logLevel),
        ])
    }
}
