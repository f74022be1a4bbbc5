import JSONText
import MemoryModel
import WordPiece

/// A model's tokenizer: `tokenizer.json`, which the reference reads, or `vocab.txt`; and `tokenizer_config.json`, whose
/// settings win where it has them.
struct TokenizerDescription {
    /// Token texts by id.
    let vocabulary: [String]
    let options: WordPiece.Options

    init(_ files: ModelFiles) throws(MemoryError) {
        let configuration = try files.object(ModelFiles.tokenizerConfiguration)
        let description = try files.object(ModelFiles.tokenizer)
        if let name = configuration?["tokenizer_class"]?.string {
            let isBert = name == "BertTokenizer" || name == "BertTokenizerFast"
            // This class is whatever tokenizer.json says, and that is looked at next.
            guard isBert || name == "PreTrainedTokenizerFast" && description != nil else {
                throw files.unusable(
                    ModelFiles.tokenizerConfiguration, "the tokenizer is \(Safetensors.quoted(name)), not WordPiece")
            }
        }
        var options = WordPiece.Options()
        if let description {
            try Self.check(description, files)
            let normalizer = description["normalizer"]
            options.cleansText = normalizer?["clean_text"]?.bool ?? true
            options.splitsHan = normalizer?["handle_chinese_chars"]?.bool ?? true
            options.lowercases = normalizer?["lowercase"]?.bool ?? true
            options.stripsAccents = normalizer?["strip_accents"]?.bool
        }
        if let value = configuration?["do_lower_case"]?.bool { options.lowercases = value }
        if let value = configuration?["tokenize_chinese_chars"]?.bool { options.splitsHan = value }
        if let value = configuration?["strip_accents"] { options.stripsAccents = value.bool }
        // Sentence-transformers may lowercase on its own, before the tokenizer; accents stay then.
        if try files.object(ModelFiles.windows)?["do_lower_case"]?.bool == true, !options.lowercases {
            options.lowercases = true
            options.stripsAccents = options.stripsAccents ?? false
        }
        self.options = options
        if let description {
            vocabulary = try Self.vocabulary(description, files)
        } else {
            vocabulary = try Self.vocabulary(files)
        }
    }

    // MARK: tokenizer.json

    private static func check(_ description: JSON, _ files: ModelFiles) throws(MemoryError) {
        func require(_ place: JSON?, _ name: String, _ wanted: JSON, default usual: JSON? = nil) throws(MemoryError) {
            let found = place ?? usual ?? .null
            guard found == wanted else {
                throw files.unusable(
                    ModelFiles.tokenizer, "its \(name) is \(Safetensors.quoted(found.text)), not \(wanted.text)",
                    hint: "Models with a WordPiece tokenizer as BERT has it can be used.")
            }
        }
        let model = description["model"]
        try require(model?["type"], "model", "WordPiece", default: "WordPiece")
        try require(model?["continuing_subword_prefix"], "mark of a word's later parts", "##", default: "##")
        try require(model?["unk_token"], "unknown token", "[UNK]", default: "[UNK]")
        try require(model?["max_input_chars_per_word"], "longest word", 100, default: 100)
        try require(description["normalizer"]?["type"], "normalizer", "BertNormalizer")
        try require(description["pre_tokenizer"]?["type"], "splitter of words", "BertPreTokenizer")
    }

    private static func vocabulary(_ description: JSON, _ files: ModelFiles) throws(MemoryError) -> [String] {
        guard let members = description["model"]?["vocab"]?.object?.members, !members.isEmpty else {
            throw files.unusable(ModelFiles.tokenizer, "it has no vocabulary")
        }
        let added = (description["added_tokens"]?.array ?? []).map {
            JSONObject.Member(key: $0["content"]?.string ?? "", value: $0["id"] ?? .null)
        }
        var texts = [String?](repeating: nil, count: members.count + added.count)
        for member in members + added {
            guard case .integer(let number) = member.value, let id = Int(exactly: number), texts.indices.contains(id)
            else {
                throw files.unusable(
                    ModelFiles.tokenizer, "the id of its token \(Safetensors.quoted(member.key)) is wrong")
            }
            guard texts[id] == nil || texts[id] == member.key else {
                throw files.unusable(ModelFiles.tokenizer, "two of its tokens have the id \(id)")
            }
            texts[id] = member.key
        }
        while texts.last == .some(nil) { texts.removeLast() }
        let vocabulary = texts.compactMap(\.self)
        guard vocabulary.count == texts.count else {
            throw files.unusable(ModelFiles.tokenizer, "the ids of its tokens have gaps")
        }
        return vocabulary
    }

    // MARK: vocab.txt

    /// One token a line; the number of the line, from 0, is its id.
    private static func vocabulary(_ files: ModelFiles) throws(MemoryError) -> [String] {
        guard let bytes = try files.text(ModelFiles.vocabulary) else {
            throw MemoryError(
                .notFound,
                "There is neither \(ModelFiles.tokenizer) nor \(ModelFiles.vocabulary) in \(files.shownFolder).",
                hint: "Models with a WordPiece tokenizer can be used; one of the two belongs to them.")
        }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        var vocabulary: [String] = []
        vocabulary.reserveCapacity(lines.count)
        for line in lines {
            let token = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard let text = String(validating: token, as: UTF8.self) else {
                throw files.unusable(ModelFiles.vocabulary, "its line \(vocabulary.count + 1) is not UTF-8")
            }
            vocabulary.append(text)
        }
        return vocabulary
    }
}
