import JSONText
import MemoryModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The files that make up a model in a folder as Hugging Face and sentence-transformers lay them out.
struct ModelFiles {
    let folder: String
    /// What messages name: the folder, or the archive it was taken from.
    let shownFolder: String

    static let weights = "model.safetensors"
    static let configuration = "config.json"
    static let tokenizer = "tokenizer.json"
    static let tokenizerConfiguration = "tokenizer_config.json"
    static let vocabulary = "vocab.txt"
    static let windows = "sentence_bert_config.json"
    static let modules = "modules.json"
    static let poolingFolder = "1_Pooling"
    static let pooling = poolingFolder + "/config.json"
    static let prompts = "config_sentence_transformers.json"
    static let card = "README.md"

    /// Everything that is read, and nothing else is taken out of an archive or fetched.
    static let all = [
        weights, configuration, tokenizer, tokenizerConfiguration, vocabulary, windows, modules, pooling, prompts, card,
    ]

    /// A tokenizer of a large vocabulary has a few megabytes.
    static let largestText = 32 << 20

    func path(_ name: String) -> String { folder + "/" + name }

    func shown(_ name: String) -> String { shownFolder + "/" + name }

    /// `nil` when there is no such file.
    func text(_ name: String) throws(MemoryError) -> [UInt8]? {
        guard access(path(name), F_OK) == 0 else { return nil }
        let file = try ReadableFile(path(name), shownAs: shown(name))
        guard file.size <= Self.largestText else {
            throw MemoryError(.modelInvalid, "\(shown(name)) has \(file.size) bytes, more than any such file needs.")
        }
        return try file.bytes(at: 0, count: file.size)
    }

    /// The object in a JSON file; `nil` when there is no such file.
    func object(_ name: String) throws(MemoryError) -> JSON? {
        guard let value = try json(name) else { return nil }
        guard value.object != nil else { throw unusable(name, "it is no JSON object") }
        return value
    }

    func json(_ name: String) throws(MemoryError) -> JSON? {
        guard let bytes = try text(name) else { return nil }
        do throws(JSONSyntaxError) {
            return try JSON(parsing: bytes)
        } catch {
            throw unusable(name, "it is not JSON, \(error)")
        }
    }

    func unusable(_ name: String, _ reason: String, hint: String? = nil) -> MemoryError {
        MemoryError(.modelInvalid, "\(shown(name)) cannot be used: \(reason).", hint: hint)
    }
}
