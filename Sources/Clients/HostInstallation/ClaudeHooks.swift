package import JSONText

/// The entries `memos` keeps in Claude Code's `settings.json`: which events call us, how, and how ours are told from
/// everybody else's.
package struct ClaudeHooks: Sendable {
    package struct Event: Sendable {
        package let name: String
        /// Seconds the host waits at most; we are far quicker, or leave.
        package let timeout: Int64
    }

    package static let events: [Event] = [
        Event(name: "SessionStart", timeout: 5), Event(name: "UserPromptSubmit", timeout: 5),
        Event(name: "PostToolUse", timeout: 5), Event(name: "PostToolUseFailure", timeout: 5),
        Event(name: "Stop", timeout: 5), Event(name: "SubagentStop", timeout: 5), Event(name: "PreCompact", timeout: 5),
        // The host is about to end and gives all its hooks together very little time.
        Event(name: "SessionEnd", timeout: 2),
    ]

    private static let words = ["hook", "--host", "claude"]

    package let program: String
    /// Given on the command line only when it is not the default one.
    package let home: String?

    package init(program: String, home: String? = nil) {
        self.program = program
        self.home = home
    }

    package var arguments: [String] { Self.words + (home.map { ["--home", $0] } ?? []) }

    /// The handler of an event, in exec form: no shell sees the path.
    package func handler(_ event: Event) -> JSON {
        [
            "type": "command", "command": .string(program), "args": JSON(arguments),
            "timeout": .integer(event.timeout),
        ]
    }

    /// What an event's list gets: a group without matcher, which matches everything.
    package func group(_ event: Event) -> JSON { ["hooks": [handler(event)]] }

    /// The whole setting, for somebody who has to add it by hand.
    package var snippet: JSON {
        let members = Self.events.map { JSONObject.Member(key: $0.name, value: .array([group($0)])) }
        return ["hooks": .object(JSONObject(members))]
    }

    /// Ours, from whatever version or place of installation.
    package static func isOurs(_ handler: JSON) -> Bool {
        guard let command = handler["command"]?.string, command == "memos" || command.hasSuffix("/memos") else {
            return false
        }
        let arguments = (handler["args"]?.array ?? []).compactMap(\.string)
        return Array(arguments.prefix(words.count)) == words
    }

    /// The command lines of ours in a settings text, by event; empty when it cannot be read.
    package static func installed(in settings: [UInt8]) -> [(event: String, command: [String])] {
        guard let value = try? JSON(parsing: settings) else { return [] }
        var found: [(event: String, command: [String])] = []
        for member in value["hooks"]?.object?.members ?? [] {
            for handler in (member.value.array ?? []).flatMap({ $0["hooks"]?.array ?? [] }) where isOurs(handler) {
                let arguments = (handler["args"]?.array ?? []).compactMap(\.string)
                found.append((member.key, [handler["command"]?.string ?? ""] + arguments))
            }
        }
        return found
    }
}
