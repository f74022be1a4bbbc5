import JSONText
package import MemoryModel
package import SentenceEncoder

/// A sentence model as its authors publish it: a folder with weights and configuration, read and checked.
///
/// What the configuration asks for and the encoder does not compute is refused by name; nothing is guessed that would
/// give other vectors than the authors' own.
package struct ModelFolder: Sendable {
    /// The names of the files it may have, paths in the folder; the weights first.
    package static let fileNames = ModelFiles.all

    package let shownPath: String
    package let shape: EncoderShape
    package var settings: EncoderSettings
    /// Token texts by id.
    package let vocabulary: [String]

    /// The file of its tensors.
    package let weights: String

    /// - Parameters:
    ///   - weights: the file of its tensors, when it is not called `model.safetensors`.
    ///   - name: what the model is called, which tells the prefixes of known families.
    ///   - shownPath: what messages name instead, when the folder itself is temporary.
    /// - Throws: `model_invalid`, `not_found`.
    package init(
        path: String, weights: String? = nil, name: String, shownAs shownPath: String? = nil
    ) throws(MemoryError) {
        let files = ModelFiles(folder: path, shownFolder: shownPath ?? path)
        guard let configuration = try files.object(ModelFiles.configuration) else {
            throw MemoryError(
                .notFound, "There is no \(ModelFiles.configuration) in \(files.shownFolder).",
                hint: "A model is a folder with config.json, model.safetensors and tokenizer.json or vocab.txt.")
        }
        self.shownPath = files.shownFolder
        self.weights = weights ?? files.path(ModelFiles.weights)
        shape = try Self.shape(configuration, files)
        let tokenizer = try TokenizerDescription(files)
        // Some tables are padded to a round number of rows; more than that, and the two do not belong together.
        guard (0..<128).contains(shape.vocabulary - tokenizer.vocabulary.count) else {
            throw files.unusable(
                ModelFiles.configuration,
                "it names \(shape.vocabulary) tokens, but the tokenizer has \(tokenizer.vocabulary.count)")
        }
        vocabulary = tokenizer.vocabulary
        let modules = try ModuleList(files, hidden: shape.hidden)
        let prefixes = try TextPrefixes(files, name: name)
        settings = EncoderSettings(
            name: name, licence: try ModelCard.licence(files), pooling: modules.pooling,
            normalizes: modules.normalizes, tokenizer: tokenizer.options,
            maximumTokens: try Self.maximumTokens(files, positions: shape.positions),
            queryPrefix: prefixes.query, documentPrefix: prefixes.document)
    }

    /// Opens the weights.
    package func tensors() throws(MemoryError) -> Safetensors {
        let name = weights.split(separator: "/").last.map(String.init) ?? ModelFiles.weights
        return try Safetensors(path: weights, shownAs: shownPath + "/" + name)
    }

    // MARK: config.json

    private static func shape(_ configuration: JSON, _ files: ModelFiles) throws(MemoryError) -> EncoderShape {
        func refuse(_ reason: String) -> MemoryError {
            files.unusable(
                ModelFiles.configuration, reason,
                hint: "Models of the BERT family with a WordPiece tokenizer can be used, such as all-MiniLM-L6-v2.")
        }
        let classes = (configuration["architectures"]?.array ?? []).compactMap(\.string)
        let kind = configuration["model_type"]?.string ?? classes.first ?? "nothing that is named"
        guard kind == "bert" else {
            let named = classes.isEmpty ? "" : " (\(classes.map(Safetensors.quoted).joined(separator: ", ")))"
            throw refuse("the model is of the architecture \(Safetensors.quoted(kind))\(named), not bert")
        }
        if let activation = configuration["hidden_act"], activation.string != "gelu" {
            throw refuse("its activation is \(activation.text), not gelu")
        }
        if let positions = configuration["position_embedding_type"], !positions.isNull,
            positions.string != "absolute"
        {
            throw refuse("its positions are \(positions.text), not absolute")
        }
        if configuration["is_decoder"]?.bool == true { throw refuse("the model is a decoder") }

        func size(_ name: String, _ range: ClosedRange<Int>, usual: Int? = nil) throws(MemoryError) -> Int {
            guard let value = configuration[name] else {
                guard let usual else { throw refuse("it does not say \(name)") }
                return usual
            }
            guard case .integer(let number) = value, let size = Int(exactly: number), range.contains(size) else {
                throw refuse("its \(name) is \(value.text), not in \(range.lowerBound)…\(range.upperBound)")
            }
            return size
        }
        let epsilon = configuration["layer_norm_eps"].map(\.double) ?? 1e-12
        guard let epsilon, epsilon > 0, epsilon < 1 else { throw refuse("its layer_norm_eps is no small number") }
        let shape = EncoderShape(
            layers: try size("num_hidden_layers", 1...64), hidden: try size("hidden_size", 1...8192),
            heads: try size("num_attention_heads", 1...256), intermediate: try size("intermediate_size", 1...65_536),
            vocabulary: try size("vocab_size", 4...1_000_000),
            positions: try size("max_position_embeddings", 8...65_536),
            tokenTypes: try size("type_vocab_size", 1...16, usual: 2), layerNormEpsilon: Float(epsilon))
        guard shape.hidden % shape.heads == 0 else {
            throw refuse("its \(shape.hidden) dimensions cannot be divided among \(shape.heads) heads")
        }
        return shape
    }

    // MARK: Windows

    /// Tokens of a window, the two special ones included: what sentence-transformers was told › what the tokenizer was
    /// told › as many as there are positions.
    private static func maximumTokens(_ files: ModelFiles, positions: Int) throws(MemoryError) -> Int {
        let told = [
            try files.object(ModelFiles.windows)?["max_seq_length"],
            try files.object(ModelFiles.tokenizerConfiguration)?["model_max_length"],
        ]
        // "No limit" is written as a number too large for an integer.
        let first = told.lazy.compactMap { $0?.int }.first { $0 < 1_000_000 }.map { Int($0) }
        let tokens = min(first ?? positions, positions)
        guard tokens >= 3 else {
            throw files.unusable(ModelFiles.windows, "windows of \(tokens) tokens leave no room for text")
        }
        return tokens
    }
}
