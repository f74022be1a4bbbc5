import JSONText
package import MemoryModel
import StepReading
import TextAnalysis

/// What became of what was handed over: whether the work that followed took it up, went against it, or shows nothing of
/// it. Pure rules, slow to praise: what the agent was told elsewhere, or found itself, is not credited to a memory.
///
/// The idea is attribution by what only one source can have given: a name, a number or a command that stood in the
/// memory, nowhere before it in the task, and then in what the agent did or said before any output showed it.
package enum RecallVerdicts {
    /// What must be taken up of a memory before it counts as used, where not one name of it is rare in this home: names
    /// that tell by their form, or rare plain words.
    static let tellingNames = 2
    static let plainWords = 3

    /// - Parameters:
    ///   - handed: of this task, in the order in which it was handed over.
    ///   - isRare: whether a term stands in few steps of the home.
    /// - Returns: the verdicts, in the same order; without a time.
    package static func judge(
        _ handed: [HandedOver], in record: EpisodeRecord, isRare: (String) -> Bool
    ) -> [InjectionItem] {
        let course = TaskCourse(record)
        return handed.map { memory in
            var item = memory.item
            (item.verdict, item.reason) = verdict(on: memory, in: course, isRare: isRare)
            return item
        }
    }

    /// The distinct terms of lines by which a memory could be recognised.
    package static func terms(in lines: [String]) -> [String] {
        Set(lines.flatMap { IdentifyingTerm.all(in: $0) }.map(\.text)).sorted()
    }

    private static func verdict(
        on memory: HandedOver, in course: TaskCourse, isRare: (String) -> Bool
    ) -> (InjectionItem.Verdict, String) {
        guard let start = course.start(of: memory.turn, at: memory.at), start < course.moments.count else {
            return (.ignored, "no_work")
        }
        if let reason = Contradiction.reason(against: memory, in: course, from: start) {
            return (.contradicted, reason)
        }
        if memory.isOnTrial { return (.used, "skill") }
        if let command = CommandUptake.command(of: memory, in: course, from: start) {
            return (.used, "command: \(command)")
        }
        let taken = course.taken(from: memory.terms, after: start)
        let names = taken.filter(\.isTelling)
        let words = taken.filter { !$0.isTelling && isRare($0.text) }
        if names.contains(where: { isRare($0.text) }) || names.places >= tellingNames || words.count >= plainWords {
            let shown = (names.isEmpty ? words : names).prefix(4).map(\.text)
            return (.used, "names: \(shown.joined(separator: ", "))")
        }
        return (.ignored, "nothing")
    }
}

/// One memory as it was handed over in a task.
package struct HandedOver: Sendable {
    package var item: InjectionItem
    /// The turn it was for; `nil` when it is gone.
    package var turn: TurnID?
    package var at: Timestamp
    /// Its line in the block: no more of it was before the model's eyes.
    package var line: String
    /// The step it is, of which the outcome says whether it was recommended; `nil` for what was learned.
    package var step: Trace?
    /// What it says to do, and what to leave; empty for a step.
    package var guidance: DecisionGuidance
    /// Whether the task is a trial of this skill: it was loaded in it, or recognisably followed.
    package var isOnTrial: Bool

    package init(
        item: InjectionItem, turn: TurnID?, at: Timestamp, line: String, step: Trace? = nil,
        guidance: DecisionGuidance = .none, isOnTrial: Bool = false
    ) {
        self.item = item
        self.turn = turn
        self.at = at
        self.line = line
        self.step = step
        self.guidance = guidance
        self.isOnTrial = isOnTrial
    }

    var terms: [IdentifyingTerm] { IdentifyingTerm.all(in: line).withoutParts }

    /// Commands that it recommends: its own when it is a step that went well, else those that its line sets off.
    var recommended: [ToolRun] {
        if let step {
            guard step.outcome == .success, let run = ToolRun(step), run.effect != .reads else { return [] }
            return [run]
        }
        let avoided = guidance.antiPattern.map(\.text).joined(separator: "\n")
        return Self.setOff(in: line).filter { !avoided.contains($0) }.map {
            ToolRun(ToolCall(name: "bash", input: .string($0)))
        }.filter { $0.main != nil && $0.effect != .reads }
    }

    /// What stands in backticks and has more than one word: a command and no name.
    private static func setOff(in line: String) -> [String] {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 && $0 + 1 < parts.count }.map { String(parts[$0]) }
            .filter { $0.contains(" ") }
    }
}
