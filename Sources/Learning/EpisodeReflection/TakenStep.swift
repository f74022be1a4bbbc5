import MemoryModel
import StepReading
import TextAnalysis

/// A step, read once for all rules.
struct TakenStep: Sendable {
    let trace: Trace
    /// `nil` for an answer.
    let run: ToolRun?
    let action: ActionKind
    let fault: FaultFamily?
    let hasFailed: Bool
    let hasPassed: Bool
    /// What it is an attempt at: the command and what it does, or the tool and what it works on.
    let key: String
    /// The first error that it showed; empty for none.
    let signature: String
    /// What was run, as code.
    let shown: String

    init(_ trace: Trace) {
        self.trace = trace
        guard trace.kind == .tool else {
            (run, action, fault, hasFailed, hasPassed, key, signature, shown) = (
                nil, .ask, nil, false, false, "", "", ""
            )
            return
        }
        let step = ReadStep(trace)
        run = step.run
        action = step.action
        fault = step.fault
        hasFailed = step.hasFailed
        hasPassed = step.hasPassed
        let main = step.run?.main
        key = main.map { "$ " + $0.stem.joined(separator: " ") } ?? step.run.map { "\($0.tool)\n\($0.subject)" } ?? ""
        signature = trace.errors.first?.signature ?? ""
        shown =
            main.map { Quotation.code($0.core.joined(separator: " ")) }
            ?? step.run.map { Quotation.code("\($0.tool) \($0.subject)") } ?? ""
    }

    var isLook: Bool { run?.effect == .reads }

    /// Whether it made a difference that something after it may owe its success to.
    var isChange: Bool { run?.effect == .changes && !hasFailed }
}
