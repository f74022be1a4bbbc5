package import MemoryModel
import StepReading

/// A fault, what was done about it, and how it is known that it helped.
package struct Repair: Sendable, Equatable {
    /// The step that showed the fault.
    package var failing: Trace
    /// What was done, in order: one to three steps.
    package var steps: [Trace]
    /// The run that passed; `nil` when a person said so.
    package var passed: Trace?
    package var evidence: Evidence

    /// How it is known that it helped, the surest first.
    package enum Evidence: String, Sendable, CaseIterable {
        /// Something was changed and the same command passed.
        case changeThenPass = "change_then_pass"
        /// The command itself was changed and passed.
        case changedCommand = "changed_command"
        /// Something else was run and the same command passed.
        case runThenPass = "run_then_pass"
        /// A person said that it works.
        case told = "told"
    }

    /// How much it is to be believed, in (0, 1). The order is what counts: a pass weighs more than a word, a change more
    /// than a run, and a pass on other files less than one on the same.
    package var confidence: Double {
        let isSame = passed.flatMap { ToolRun($0) }.map { ToolRun(failing)?.sameness(to: $0) != .related } ?? true
        let certainty =
            switch evidence {
            case .changeThenPass: 0.9
            case .changedCommand: 0.8
            case .runThenPass: 0.6
            case .told: 0.5
            }
        return isSame ? certainty : certainty - 0.1
    }
}
