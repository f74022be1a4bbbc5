import JSONText
import MemoryModel
import SentenceEncoder

/// What sentence-transformers does after the encoder: `modules.json` and the pooling's own configuration.
struct ModuleList {
    let pooling: Pooling
    let normalizes: Bool

    /// - Parameter hidden: components of the encoder's vectors.
    init(_ files: ModelFiles, hidden: Int) throws(MemoryError) {
        normalizes = try Self.normalizes(files)
        pooling = try Self.pooling(files, hidden: hidden)
    }

    /// Transformer and Pooling, then perhaps Normalize. A folder without a list is a bare encoder: its vectors are
    /// compared by their angle, so they are brought to unit length.
    private static func normalizes(_ files: ModelFiles) throws(MemoryError) -> Bool {
        guard let list = try files.json(ModelFiles.modules) else { return true }
        guard let modules = list.array, !modules.isEmpty else {
            throw files.unusable(ModelFiles.modules, "it is no list of modules")
        }
        var kinds: [String] = []
        for module in modules {
            guard let type = module["type"]?.string, let kind = type.split(separator: ".").last else {
                throw files.unusable(ModelFiles.modules, "it has a module without a type")
            }
            if kind == "Pooling", module["path"]?.string != ModelFiles.poolingFolder {
                throw files.unusable(ModelFiles.modules, "its pooling is not in \(ModelFiles.poolingFolder)")
            }
            kinds.append(String(kind))
        }
        switch kinds {
        case ["Transformer", "Pooling", "Normalize"]: return true
        case ["Transformer", "Pooling"]: return false
        default:
            throw files.unusable(
                ModelFiles.modules,
                "its modules are \(kinds.map(Safetensors.quoted).joined(separator: ", ")); "
                    + "Transformer, Pooling and Normalize can be computed")
        }
    }

    private static func pooling(_ files: ModelFiles, hidden: Int) throws(MemoryError) -> Pooling {
        guard let configuration = try files.object(ModelFiles.pooling) else {
            guard try files.json(ModelFiles.modules) == nil else {
                throw MemoryError(.notFound, "There is no \(ModelFiles.pooling) in \(files.shownFolder).")
            }
            // What sentence-transformers does with a bare encoder.
            return .mean
        }
        if let dimension = configuration["word_embedding_dimension"]?.int, dimension != Int64(hidden) {
            throw files.unusable(ModelFiles.pooling, "it pools \(dimension) components, but the model has \(hidden)")
        }
        if configuration["include_prompt"]?.bool == false {
            throw files.unusable(ModelFiles.pooling, "it leaves the prompt's tokens out, which is not computed")
        }
        let flag = "pooling_mode_"
        var modes = (configuration.object?.members ?? [])
            .filter { $0.key.hasPrefix(flag) && $0.value.bool == true }
            .map { String($0.key.dropFirst(flag.count)) }
        if let mode = configuration["pooling_mode"]?.string { modes.append(mode) }
        switch modes {
        case ["mean_tokens"], ["mean"]: return .mean
        case ["cls_token"], ["cls"]: return .cls
        default:
            throw files.unusable(
                ModelFiles.pooling,
                "its pooling is \(modes.isEmpty ? "none" : modes.map(Safetensors.quoted).joined(separator: " with ")); "
                    + "the mean of the tokens or the first one can be computed")
        }
    }
}

/// What some models want before a text, by what the text is.
struct TextPrefixes: Equatable {
    let query: String
    let document: String

    /// What the configuration says › what the model's family is known to need › nothing.
    init(_ files: ModelFiles, name: String) throws(MemoryError) {
        let configuration = try files.object(ModelFiles.prompts)
        func prompt(_ names: [String]) -> String? {
            let all = names + [configuration?["default_prompt_name"]?.string].compactMap { $0 }
            return all.lazy.compactMap { configuration?["prompts"]?[$0]?.string }.first { !$0.isEmpty }
        }
        let (query, document) = (prompt(["query"]), prompt(["document", "passage"]))
        guard query == nil, document == nil else {
            self.init(query: query ?? "", document: document ?? "")
            return
        }
        self = Self.ofFamily(name)
    }

    private init(query: String, document: String) {
        self.query = query
        self.document = document
    }

    /// E5 and BGE tell their prefixes in their model cards only, so they are known by name here. The third versions of
    /// the E5 models kept them; BGE recommends its instruction for queries, and nothing for documents.
    static func ofFamily(_ name: String) -> TextPrefixes {
        let name = name.lowercased()
        let words = name.split { $0 == "-" || $0 == "_" }
        if words.contains("e5") { return TextPrefixes(query: "query: ", document: "passage: ") }
        if words.first == "bge", words.contains("en") {
            return TextPrefixes(
                query: "Represent this sentence for searching relevant passages: ", document: "")
        }
        if words.first == "bge", words.contains("zh") {
            return TextPrefixes(query: "为这个句子生成表示以用于检索相关文章：", document: "")
        }
        return TextPrefixes(query: "", document: "")
    }
}

/// The model card: `README.md` with a front matter of YAML.
enum ModelCard {
    /// The licence as SPDX spells it where that is known, else as the card does; `unknown` when the card does not say.
    static func licence(_ files: ModelFiles) throws(MemoryError) -> String {
        guard let bytes = try files.text(ModelFiles.card) else { return ModelFolder.unknownLicence }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard lines.first == "---" else { return ModelFolder.unknownLicence }
        for line in lines.dropFirst().prefix(while: { $0 != "---" }) where line.hasPrefix("license:") {
            let value = line.dropFirst("license:".count).filter { !" \"'".contains($0) }
            return spdx[value] ?? (value.isEmpty ? ModelFolder.unknownLicence : String(value.prefix(64)))
        }
        return ModelFolder.unknownLicence
    }

    private static let spdx = [
        "apache-2.0": "Apache-2.0", "mit": "MIT", "bsd-3-clause": "BSD-3-Clause", "cc-by-4.0": "CC-BY-4.0",
        "cc-by-sa-4.0": "CC-BY-SA-4.0", "cc-by-nc-4.0": "CC-BY-NC-4.0", "cc0-1.0": "CC0-1.0",
    ]
}
