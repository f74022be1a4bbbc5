package import WordPiece

/// The sizes of a BERT encoder, as its `config.json` has them.
package struct EncoderShape: Sendable, Equatable {
    package var layers: Int
    /// Components of a token's vector, and of the answer: `hidden_size`.
    package var hidden: Int
    /// Attention heads; they divide `hidden`.
    package var heads: Int
    /// Width of the feed-forward layer: `intermediate_size`.
    package var intermediate: Int
    /// Rows of the word table: `vocab_size`.
    package var vocabulary: Int
    /// Most tokens of a window: `max_position_embeddings`.
    package var positions: Int
    /// `type_vocab_size`; a single text uses the first only.
    package var tokenTypes: Int
    package var layerNormEpsilon: Float

    package init(
        layers: Int, hidden: Int, heads: Int, intermediate: Int, vocabulary: Int, positions: Int, tokenTypes: Int = 2,
        layerNormEpsilon: Float = 1e-12
    ) {
        self.layers = layers
        self.hidden = hidden
        self.heads = heads
        self.intermediate = intermediate
        self.vocabulary = vocabulary
        self.positions = positions
        self.tokenTypes = tokenTypes
        self.layerNormEpsilon = layerNormEpsilon
    }

    /// Bounds that hold every model of the family and keep every product of sizes far from overflow.
    var isPlausible: Bool {
        (1...64).contains(layers) && (4...4096).contains(hidden) && (1...hidden).contains(heads)
            && hidden.isMultiple(of: heads) && (4...16_384).contains(intermediate)
            && (5...1_000_000).contains(vocabulary) && (3...8192).contains(positions) && (1...16).contains(tokenTypes)
            && layerNormEpsilon.isFinite && layerNormEpsilon >= 0 && layerNormEpsilon < 1
    }
}

/// How the vectors of a text's tokens become one.
package enum Pooling: String, Sendable, CaseIterable {
    /// Their mean.
    case mean
    /// The vector of `[CLS]`.
    case cls
}

/// What a model's card says beside its sizes.
package struct EncoderSettings: Sendable, Equatable {
    /// `all-MiniLM-L6-v2`
    package var name: String
    /// An SPDX expression: `Apache-2.0`.
    package var licence: String
    package var pooling: Pooling
    /// Whether the model's own pipeline brings its vectors to unit length.
    package var normalizes: Bool
    package var tokenizer: WordPiece.Options
    /// Tokens of a window, `[CLS]`, `[SEP]` and the prefix included.
    package var maximumTokens: Int
    /// What the model wants before a question; often empty.
    package var queryPrefix: String
    /// What it wants before a text that may answer one.
    package var documentPrefix: String

    package init(
        name: String, licence: String, pooling: Pooling = .mean, normalizes: Bool = true,
        tokenizer: WordPiece.Options = WordPiece.Options(), maximumTokens: Int = 256, queryPrefix: String = "",
        documentPrefix: String = ""
    ) {
        self.name = name
        self.licence = licence
        self.pooling = pooling
        self.normalizes = normalizes
        self.tokenizer = tokenizer
        self.maximumTokens = maximumTokens
        self.queryPrefix = queryPrefix
        self.documentPrefix = documentPrefix
    }
}
