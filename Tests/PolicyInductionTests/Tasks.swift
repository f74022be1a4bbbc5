import JSONText
import MemoryModel
import PolicyInduction
import Prompting
import TextAnalysis

/// A task as a test tells it: what was asked, what was run, and what came of it.
struct Task {
    var id: String
    var asked: String
    var steps: [Step]
    var reward: Double?
    var feedback: [Feedback] = []
    var day = 0.0
    var workspace: String?

    struct Step {
        var tool = "bash"
        var input: JSON
        var output: String
        var hasFailed: Bool
        /// `nil`: by whether it failed and what it was.
        var value: Double?
    }

    static let start: Timestamp = 1_760_000_000_000

    var record: EpisodeRecord {
        let episode = EpisodeID(id)
        let opened = Self.start + Timestamp(day * 86_400_000)
        let owner = Namespace(agentKind: "openclaw", workspace: workspace)
        let turn = Turn(
            id: TurnID(id + "-turn"), key: "1", sessionID: SessionID(id + "-session"), episodeID: episode,
            owner: owner, userText: asked, agentText: "Done.", startedAt: opened, endedAt: opened + 60_000)
        let traces = steps.enumerated().map { place, step in
            let errors =
                step.hasFailed
                ? ErrorSignatures.extract(from: step.output).map {
                    Trace.ErrorMark(signature: $0.text, errorClass: $0.errorClass, code: $0.code)
                } : []
            return Trace(
                id: TraceID("\(id)-\(place)"), sessionID: turn.sessionID, episodeID: episode, turnID: turn.id,
                step: place, kind: .tool, at: opened + Timestamp(place) * 1000, owner: owner, userText: "",
                agentText: "",
                call: ToolCall(
                    name: step.tool, input: step.input, output: step.output, errorCode: step.hasFailed ? "1" : nil),
                outcome: step.hasFailed ? .failure : .success, errors: errors, reflectionWeight: 0.6,
                value: step.value ?? reward ?? 0)
        }
        return EpisodeRecord(
            episode: Episode(
                id: episode, sessionID: turn.sessionID, openedAt: opened, lastActiveAt: opened + 60_000,
                closedAt: opened + 60_000, turnCount: 1, preview: asked, reward: reward),
            owner: owner, turns: [turn], steps: traces, feedback: feedback)
    }
}

extension Task.Step {
    static func run(_ command: String, _ output: String = "ok", value: Double? = nil) -> Task.Step {
        Task.Step(input: ["command": JSON(command)], output: output, hasFailed: false, value: value)
    }

    static func fails(_ command: String, _ output: String, value: Double? = nil) -> Task.Step {
        Task.Step(input: ["command": JSON(command)], output: output, hasFailed: true, value: value)
    }

    static func edit(_ path: String, _ old: String = "a", _ new: String = "b") -> Task.Step {
        Task.Step(
            tool: "Edit", input: ["file_path": JSON(path), "old_string": JSON(old), "new_string": JSON(new)],
            output: "edited", hasFailed: false)
    }

    static func read(_ path: String) -> Task.Step {
        Task.Step(tool: "Read", input: ["file_path": JSON(path)], output: "…", hasFailed: false)
    }
}

/// The memory of a test: it keeps what a settlement returns and gathers evidence as the store would.
struct Shelf {
    var induction = PolicyInduction()
    var lessons: [String: LessonRow] = [:]
    var policies: [PolicyID: Policy] = [:]
    var notes: [GuidanceNote] = []
    /// Turns what is gathered around.
    var isReversed = false
    private(set) var reasons: [String] = []
    /// Who words what is told anew; what it answers to a request about these policies.
    var model: ((DraftRequest, [Policy]) -> DraftBook.Entry)?
    /// What it was asked.
    private(set) var requests: [DraftRequest] = []

    @discardableResult
    mutating func learn(_ task: Task) -> PolicyInduction.Change { learn(task.record) }

    @discardableResult
    mutating func learn(_ record: EpisodeRecord) -> PolicyInduction.Change {
        let fresh = induction.lessons(of: record)
        let own = lessons.values.filter { $0.episodeID == record.episode.id }
        let tags = Set((fresh + own).map { $0.signature.prefix { $0 != "|" } })
        func matches(_ signature: String) -> Bool { tags.contains(signature.prefix { $0 != "|" }) }
        var pool = lessons.values.filter { $0.policyID == nil && matches($0.signature) }.sorted { $0.id < $1.id }
        var near = policies.values.filter { matches($0.signature) }.sorted { $0.id.rawValue < $1.id.rawValue }
            .map { policy in
                (policy: policy, lessons: lessons.values.filter { $0.policyID == policy.id }.sorted { $0.id < $1.id })
            }
        if isReversed {
            pool.reverse()
            near = near.reversed().map { ($0.policy, $0.lessons.reversed()) }
        }
        var change = induction.settle(
            isReversed ? fresh.reversed() : fresh, of: record,
            beside: PolicyInduction.Evidence(pool: pool, policies: near, notes: notes),
            at: record.episode.lastActiveAt)
        if let model, let request = Self.request(wording: change, beside: near.map(\.policy)) {
            requests.append(request)
            let entry = model(request, change.insertions + change.revisions.map(\.policy))
            let book = DraftBook([request.key(of: request.prompts[0]): entry])
            change = induction.worded([change], of: request, by: book)[0]
        }
        for row in change.lessons { lessons[row.id] = row }
        for id in change.removals { lessons[id] = nil }
        for policy in change.insertions + change.revisions.map(\.policy) + change.updates {
            policies[policy.id] = policy
        }
        reasons += change.revisions.map(\.reason)
        return change
    }

    /// `nil` when nothing is told anew.
    static func request(wording change: PolicyInduction.Change, beside known: [Policy] = []) -> DraftRequest? {
        var sheet = EvidenceSheet()
        let sources = PolicyInduction().show([change], beside: known, on: &sheet)
        let prompt = PromptCatalogue.standard[.policyInduction]
        return sources.isEmpty ? nil : DraftRequest([prompt], sheet: sheet, subject: "test", sources: sources)
    }

    var all: [Policy] { policies.values.sorted { ($0.createdAt, $0.id.rawValue) < ($1.createdAt, $1.id.rawValue) } }
    var only: Policy? { policies.count == 1 ? policies.values.first : nil }
}

extension Policy {
    /// For a look at a failing test.
    var page: String {
        var lines = [
            "[\(status) support \(support) gain \(gain)] \(signature)", title, trigger, procedure, verification,
            boundary,
        ]
        lines += guidance.preference.map { "+ " + $0.text } + guidance.antiPattern.map { "- " + $0.text }
        return lines.joined(separator: "\n")
    }
}
