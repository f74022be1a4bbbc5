package import MemoryModel

/// Turns text into vectors whose cosine says how near two meanings are.
///
/// Which model answers, and whether it computes here or somewhere else, is its own affair. Vectors of different models
/// are never compared.
package protocol Embedder: Sendable {
    var model: EmbeddingModel { get }

    /// Who asks a query and is cancelled is let go at once, whatever becomes of the work: a recall has its deadline.
    ///
    /// - Returns: for each text its windows in order; a text without any token has none. A query has at most one.
    /// - Throws: `MemoryError` with `embedding_unavailable` or `model_invalid`.
    func embed(_ texts: [String], as purpose: EmbeddingPurpose) async throws -> [[Embedding]]

    /// The share of a text's tokens that the model knows, in [0, 1]: how much its vector can be trusted. An English
    /// model spells Chinese as a row of unknowns.
    func knownShare(of text: String) -> Double

    /// Whether the model can still compute, without computing anything.
    ///
    /// - Throws: what `embed` would.
    func check() throws(MemoryError)
}

/// A model that computes in this process, on the thread that calls it.
package protocol TextEncoder: Sendable {
    var model: EmbeddingModel { get }

    /// The windows of one text, each of `model.dimension` components and unit length; none for a text without tokens.
    func windows(of text: String, as purpose: EmbeddingPurpose) throws(MemoryError) -> [Embedding]

    /// The share of a text's tokens that the model knows, in [0, 1].
    func knownShare(of text: String) -> Double

    /// Whether the model can still compute; one that is in memory whole always can.
    ///
    /// - Throws: what `windows` would.
    func check() throws(MemoryError)
}

extension TextEncoder {
    package func check() throws(MemoryError) {}
}

/// Questions and the texts that answer them: some models want a different prefix before each, and a person waits for the
/// first only.
package enum EmbeddingPurpose: Sendable, Hashable {
    case query
    case document
}

/// Whose vectors these are. Two vectors may be compared when all of this is equal.
package struct EmbeddingModel: Sendable, Hashable {
    /// As people call it: `all-MiniLM-L6-v2`.
    package var id: String
    /// What tells two files of one name apart: the first 12 hexadecimal digits of the weights' SHA-256.
    package var revision: String
    /// Components of a vector.
    package var dimension: Int

    package init(id: String, revision: String, dimension: Int) {
        self.id = id
        self.revision = revision
        self.dimension = dimension
    }
}

/// A vector of unit length (Euclidean norm 1), finite in every component.
package struct Embedding: Sendable, Equatable {
    package let components: [Float]

    /// Brings the components to unit length. Vectors without a direction are refused: they would be near to everything.
    ///
    /// - Throws: `embedding_unavailable` for a zero vector and for one with a NaN or an infinity.
    package init(normalizing components: [Float]) throws(MemoryError) {
        var sum = 0.0
        for component in components { sum += Double(component) * Double(component) }
        guard sum.isFinite, sum > 1e-24 else {
            throw MemoryError(
                .embeddingUnavailable, "The model gave a vector without a direction.",
                hint: "memos model verify tells whether the model's file is whole."
            )
        }
        let factor = Float(1 / sum.squareRoot())
        self.components = components.map { $0 * factor }
    }
}
