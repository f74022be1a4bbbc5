import JSONText
package import MemoryModel
import StepReading
import TextAnalysis

/// A repair as it is told: which steps, and in words what was done.
package struct RepairNote: Sendable, Equatable {
    package var failingID: TraceID
    package var fixIDs: [TraceID]
    package var passedID: TraceID?
    /// What failed, on one line.
    package var failed: String
    /// What was done, on one line.
    package var text: String
    /// What passed afterwards, on one line.
    package var passed: String?
    /// In (0, 1); see `Repair.confidence`.
    package var confidence: Double

    /// Characters of what was done, all steps together.
    static let length = 240

    init(_ repair: Repair, weights: [String: Double], length: Int = Self.length) {
        failingID = repair.failing.id
        fixIDs = repair.steps.map(\.id)
        passedID = repair.passed?.id
        failed = repair.failing.summary
        passed = repair.passed?.summary
        confidence = repair.confidence
        let share = length / max(repair.steps.count, 1)
        text = repair.steps.map { StepAction.text(of: $0, weights: weights, length: share) }.joined(separator: "; ")
    }
}

/// What a step did, without what came of it.
enum StepAction {
    static func text(of trace: Trace, weights: [String: Double], length: Int) -> String {
        guard let call = trace.call else {
            return Snippet.choose(from: trace.agentText, weights: weights, around: length)
        }
        let run = ToolRun(call)
        if run.isShell { return Snippet.choose(from: run.input, weights: weights, around: length) }
        let place = run.subject == run.input ? "" : " \(run.subject)"
        let head = "\(call.name)\(place): "
        let room = max(length - head.count, 40)
        if let old = text(in: call, of: ["old_string", "old_str", "old"]),
            let new = text(in: call, of: ["new_string", "new_str", "new"])
        {
            let (before, after) = LineDifference.of(old, new)
            if before.isEmpty { return head + Snippet.choose(from: after, weights: weights, around: room) }
            return head + Snippet.choose(from: before, weights: weights, around: room / 2) + " ⇒ "
                + Snippet.choose(from: after, weights: weights, around: room / 2)
        }
        let content = text(in: call, of: ["content", "file_text", "patch", "diff", "text"]) ?? run.input
        return head + Snippet.choose(from: content, weights: weights, around: room)
    }

    private static func text(in call: ToolCall, of names: [String]) -> String? {
        names.lazy.compactMap { call.input[$0]?.string }.first
    }
}

/// What differs between two versions of a few lines: common first and last lines are left out.
enum LineDifference {
    static func of(_ old: String, _ new: String) -> (old: String, new: String) {
        var before = old.split(separator: "\n", omittingEmptySubsequences: false)[...]
        var after = new.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let a = before.first, a == after.first {
            before = before.dropFirst()
            after = after.dropFirst()
        }
        while let a = before.last, a == after.last {
            before = before.dropLast()
            after = after.dropLast()
        }
        return (before.joined(separator: "\n"), after.joined(separator: "\n"))
    }
}
