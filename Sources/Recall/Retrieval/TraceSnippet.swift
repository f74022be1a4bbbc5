import MemoryModel
import TextAnalysis

/// The part of a trace that is worth the tokens.
enum TraceSnippet {
    /// Characters where nobody says how many.
    static let length = 300

    /// What was said and done in this step: the question and the answer, or the call with what came back.
    static func parts(of trace: Trace) -> [String] {
        var parts: [String] = []
        if !trace.userText.isEmpty { parts.append(trace.userText) }
        if !trace.agentText.isEmpty { parts.append(trace.agentText) }
        if let call = trace.call {
            parts.append("\(call.name): \(call.inputText)")
            if let output = call.output { parts.append(output) }
        }
        return parts
    }

    /// The same as one text.
    static func source(of trace: Trace) -> String { parts(of: trace).joined(separator: "\n") }

    static func text(of trace: Trace, weights: [String: Double], length: Int = length) -> String {
        var shown = ShownSentences()
        return text(of: trace, weights: weights, length: length, besides: &shown)
    }

    static func text(
        of trace: Trace, weights: [String: Double], length: Int,
        besides shown: inout ShownSentences
    ) -> String {
        Snippet.choose(
            from: shownParts(of: trace), weights: weights, around: length, besides: &shown)
    }

    /// The sentence of it that answers best.
    static func answer(of trace: Trace, weights: [String: Double]) -> String {
        Snippet.answer(in: shownParts(of: trace), weights: weights, around: length)
    }

    /// A call and its output read as one.
    private static func shownParts(of trace: Trace) -> [String] {
        trace.kind == .tool ? [source(of: trace)] : parts(of: trace)
    }
}
