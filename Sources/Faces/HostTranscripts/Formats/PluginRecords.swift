import JSONText
import MemoryModel

/// What the MemOS plugin remembers, in its own terms, whether it comes out of its database or out of its JSON export.
/// The plugin keeps a turn as steps: one for each tool call, then one for the answer; `turnId` holds them together, and
/// only the first has the question.
struct PluginStep {
    var session: String
    var episode: String
    var turn: String
    var at: Int64?
    var agent: String
    var workspace: String?
    var userText: String
    var agentText: String
    var thinking: String?
    var calls: [JSON]
}

/// Steps in their order become the turns of a session.
struct PluginTurns {
    private(set) var turns: [TranscriptTurn] = []

    mutating func add(_ step: PluginStep) {
        let key = "memos-plugin:\(step.episode):\(step.turn)"
        if turns.last?.key != key {
            turns.append(
                TranscriptTurn(
                    sessionId: step.session, key: key, startedAt: Int64(step.turn) ?? step.at, endedAt: step.at,
                    userText: "", agentText: "", thinking: nil, calls: [], workspace: step.workspace, gitBranch: nil,
                    messageCount: 0))
        }
        turns[turns.count - 1].take(step)
    }

    /// The turns so far, for a session that is told in pieces; the last one may still grow and stays.
    mutating func takeFinished() -> [TranscriptTurn] {
        defer { turns.removeFirst(max(0, turns.count - 1)) }
        return turns.dropLast()
    }
}

extension TranscriptTurn {
    fileprivate mutating func take(_ step: PluginStep) {
        let user = HostText.user(step.userText)
        if !user.isEmpty, !userText.contains(user) {
            userText = userText.isEmpty ? user : userText + "\n\n" + user
            messageCount += 1
        }
        let agent = step.agentText.trimmed
        if !agent.isEmpty, agentText != agent {
            agentText = agentText.isEmpty ? agent : agentText + "\n\n" + agent
            messageCount += 1
        }
        if let thought = step.thinking?.trimmed, !thought.isEmpty {
            thinking = thinking.map { "\($0)\n\n\(thought)" } ?? thought
        }
        calls += step.calls.enumerated().map {
            TranscriptCall(plugin: $1, fallback: "\(step.turn):\(calls.count + $0)")
        }
        if let at = step.at {
            startedAt = min(startedAt ?? at, at)
            endedAt = max(endedAt ?? at, at)
        }
    }
}

extension TranscriptCall {
    fileprivate init(plugin call: JSON, fallback: String) {
        self.init(
            id: call["toolCallId"]?.string ?? fallback, name: call["name"]?.string ?? call["tool"]?.string ?? "",
            input: TranscriptJSON.arguments(call["input"] ?? call["args"]),
            output: HostText.output(call["output"] ?? call["result"]), isError: call["errorCode"]?.string != nil,
            startedAt: Timestamp.milliseconds(call["startedAt"]), endedAt: Timestamp.milliseconds(call["endedAt"]))
    }
}

/// What the plugin learned. It comes as notes: we have no evidence for it, so that nothing of it may act as learned here.
enum PluginLessons {
    /// - Parameter field: the value of a column or a member by the name it has in the export.
    static func policy(_ field: (String) -> String?) -> (headings: [String], text: String)? {
        guard let title = field("title"), field("status") != "archived" else { return nil }
        let parts = [
            ("When", field("trigger")), ("Do", field("procedure")), ("Check", field("verification")),
            ("Not when", field("boundary")),
        ]
        return note("Policy of the MemOS plugin", title, parts)
    }

    static func worldModel(_ field: (String) -> String?) -> (headings: [String], text: String)? {
        guard let title = field("title"), field("status") != "archived" else { return nil }
        return note("World model of the MemOS plugin", title, [("", field("body"))])
    }

    static func skill(_ field: (String) -> String?) -> (headings: [String], text: String)? {
        guard let name = field("name"), field("status") != "archived" else { return nil }
        return note("Skill of the MemOS plugin", name, [("", field("invocationGuide"))])
    }

    private static func note(
        _ kind: String, _ title: String, _ parts: [(label: String, text: String?)]
    ) -> (headings: [String], text: String)? {
        let lines = parts.compactMap { label, text -> String? in
            guard let text = text.map({ HostText.user($0) }), !text.isEmpty else { return nil }
            return label.isEmpty ? text : "\(label): \(text)"
        }
        return lines.isEmpty ? nil : ([kind, title.trimmed], lines.joined(separator: "\n"))
    }
}
