import JSONText
import MemoryModel
import WorldModeling

/// Tasks as they are recorded, written down as what was run and what came of it.
struct RecordFixture {
    var workspace: String? = "/src/api"
    var start: Timestamp = 1_750_000_000_000

    /// One step.
    struct Step {
        var tool: String
        var input: JSON
        var output: String?
        var outcome: Outcome
        var seconds: Int64 = 1

        static func run(_ command: String, _ output: String = "ok", seconds: Int64 = 1) -> Step {
            Step(
                tool: "Bash", input: ["command": .string(command)], output: output, outcome: .success, seconds: seconds)
        }

        static func fail(_ command: String, _ output: String) -> Step {
            Step(tool: "Bash", input: ["command": .string(command)], output: output, outcome: .failure)
        }

        static func read(_ path: String, _ output: String = "text") -> Step {
            Step(tool: "Read", input: ["file_path": .string(path)], output: output, outcome: .success)
        }

        static func edit(_ path: String) -> Step {
            Step(
                tool: "Edit", input: ["file_path": .string(path), "old_string": "a", "new_string": "b"],
                output: "The file has been updated.", outcome: .success)
        }

        static func missing(_ path: String) -> Step {
            Step(
                tool: "Read", input: ["file_path": .string(path)], output: "Error: no such file or directory",
                outcome: .failure)
        }
    }

    /// - Parameter number: tasks of greater numbers came later.
    func record(_ number: Int, says: String = "Go on.", _ steps: [Step]) -> EpisodeRecord {
        let owner = Namespace(agentKind: "claude", workspace: workspace)
        let session = SessionID("s\(number)")
        let episode = EpisodeID("ep_\(Self.padded(number))")
        let turn = TurnID("tu_\(Self.padded(number))")
        let begin = start + Timestamp(number) * 3_600_000
        let traces = steps.enumerated().map { index, step in
            let at = begin + Timestamp(index) * 1000
            return Trace(
                id: TraceID("tr_\(Self.padded(number))_\(Self.padded(index))"), sessionID: session, episodeID: episode,
                turnID: turn, step: index, kind: .tool, at: at, owner: owner, userText: "", agentText: "",
                call: ToolCall(
                    name: step.tool, input: step.input, output: step.output,
                    errorCode: step.outcome == .failure ? "1" : nil, startedAt: at, endedAt: at + step.seconds * 1000),
                outcome: step.outcome)
        }
        let answer = Trace(
            id: TraceID("tr_\(Self.padded(number))_z"), sessionID: session, episodeID: episode, turnID: turn,
            step: steps.count, kind: .answer, at: begin, owner: owner, userText: says, agentText: "Done.")
        return EpisodeRecord(
            episode: Episode(id: episode, sessionID: session, openedAt: begin, lastActiveAt: begin + 1000),
            owner: owner,
            turns: [
                Turn(
                    id: turn, key: "k\(number)", sessionID: session, episodeID: episode, owner: owner, userText: says,
                    startedAt: begin, endedAt: begin + 60_000)
            ],
            steps: traces + [answer])
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}

/// A place as it becomes known, task by task.
struct KnownPlace {
    let modeling = WorldModeling()
    var place = "pr_api"
    var fixture = RecordFixture()
    var facts: [ObservedFact] = []
    var model: WorldModel?
    var reasons: [String] = []
    var policies: [Policy] = []
    private var tasks = 0

    init(place: String = "pr_api", workspace: String = "/src/api") {
        self.place = place
        fixture.workspace = workspace
    }

    mutating func task(says: String = "Go on.", _ steps: RecordFixture.Step...) {
        task(says: says, steps)
    }

    mutating func task(says: String = "Go on.", _ steps: [RecordFixture.Step]) {
        tasks += 1
        facts += modeling.facts(of: fixture.record(tasks, says: says, steps), place: place)
        settle()
    }

    mutating func settle() {
        switch modeling.settle(evidence, at: fixture.start + Timestamp(tasks) * 3_600_000 + 60_000) {
        case .insert(let new): model = new
        case .revise(var next, let reason):
            next.version += 1
            model = next
            reasons.append(reason)
        case nil: break
        }
    }

    var evidence: WorldModeling.Evidence {
        WorldModeling.Evidence(
            place: place, placeName: "api", owner: Namespace(agentKind: "claude", workspace: fixture.workspace),
            facts: facts, policies: policies, present: model)
    }

    /// All sentences of the model.
    var sentences: [String] {
        guard let structure = model?.structure else { return [] }
        return (structure.environment + structure.inference + structure.constraints).map(\.description)
    }

    func says(_ sentence: String) -> Bool { sentences.contains(sentence) }
}
