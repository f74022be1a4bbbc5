import JSONText
package import MemoryModel
import TextAnalysis

/// A turn as it was handed over, already clean.
package struct FinishedTurn: Sendable {
    package var userText: String
    package var agentText: String
    package var thinking: String?
    package var calls: [ToolCall]
    package var at: Timestamp
    /// What the host says it came to; `nil` lets its last tool call say so.
    package var outcome: Outcome?

    package init(
        userText: String, agentText: String, thinking: String?, calls: [ToolCall], at: Timestamp,
        outcome: Outcome? = nil
    ) {
        self.outcome = outcome
        self.userText = userText
        self.agentText = agentText
        self.thinking = thinking
        self.calls = calls
        self.at = at
    }
}

/// A step before it has an id and a place in the database.
package struct StepDraft: Sendable, Equatable {
    package var kind: Trace.Kind
    package var at: Timestamp
    package var userText: String
    package var agentText: String
    package var thinking: String?
    package var call: ToolCall?
    package var outcome: Outcome
    package var summary: String
    package var tags: [String]
    package var errors: [Trace.ErrorMark]
    /// What the index sees beside the words.
    package var action: String
    package var observation: String
    /// Number of terms of all four texts.
    package var length: Int
}

/// A turn with everything that can be said of it without the database: what costs time, done before a transaction where
/// possible.
package struct AnalysedTurn: Sendable {
    package private(set) var steps: [StepDraft]
    package let outcome: Outcome
    package let contentHash: String

    package init(_ turn: FinishedTurn) {
        steps = StepExtractor.steps(of: turn)
        outcome = turn.outcome ?? StepExtractor.outcome(of: steps)
        contentHash = ContentHash.of(turn)
    }

    /// The same turn with a tag more on each of its steps.
    package func tagged(_ tag: String) -> AnalysedTurn {
        var turn = self
        for index in turn.steps.indices where !turn.steps[index].tags.contains(tag) {
            turn.steps[index].tags.insert(tag, at: 0)
        }
        return turn
    }
}

/// Splits a turn into steps `(thinking, action, observation)`: one for each tool call, then one for the question with the
/// final answer. Signs and tags each. Pure.
package enum StepExtractor {
    package static func steps(of turn: FinishedTurn) -> [StepDraft] {
        var steps = turn.calls.map { step(call: $0, turn: turn) }
        if !turn.userText.isEmpty || !turn.agentText.isEmpty || steps.isEmpty {
            steps.append(answer(of: turn, calls: steps))
        }
        return steps
    }

    /// What the turn came to, from its last step that had an outcome.
    package static func outcome(of steps: [StepDraft]) -> Outcome {
        steps.last { $0.kind == .tool && $0.outcome != .unknown }?.outcome ?? .unknown
    }

    private static func step(call: ToolCall, turn: FinishedTurn) -> StepDraft {
        let output = call.output ?? ""
        let failed = call.errorCode != nil
        let faults = ErrorSignatures.extract(from: failed && output.isEmpty ? call.errorCode ?? "" : output)
        let outcome = outcome(of: call, faults: faults)
        let input = call.inputText
        let action = [call.name, input, call.textBefore ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")
        return StepDraft(
            kind: .tool, at: call.startedAt ?? turn.at, userText: "", agentText: call.textBefore ?? "",
            thinking: call.thinkingBefore, call: call, outcome: outcome,
            summary: Summary.line(
                userText: "", toolName: call.name, toolInput: input, outcome: outcome.rawValue, agentText: ""
            ),
            tags: Tags.derive(
                userText: turn.userText, agentText: "", toolName: call.name, toolInput: input, toolOutput: output,
                errors: faults
            ),
            errors: outcome == .success ? [] : marks(faults), action: action, observation: output,
            length: termCount(action, output, call.textBefore ?? "")
        )
    }

    /// A shell's output tells more than its exit status, which hosts leave out and pipes swallow: a fault in it makes
    /// success doubtful. What other tools show may well speak of faults.
    private static func outcome(of call: ToolCall, faults: [ErrorSignature]) -> Outcome {
        if call.errorCode != nil { return .failure }
        guard call.output != nil else { return .unknown }
        let isShell = ShellCommand.isRun(byToolNamed: call.name)
        return isShell && !faults.isEmpty ? .unknown : .success
    }

    private static func answer(of turn: FinishedTurn, calls: [StepDraft]) -> StepDraft {
        let faults = ErrorSignatures.extract(from: turn.userText)
        return StepDraft(
            kind: .answer, at: turn.at, userText: turn.userText, agentText: turn.agentText, thinking: turn.thinking,
            call: nil, outcome: turn.outcome ?? outcome(of: calls),
            summary: Summary.line(
                userText: turn.userText, toolName: nil, toolInput: nil, outcome: nil, agentText: turn.agentText
            ),
            tags: Tags.derive(
                userText: turn.userText, agentText: turn.agentText, toolName: nil, toolInput: nil, toolOutput: nil,
                errors: faults
            ),
            errors: marks(faults), action: "", observation: "", length: termCount(turn.userText, turn.agentText)
        )
    }

    private static func marks(_ faults: [ErrorSignature]) -> [Trace.ErrorMark] {
        faults.map { Trace.ErrorMark(signature: $0.text, errorClass: $0.errorClass, code: $0.code) }
    }

    private static func termCount(_ texts: String...) -> Int {
        var count = 0
        for var text in texts {
            text.withUTF8 { bytes in
                Terms.forEachTerm(in: bytes) { _, _, _ in
                    count += 1
                    return true
                }
            }
        }
        return count
    }
}
