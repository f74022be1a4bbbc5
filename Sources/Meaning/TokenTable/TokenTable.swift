package import LanguageModels
package import MemoryModel
import WordPiece

/// A text's meaning as the sum of its word pieces' vectors: what serves until a sentence model is installed.
///
/// Each piece has one fixed vector, with its weight in its length; a text's vector is the sum over its pieces, brought
/// to unit length. The vectors were fitted so that this sum points where the sentence model's embedding points
/// (`model-data/README.md`). Word order is lost: it knows what a text is about, not what it says of it.
///
/// The same text gives the same vector on every processor: products and sums are made in one order in single precision.
package final class TokenTable: TextEncoder, Sendable {
    /// A document is one window; what stands behind so many pieces does not count.
    static let windowTokens = 2048

    package let model: EmbeddingModel
    /// JSON: which teacher, which texts, how it was fitted.
    package let provenance: String

    let wordPiece: WordPiece
    let vectors: PieceVectors

    package func knownShare(of text: String) -> Double {
        wordPiece.knownShare(of: text, limit: TokenTable.windowTokens)
    }

    /// Reads the whole file and checks every byte: about two milliseconds.
    ///
    /// - Throws: `not_found`, or `model_invalid` when the file is not a token table, not whole or altered.
    package init(path: String) throws(MemoryError) {
        let bytes = try TableFile.bytes(of: path)
        let layout = try TableLayout(bytes, path: path)
        guard TableFile.checksum(bytes) == layout.checksum else {
            throw .table(path, "was altered: its bytes do not give its checksum")
        }
        wordPiece = try bytes.withUnsafeBufferPointer { (bytes) throws(MemoryError) in
            let text = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[layout.vocabulary]))
            return try WordPiece(vocabularyText: text)
        }
        guard wordPiece.count >= layout.rows else {
            throw .table(path, "has more vectors than pieces in its vocabulary")
        }
        provenance = String(decoding: bytes[layout.provenance], as: UTF8.self)
        vectors = PieceVectors(bytes: bytes, layout: layout)
        guard vectors.areFinite else { throw .table(path, "has a scale that is no number") }
        let digits = layout.digest.prefix(6).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        model = EmbeddingModel(id: "token-table", revision: digits.joined(), dimension: layout.dimension)
    }

    package func windows(of text: String, as purpose: EmbeddingPurpose) throws(MemoryError) -> [Embedding] {
        let pieces = wordPiece.tokens(in: text, limit: TokenTable.windowTokens)
        guard let sum = vectors.sum(of: pieces) else { return [] }
        return [try Embedding(normalizing: sum)]
    }
}
