package import MemoryModel

/// A step as learning reads it: what was run, what kind of work that is, and what kind of fault came of it.
package struct ReadStep: Sendable {
    package let trace: Trace
    /// `nil` for an answer.
    package let run: ToolRun?
    package let action: ActionKind
    /// `nil` when it did not fail.
    package let fault: FaultFamily?

    package init(_ trace: Trace) {
        self.trace = trace
        run = ToolRun(trace)
        action = run.map(ActionKind.of) ?? .ask
        fault = FaultFamily.of(trace)
    }

    package var hasFailed: Bool { trace.outcome == .failure || fault != nil && trace.outcome != .success }

    package var hasPassed: Bool { trace.outcome == .success }
}
