import JSONText
import MemoryModel

/// Steps written down as what was run and what came of it.
enum Step {
    case run(String, Outcome, String, error: String?)
    case tool(String, JSON, Outcome, String)
    case answer(String)

    static func pass(_ command: String, _ output: String = "ok") -> Step { .run(command, .success, output, error: nil) }

    /// The first line of the output is its error.
    static func fail(_ command: String, _ output: String = "error: it broke") -> Step {
        .run(command, .failure, output, error: String(output.prefix { $0 != "\n" }))
    }

    static func edit(_ path: String) -> Step {
        .tool("Edit", ["file_path": .string(path), "old_string": "a", "new_string": "b"], .success, "done")
    }

    static func read(_ path: String, _ output: String = "text") -> Step {
        .tool("Read", ["file_path": .string(path)], .success, output)
    }
}

enum Sample {
    static func record(_ steps: [Step], saying words: String = "Do it") -> EpisodeRecord {
        let owner = Namespace(agentKind: "test")
        let episode = Episode(id: EpisodeID("ep"), sessionID: SessionID("s"), openedAt: 0, lastActiveAt: 0)
        let turn = Turn(
            id: TurnID("tu"), key: "1", sessionID: episode.sessionID, episodeID: episode.id, owner: owner,
            userText: words, startedAt: 0)
        let traces = steps.enumerated().map { index, step in
            var trace = Trace(
                id: TraceID("tr_\(index)"), sessionID: episode.sessionID, episodeID: episode.id, turnID: turn.id,
                step: index, kind: .tool, at: Timestamp(index), owner: owner, userText: "", agentText: "")
            switch step {
            case .run(let command, let outcome, let output, let error):
                trace.call = ToolCall(name: "Bash", input: ["command": .string(command)], output: output)
                trace.outcome = outcome
                trace.errors = error.map { [Trace.ErrorMark(signature: $0)] } ?? []
            case .tool(let name, let input, let outcome, let output):
                trace.call = ToolCall(name: name, input: input, output: output)
                trace.outcome = outcome
            case .answer(let text):
                trace.kind = .answer
                trace.agentText = text
            }
            return trace
        }
        return EpisodeRecord(episode: episode, owner: owner, turns: [turn], steps: traces)
    }
}
