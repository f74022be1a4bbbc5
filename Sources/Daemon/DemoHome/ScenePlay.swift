import JSONText
import LearningPipeline
import MemoryAssembly
import MemoryCore
import MemoryModel
import MemoryStore
import Retrieval

/// Plays tasks through the memory's facade as hosts do: a session a task, recall before each turn, calls one by one, the
/// answer, what the person says of it, and then the jobs.
struct ScenePlay {
    let parts: HomeMemory
    let clock: PlayedClock
    let numbers: SeededNumbers
    /// The folder that the projects lie in.
    let projects: SceneFolders

    private var memory: Memory { parts.memory }

    func play(_ task: PlannedTask) async throws {
        clock.move(to: task.at)
        let workspace = projects.prepare(task.scene.project, branch: task.scene.branch.map(task.fill))
        let owner = Namespace(agentKind: task.agent, workspace: workspace)
        let session = SessionID(sessionName(of: task))
        _ = try await memory.sessions.open(id: session.rawValue, owner: owner, meta: .null)
        var isOpen = false
        for turn in task.turns {
            isOpen = turn.answers.isEmpty
            try await play(turn, of: task, owner: owner, in: session)
        }
        guard !isOpen else { return }
        clock.advance(20_000)
        try await memory.sessions.close(session)
        clock.advance(Self.pauseBeforeJobs)
        _ = await parts.worker.runReadyJobs()
    }

    private func play(
        _ turn: SceneTurn, of task: PlannedTask, owner: Namespace, in session: SessionID
    ) async throws {
        clock.advance(Int64(turn.pause) * 60_000 + Int64(numbers.number(2_000...25_000)))
        let message = try await memory.turns.read(
            TurnOpening(
                owner: owner, session: session, key: nil, episode: nil, userText: task.choose(turn.words),
                at: clock.now))
        let opened = try await memory.turns.open(message)
        let answer = try await memory.recall.beforeTurn(opened, owner: owner, visibleSince: 0, deadlineAt: nil)
        try await load(answer, for: task, turn: opened, in: session)
        for step in turn.steps where step.filter.takes(task.occasion) {
            try await memory.turns.append(
                call(step, of: task), session: session, key: nil, owner: owner, at: clock.now)
        }
        guard !turn.answers.isEmpty else { return }
        clock.advance(Int64(numbers.number(3_000...14_000)))
        _ = try await memory.turns.end(
            TurnClosing(
                owner: owner, session: session, key: nil, episode: nil, userText: nil,
                agentText: task.choose(turn.answers), thinking: nil, calls: [], at: clock.now))
        for verdict in turn.verdicts where verdict.filter.takes(task.occasion) {
            clock.advance(Int64(numbers.number(5_000...40_000)))
            _ = try await memory.feedback.submit(
                Feedback(
                    id: "", at: clock.now, episodeID: opened.episode, traceID: nil, channel: "explicit",
                    polarity: verdict.isGood ? "positive" : "negative", magnitude: verdict.strength,
                    rationale: verdict.words.isEmpty ? nil : task.fill(verdict.words), raw: nil))
        }
    }

    /// The agent reads the skills that it was told of and that fit, as it would see from their lines.
    private func load(
        _ answer: RecallService.Answer, for task: PlannedTask, turn: TurnService.Opened, in session: SessionID
    ) async throws {
        guard !task.scene.skills.isEmpty else { return }
        for hit in answer.result.skills where answer.injectedContext.contains(hit.head.id) {
            let id = SkillID(hit.head.id)
            guard let skill = try await memory.items.item(id), task.scene.skills.contains(where: skill.name.contains)
            else { continue }
            let use = SkillUse(sessionID: session, episodeID: turn.episode, turnAt: clock.now)
            _ = try await memory.items.load(id, for: use, scope: .home)
        }
    }

    private func call(_ step: SceneStep, of task: PlannedTask) -> ToolCall {
        let subject = task.fill(step.subject)
        let lines = step.lines.map(task.fill)
        let began = clock.now + Int64(numbers.number(2_000...9_000))
        let ended =
            began + Int64(numbers.number(step.kind == .run || step.kind == .failedRun ? 900...26_000 : 40...400))
        clock.move(to: ended)
        let words = Self.tools[task.agent] ?? Self.claude
        var call = ToolCall(
            id: "call_\(numbers.next() % 1_000_000_007)", name: words[step.kind] ?? "Bash", input: .null,
            output: lines.joined(separator: "\n"), errorCode: step.kind == .failedRun ? "Exit code 1" : nil,
            startedAt: began, endedAt: ended)
        switch step.kind {
        case .run, .failedRun: call.input = ["command": .string(subject)]
        case .read: call.input = ["file_path": .string(subject)]
        case .search: call.input = ["pattern": .string(subject)]
        case .write:
            call.input = ["file_path": .string(subject), "content": .string(lines.joined(separator: "\n"))]
            call.output = "File created: \(subject)"
        case .edit:
            func side(_ sign: Character) -> JSON {
                .string(lines.filter { $0.first == sign }.map { String($0.dropFirst(2)) }.joined(separator: "\n"))
            }
            call.input = ["file_path": .string(subject), "old_string": side("-"), "new_string": side("+")]
            call.output = "The file \(subject) has been updated."
        }
        return call
    }

    private func sessionName(of task: PlannedTask) -> String {
        let digits = String(numbers.next() & 0xFFFF_FFFF_FFFF, radix: 16)
        return "\(task.scene.name)-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    private static let claude: [SceneStep.Kind: String] = [
        .run: "Bash", .failedRun: "Bash", .read: "Read", .edit: "Edit", .write: "Write", .search: "Grep",
    ]
    /// What agents call their tools.
    private static let tools: [String: [SceneStep.Kind: String]] = [
        "claude": claude, "codex": claude, "hermes": claude,
    ]
    /// Milliseconds; longer than the time in which feedback still counts for a task.
    private static let pauseBeforeJobs: Int64 = 45_000
}
