import MemoryModel
import TextAnalysis

/// The part of a trace that is worth the tokens: around 300 characters about the query's words.
enum TraceSnippet {
    static let length = 300

    /// What was said and done in this step, as one text.
    static func source(of trace: Trace) -> String {
        var parts: [String] = []
        if !trace.userText.isEmpty { parts.append(trace.userText) }
        if !trace.agentText.isEmpty { parts.append(trace.agentText) }
        if let call = trace.call {
            parts.append("\(call.name): \(call.inputText)")
            if let output = call.output { parts.append(output) }
        }
        return parts.joined(separator: "\n")
    }

    static func text(of trace: Trace, weights: [String: Double]) -> String {
        switch trace.kind {
        case .tool:
            return Snippet.choose(from: source(of: trace), weights: weights, around: length)
        case .answer:
            if trace.agentText.isEmpty { return Snippet.choose(from: trace.userText, weights: weights, around: length) }
            if trace.userText.isEmpty { return Snippet.choose(from: trace.agentText, weights: weights, around: length) }
            let asked = Snippet.choose(from: trace.userText, weights: weights, around: length / 2)
            let answered = Snippet.choose(from: trace.agentText, weights: weights, around: length - asked.count)
            return "\(asked) → \(answered)"
        }
    }
}
