import LanguageModels

/// Long texts as models take them, and what a call may hold: pure arithmetic on characters, as a model somewhere else
/// does not tell how it counts.
struct EmbeddingPieces: Sendable, Equatable {
    /// Windows of one text; what lies behind them is not read. As for the model of this process.
    static let most = 8
    /// Characters of a window before a model has said that it takes less.
    static let standardLength = 6_000
    /// Below which a refusal has another reason than the length.
    static let leastLength = 400

    /// Characters of a window.
    var length = EmbeddingPieces.standardLength

    /// The windows of a text, each sharing an eighth with the one before, so that what is cut in one is whole in the
    /// other; one for a question, none for a text of nothing but white space.
    func pieces(of text: String, as purpose: EmbeddingPurpose) -> [String] {
        guard text.contains(where: { !$0.isWhitespace }) else { return [] }
        let most = purpose == .query ? 1 : Self.most
        let step = length - length / 8
        var pieces: [String] = []
        var start = text.startIndex
        while pieces.count < most {
            let end = text.index(start, offsetBy: length, limitedBy: text.endIndex) ?? text.endIndex
            let piece = String(text[start..<end])
            if piece.contains(where: { !$0.isWhitespace }) { pieces.append(piece) }
            guard end < text.endIndex else { break }
            start = text.index(start, offsetBy: step)
        }
        return pieces
    }

    /// Tokens of a text, rather too many than too few: a third of the characters below U+2E80, where scripts have words
    /// of several letters, and one for each beyond (Chinese, Japanese, Korean, symbols).
    static func tokens(of text: String) -> Int {
        var (letters, signs) = (0, 0)
        for scalar in text.unicodeScalars { if scalar.value < 0x2E80 { letters += 1 } else { signs += 1 } }
        return (letters + 2) / 3 + signs
    }

    /// Texts in the order of their calls.
    ///
    /// - Parameter batch: texts of a call.
    static func batches(of pieces: [String], batch: Int) -> [[String]] {
        var batches: [[String]] = []
        var tokens = 0
        for piece in pieces {
            let more = Self.tokens(of: piece)
            if let last = batches.last, last.count < max(1, batch), tokens + more <= tokensOfCall {
                batches[batches.count - 1].append(piece)
                tokens += more
            } else {
                batches.append([piece])
                tokens = more
            }
        }
        return batches
    }

    /// The least that a provider takes in one call (Mistral's 16,384), by our count, which is high.
    private static let tokensOfCall = 16_000
}
