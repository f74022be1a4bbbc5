package import LanguageModels
import WordPiece

extension TokenTable: WordKinship {
    package func coverage(of words: [WeighedWord], by texts: [String]) -> [Double] {
        guard var kinship = PieceKinship(to: pieces(of: words), vectors: vectors) else {
            return [Double](repeating: 0, count: texts.count)
        }
        return texts.map { text in
            var text = text
            let pieces = text.withUTF8 { bytes in
                wordPiece.tokens(inUTF8: UnsafeBufferPointer(rebasing: bytes.prefix(Self.readBytes)))
            }
            return kinship.coverage(by: pieces)
        }
    }

    /// The distinct pieces, each with the weight of the first word it stands in.
    private func pieces(of words: [WeighedWord]) -> [(piece: Int32, weight: Float)] {
        var seen: Set<Int32> = []
        var found: [(piece: Int32, weight: Float)] = []
        for word in words where word.weight > 0 {
            for piece in wordPiece.tokens(in: word.text, limit: Self.questionPieces) {
                guard found.count < Self.questionPieces else { return found }
                if seen.insert(piece).inserted { found.append((piece, Float(word.weight))) }
            }
        }
        return found
    }

    /// So much of a text is looked at, in bytes: it says in its beginning what it is about, and time is short.
    private static let readBytes = 1500
    /// So many distinct pieces of the words.
    private static let questionPieces = 32
}
