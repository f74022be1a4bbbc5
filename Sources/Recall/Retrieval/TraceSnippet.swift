import MemoryModel
import TextAnalysis

/// The part of a trace that is worth the tokens.
enum TraceSnippet {
    /// Characters where nobody says how many.
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

    static func text(of trace: Trace, weights: [String: Double], length: Int = length) -> String {
        var shown = ShownSentences()
        return text(of: trace, weights: weights, length: length, similarity: nil, besides: &shown)
    }

    /// Of a question with its answer one stretch of each: half of the room is the question's, and what one of them leaves
    /// is the other's.
    static func text(
        of trace: Trace, weights: [String: Double], length: Int, similarity: Snippet.Similarity?,
        besides shown: inout ShownSentences
    ) -> String {
        func choose(_ text: String, _ limit: Int) -> String {
            Snippet.choose(from: text, weights: weights, around: limit, similarity: similarity, besides: &shown)
        }
        if trace.kind == .tool { return choose(source(of: trace), length) }
        if trace.agentText.isEmpty { return choose(trace.userText, length) }
        if trace.userText.isEmpty { return choose(trace.agentText, length) }
        let spare = length - trace.agentText.count - separator.count
        let asked = choose(trace.userText, max(length / 2, spare))
        let answered = choose(trace.agentText, length - asked.count - (asked.isEmpty ? 0 : separator.count))
        if asked.isEmpty || answered.isEmpty { return asked + answered }
        return asked + separator + answered
    }

    private static let separator = " → "
}
