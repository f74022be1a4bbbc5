package import MemoryModel

/// Text to token ids as BERT models were trained to read it: cleaned, split into words, each word cut into the longest
/// pieces the vocabulary has.
///
/// The ids equal those of Hugging Face `tokenizers` (BertNormalizer, BertPreTokenizer, WordPiece with `##` and at most
/// 100 scalars a word) for every text, so that the vectors computed here equal those computed elsewhere. A value is
/// immutable and may be used from many threads at once.
package struct WordPiece: Sendable {
    /// How a model wants its text prepared. The values of `tokenizer_config.json` or of the normalizer in
    /// `tokenizer.json`.
    package struct Options: Sendable, Hashable {
        /// `lowercase` or `do_lower_case`.
        package var lowercases: Bool
        /// `strip_accents`; nil: as `lowercases` says.
        package var stripsAccents: Bool?
        /// `handle_chinese_chars` or `tokenize_chinese_chars`: each Han character is a word of its own.
        package var splitsHan: Bool
        /// `clean_text`: control characters are dropped, every kind of white space is a space.
        package var cleansText: Bool

        package init(
            lowercases: Bool = true, stripsAccents: Bool? = nil, splitsHan: Bool = true, cleansText: Bool = true
        ) {
            self.lowercases = lowercases
            self.stripsAccents = stripsAccents
            self.splitsHan = splitsHan
            self.cleansText = cleansText
        }
    }

    package let options: Options
    /// Id of `[UNK]`, for a word that cannot be cut into pieces or is longer than 100 scalars.
    package let unknown: Int32
    /// Id of `[CLS]`, which stands before a text.
    package let cls: Int32
    /// Id of `[SEP]`, which stands after a text.
    package let sep: Int32
    /// Id of `[PAD]`, which fills up a batch.
    package let pad: Int32

    let pieces: PieceTable
    let rules: CharacterRules
    let writtenTokens: [WrittenToken]

    /// - Parameter vocabulary: the texts of the tokens; a token's id is its place.
    /// - Throws: `model_invalid` when a token stands there twice, or `[UNK]`, `[CLS]`, `[SEP]` or `[PAD]` is missing.
    package init(vocabulary: [String], options: Options = Options()) throws(MemoryError) {
        try self.init(pieces: PieceTable(tokens: vocabulary), options: options)
    }

    /// The same from the bytes of a `vocab.txt`: one token a line, a newline after the last is allowed. The bytes are
    /// copied and not kept.
    package init(
        vocabularyText: UnsafeRawBufferPointer, options: Options = Options()
    ) throws(MemoryError) {
        try self.init(pieces: PieceTable(lines: vocabularyText), options: options)
    }

    private init(pieces: PieceTable, options: Options) throws(MemoryError) {
        func id(_ token: String) throws(MemoryError) -> Int32 {
            if let id = pieces.id(of: token) { return id }
            throw MemoryError(
                .modelInvalid, "The model's vocabulary has no \(token) token.",
                hint: "Use the vocabulary that belongs to the model; it must be one of BERT's WordPiece kind."
            )
        }
        unknown = try id("[UNK]")
        cls = try id("[CLS]")
        sep = try id("[SEP]")
        pad = try id("[PAD]")
        self.options = options
        self.pieces = pieces
        rules = CharacterRules(options)
        writtenTokens = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"].compactMap { text in
            pieces.id(of: text).map { WrittenToken(text: Array(text.utf8), id: $0) }
        }
    }

    /// How many tokens the vocabulary has.
    package var count: Int { pieces.count }

    /// The id of a token by its exact text, `##` included.
    package func id(of token: String) -> Int32? { pieces.id(of: token) }

    /// The text of a token, `##` included; nil for an id outside the vocabulary.
    package func token(_ id: Int32) -> String? { pieces.text(of: id) }

    /// The ids of a text, without `[CLS]` and `[SEP]` around them.
    ///
    /// A special token that is written in the text, such as `[SEP]`, becomes its id, as in the reference.
    /// - Parameter limit: at most so many ids; the text behind the word that fills it is not read.
    package func tokens(in text: String, limit: Int = .max) -> [Int32] {
        var text = text
        return text.withUTF8 { tokens(inUTF8: $0, limit: limit) }
    }

    /// The same for bytes. What is not UTF-8 is read as U+FFFD, as `String(decoding:as:)` reads it.
    package func tokens(inUTF8 text: UnsafeBufferPointer<UInt8>, limit: Int = .max) -> [Int32] {
        guard !text.isEmpty, limit > 0 else { return [] }
        return pieces.withView { pieces in
            rules.withView { rules in
                withUnsafeTemporaryAllocation(of: UInt64.self, capacity: WordReader.scratchWords) { scratch in
                    var reader = WordReader(
                        pieces: pieces, rules: rules, writtenTokens: writtenTokens, unknown: unknown, scratch: scratch)
                    return reader.read(text, limit: limit)
                }
            }
        }
    }
}

/// A special token that a text may spell out.
struct WrittenToken: Sendable {
    /// Starts with `[`.
    let text: [UInt8]
    let id: Int32
}
