import JSONText
import MemoryModel

/// Steps of one session, a second apart.
struct Steps {
    static let owner = Namespace(agentKind: "claude", workspace: "/src/api")
    static let session = SessionID("s1")
    static let start: Timestamp = 1_772_355_600_000

    private(set) var traces: [Trace] = []
    private var turn = 1

    var last: Trace { traces[traces.count - 1] }

    mutating func nextTurn() { turn += 1 }

    mutating func failing(_ command: String, _ error: String, value: Double = 0) {
        append(command, output: error, error: error, outcome: .failure, value: value)
    }

    mutating func passing(_ command: String, _ output: String = "", value: Double = 0) {
        append(command, output: output, error: nil, outcome: .success, value: value)
    }

    mutating func edit(_ path: String) {
        append(ToolCall(name: "Edit", input: ["file_path": .string(path)], output: "ok"), errors: [], outcome: .success)
    }

    private mutating func append(
        _ command: String, output: String, error: String?, outcome: Outcome, value: Double
    ) {
        let call = ToolCall(
            name: "Bash", input: ["command": .string(command)], output: output, errorCode: error == nil ? nil : "1")
        append(
            call, errors: error.map { [Trace.ErrorMark(signature: $0)] } ?? [], outcome: outcome, value: value)
    }

    private mutating func append(
        _ call: ToolCall, errors: [Trace.ErrorMark], outcome: Outcome, value: Double = 0
    ) {
        let number = traces.count + 1
        traces.append(
            Trace(
                id: TraceID("tr_\(number)"), sessionID: Self.session, episodeID: EpisodeID("ep_1"),
                turnID: TurnID("tu_\(turn)"), step: number, kind: .tool, at: Self.start + Timestamp(number) * 1000,
                owner: Self.owner, userText: "", agentText: "", call: call, outcome: outcome, errors: errors,
                value: value
            )
        )
    }

    var record: EpisodeRecord {
        EpisodeRecord(
            episode: Episode(
                id: EpisodeID("ep_1"), sessionID: Self.session, openedAt: Self.start, lastActiveAt: Self.start),
            owner: Self.owner, turns: [], steps: traces)
    }

    static func feedback(
        _ words: String?, _ shape: FeedbackReading.Shape, prefer: String? = nil, avoid: String? = nil,
        trace: TraceID? = nil, at seconds: Timestamp = 100, strength: Double = 0.9
    ) -> Feedback {
        Feedback(
            id: "fb_1", at: start + seconds * 1000, episodeID: EpisodeID("ep_1"), traceID: trace, channel: "explicit",
            polarity: "negative", magnitude: 1, rationale: words, raw: nil,
            reading: FeedbackReading(shape: shape, prefer: prefer, avoid: avoid, strength: strength))
    }
}
