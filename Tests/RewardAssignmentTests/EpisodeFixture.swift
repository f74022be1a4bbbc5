import JSONText
import MemoryModel

/// A task written down as what was said and run: `Said.run("pytest", .failure)`.
enum Said {
    case run(String, Outcome, error: String? = nil)
    case tool(String, JSON, Outcome)
    case answer(String)
    /// The next message; begins a turn.
    case user(String)
    case feedback(String, Double, String?, FeedbackReading.Shape?, channel: String = "implicit")
    /// On the step of that number from the start, or on one that is gone.
    case feedbackOn(Int?, String, Double)

    static func pass(_ command: String) -> Said { .run(command, .success) }
    static func fail(_ command: String, _ error: String = "error: it broke") -> Said {
        .run(command, .failure, error: error)
    }
    static let thanks = Said.feedback("positive", 0.5, "Thanks!", .positive)
    static let complaint = Said.feedback("negative", 0.7, "No, that is wrong.", .negative)
}

enum Sample {
    static let owner = Namespace(agentKind: "test")

    static func record(_ said: [Said], closed: Episode.CloseReason? = .sessionEnd) -> EpisodeRecord {
        var record = EpisodeRecord(
            episode: Episode(
                id: EpisodeID("ep_1"), sessionID: SessionID("s"), openedAt: 0, lastActiveAt: 0, closedAt: 9,
                closeReason: closed),
            owner: owner, turns: [], steps: [])
        var clock: Timestamp = 1000
        func turn(_ text: String) -> Turn {
            Turn(
                id: TurnID("tu_\(record.turns.count)"), key: "\(record.turns.count)", sessionID: SessionID("s"),
                episodeID: record.episode.id, owner: owner, userText: text, startedAt: clock)
        }
        if case .user = said.first {} else { record.turns = [turn("Do it")] }
        for one in said {
            clock += 1000
            switch one {
            case .user(let text): record.turns.append(turn(text))
            case .run(let command, let outcome, let error):
                record.steps.append(
                    step(
                        record, clock, ToolCall(name: "Bash", input: ["command": .string(command)], output: error),
                        outcome, error))
            case .tool(let name, let input, let outcome):
                record.steps.append(step(record, clock, ToolCall(name: name, input: input), outcome, nil))
            case .answer(let text):
                var answer = step(record, clock, nil, .unknown, nil)
                answer.agentText = text
                record.steps.append(answer)
            case .feedback(let polarity, let magnitude, let words, let shape, let channel):
                record.feedback.append(
                    Feedback(
                        id: "fb_\(record.feedback.count)", at: clock, episodeID: record.episode.id, traceID: nil,
                        channel: channel, polarity: polarity, magnitude: magnitude, rationale: words, raw: nil,
                        reading: shape.map { FeedbackReading(shape: $0, strength: magnitude) }))
            case .feedbackOn(let index, let polarity, let magnitude):
                record.feedback.append(
                    Feedback(
                        id: "fb_\(record.feedback.count)", at: clock, episodeID: record.episode.id,
                        traceID: index.map { record.steps[$0].id } ?? TraceID("tr_gone"), channel: "explicit",
                        polarity: polarity, magnitude: magnitude, rationale: nil, raw: nil))
            }
        }
        return record
    }

    private static func step(
        _ record: EpisodeRecord, _ at: Timestamp, _ call: ToolCall?, _ outcome: Outcome, _ error: String?
    ) -> Trace {
        Trace(
            id: TraceID("tr_\(record.steps.count)"), sessionID: record.episode.sessionID, episodeID: record.episode.id,
            turnID: record.turns[record.turns.count - 1].id, step: record.steps.count,
            kind: call == nil ? .answer : .tool,
            at: at, owner: owner, userText: "", agentText: "", call: call, outcome: outcome,
            errors: error.map { [Trace.ErrorMark(signature: $0)] } ?? [])
    }
}
