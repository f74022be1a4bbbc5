import DraftScreening
import MemoryModel
import StepReading

/// A policy that is told anew, with the lessons that it says it from: what a model may word better.
struct NewWords: Sendable {
    var policy: Policy
    /// One a task, the best first.
    var taught: [KeptLesson]
    /// The same situation where it went wrong or was not done.
    var failed: [KeptLesson]
    var procedure: InducedProcedure

    init?(_ policy: Policy, taught: [KeptLesson], failed: [KeptLesson]) {
        guard let procedure = ProcedureInduction.procedure(of: taught.map(\.lesson)) else { return nil }
        self.policy = policy
        self.taught = taught
        self.failed = failed
        self.procedure = procedure
    }

    /// What a draft's steps must do.
    var work: DraftWork {
        DraftWork(
            commands: procedure.steps.compactMap(\.command),
            others: procedure.steps.filter { $0.command == nil }.map(\.text))
    }

    /// What a draft may say: the rules' words, what the tasks ran, what people said.
    var screen: DraftScreen {
        let lessons = (taught + failed).map(\.lesson)
        let actions = lessons.flatMap { $0.course + $0.attempts + [$0.goal] }
        let guidance = lessons.map(\.guidance) + [policy.guidance]
        let told = [policy.title, policy.trigger, policy.procedure, policy.verification].joined(separator: "\n")
        return DraftScreen(
            commands: work.commands + actions.map { $0.words.joined(separator: " ") },
            words: [told, policy.boundary] + policy.goals + procedure.preconditions + actions.map(\.stem)
                + lessons.map(\.opening) + lessons.flatMap(\.sayings)
                + guidance.flatMap { ($0.preference + $0.antiPattern).map(\.text) }
                + lessons.flatMap { $0.marks.map(EnvironmentMarks.phrase) } + TradeWords.words(for: told),
            parameters: Set(procedure.parameters.map(\.name)))
    }
}
