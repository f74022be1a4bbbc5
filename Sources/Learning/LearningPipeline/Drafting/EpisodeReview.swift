import EpisodeReflection
import MemoryModel
import Prompting

/// What a model is asked of a closed task: four prompts over one sheet, in one call; of a long task, more steps in further
/// ones. The same record gives the same requests.
struct EpisodeReview {
    /// One call, and the steps that it asks what they taught.
    struct Part {
        var request: DraftRequest
        var steps: [TraceID]
    }

    private(set) var parts: [Part] = []

    init(_ record: EpisodeRecord, prompts: PromptCatalogue = .standard) {
        for start in stride(from: 0, to: min(record.steps.count, Self.stepsACall * Self.mostCalls), by: Self.stepsACall)
        {
            let end = min(start + Self.stepsACall, record.steps.count)
            parts.append(part(of: record, start..<end, prompts))
        }
    }

    private func part(of record: EpisodeRecord, _ range: Range<Int>, _ prompts: PromptCatalogue) -> Part {
        let isFirst = range.lowerBound == 0
        var writing = ReviewSheet(record)
        writing.add(record.steps[range])
        if range.upperBound < record.steps.count {
            writing.preview(record.steps[range.upperBound...].prefix(Self.previewed))
            if isFirst {
                let seen = range.upperBound
                writing.add(record.steps[seen...].suffix(Self.lastSteps), for: Self.ofTheWhole)
            }
        }
        if isFirst { writing.addFeedback() }
        let asked: [Prompt.ID] = isFirst ? [.turnSummary, .reflection, .rewardRubric, .extraction] : [.reflection]
        return Part(
            request: DraftRequest(
                asked.map { prompts[$0] }, sheet: writing.sheet, subject: record.episode.id.rawValue,
                sources: [record.episode.id.rawValue] + writing.sources),
            steps: record.steps[range].map(\.id))
    }

    /// Prompts about the task as a whole, which must also see how it ended.
    static let ofTheWhole: Set<String> = [
        Prompt.ID.turnSummary.rawValue, Prompt.ID.rewardRubric.rawValue, Prompt.ID.extraction.rawValue,
    ]
    private static let stepsACall = 12
    /// Steps beyond those, of a task of more than a hundred, are the rules'.
    private static let mostCalls = 8
    private static let previewed = 3
    private static let lastSteps = 6
}

/// Writes down what of a task is shown: steps under the messages that set them off.
struct ReviewSheet {
    private(set) var sheet = EvidenceSheet()
    /// Ids of all that is quoted, each once.
    private(set) var sources: [String] = []
    private let record: EpisodeRecord
    private var shown: Set<TurnID> = []

    init(_ record: EpisodeRecord) {
        self.record = record
    }

    mutating func add(_ steps: ArraySlice<Trace>, for audience: Set<String>? = nil) {
        for step in steps {
            if shown.insert(step.turnID).inserted, let turn = record.turns.first(where: { $0.id == step.turnID }),
                !turn.userText.isEmpty
            {
                add(turn.id.rawValue, "message of the person", turn.userText, Self.message, audience)
            }
            add(step.id.rawValue, kind(of: step), text(of: step), Self.step, audience)
        }
    }

    /// What came next, in short: only for whoever says what a step taught.
    mutating func preview(_ steps: ArraySlice<Trace>) {
        for step in steps {
            add(
                step.id.rawValue, "preview of a later \(kind(of: step))", text(of: step), Self.preview,
                [Prompt.ID.reflection.rawValue])
        }
    }

    /// What was said of the task, which may still grow: at the end, and only for the judgement.
    mutating func addFeedback() {
        for feedback in record.feedback.suffix(Self.mostFeedback) {
            let strength = Int((feedback.magnitude * 10).rounded())
            add(
                feedback.id, "feedback of the person (\(feedback.channel), \(feedback.polarity), \(strength) of 10)",
                feedback.rationale ?? "", Self.message, [Prompt.ID.rewardRubric.rawValue])
        }
    }

    private mutating func add(_ id: String, _ kind: String, _ text: String, _ limit: Int, _ audience: Set<String>?) {
        sheet.add(id, kind: kind, text, limit: limit, for: audience)
        if !sources.contains(id) { sources.append(id) }
    }

    private func kind(of step: Trace) -> String {
        guard step.kind == .tool else { return "answer of the agent" }
        return switch step.outcome {
        case .success: "step, succeeded"
        case .failure: "step, failed"
        case .unknown: "step, outcome unknown"
        }
    }

    private func text(of step: Trace) -> String {
        guard let call = step.call else { return step.agentText }
        let input = call.inputText
        let shown = input.count > Self.input ? "\(input.prefix(Self.input)) …" : input
        let error = call.errorCode.map { "\nerror: \($0)" } ?? ""
        return "\(call.name): \(shown)\(error)\noutput: \(call.output ?? "none")"
    }

    /// Characters.
    private static let message = 600
    private static let step = 900
    private static let input = 400
    private static let preview = 200
    private static let mostFeedback = 12
}
