import JSONText
import LanguageModels

/// How many tokens a text may be, on the high side: what is set aside must not be less than what is charged.
///
/// Three characters of ASCII are a token (the usual vocabularies take about four of English, three of code), every other
/// character is one, those beyond the basic plane (emoji) three.
enum TokenEstimate {
    static func tokens(in text: String) -> Int {
        var ascii = 0
        var others = 0
        var text = text
        text.withUTF8 { bytes in
            for byte in bytes {
                switch byte {
                case 0..<0x80: ascii += 1
                case 0xC0..<0xF0: others += 1
                case 0xF0...: others += 3
                default: break
                }
            }
        }
        return (ascii + 2) / 3 + others
    }

    /// The most a conversation can take: its texts, the shape that is asked for, and the whole of the answer.
    static func usage(of request: CompletionRequest) -> TokenUsage {
        var input = request.messages.reduce(frame) { $0 + tokens(in: $1.text) }
        if case .json(let schema, let name) = request.shape { input += tokens(in: schema.text) + tokens(in: name) }
        return TokenUsage(input: input, output: max(0, request.maxTokens))
    }

    /// A reranker reads the question with each document.
    static func usage(of documents: [String], for query: String) -> TokenUsage {
        let texts = documents.reduce(frame) { $0 + tokens(in: $1) }
        return TokenUsage(input: texts + documents.count * tokens(in: query), output: 0)
    }

    /// Marks around messages.
    private static let frame = 50
}
