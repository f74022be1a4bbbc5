import JSONText
import MemoryModel
import ModelConversion

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A folder that is gone with its test.
final class Scratch {
    let path: String

    init() {
        var template = Array("/tmp/memos-conversion-XXXXXX".utf8CString)
        _ = mkdtemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) -> String {
        let file = path + "/" + name
        if let slash = name.lastIndex(of: "/") { mkdir(path + "/" + name[..<slash], 0o700) }
        let stream = fopen(file, "w")
        fwrite(bytes, 1, bytes.count, stream)
        fclose(stream)
        return file
    }

    @discardableResult
    func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }

    private static func remove(_ path: String) {
        if let stream = opendir(path) {
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { remove(path + "/" + name) }
            }
            closedir(stream)
        }
        _ = unlink(path) != 0 && rmdir(path) != 0
    }
}

/// Bytes of a safetensors file.
enum TensorFile {
    static func bytes(header: String, data: [UInt8] = [], length: UInt64? = nil) -> [UInt8] {
        let text = Array(header.utf8)
        let count = length ?? UInt64(text.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * UInt64($0))) } + text + data
    }

    /// Well-formed: the tensors one behind the other.
    static func bytes(_ tensors: [(name: String, type: String, shape: [Int], data: [UInt8])]) -> [UInt8] {
        var data: [UInt8] = []
        var fields: [String] = [#""__metadata__":{"format":"pt"}"#]
        for tensor in tensors {
            let end = data.count + tensor.data.count
            let offsets = "[\(data.count),\(end)]"
            fields.append(
                #""\#(tensor.name)":{"dtype":"\#(tensor.type)","shape":\#(tensor.shape),"data_offsets":\#(offsets)}"#)
            data += tensor.data
        }
        return bytes(header: "{" + fields.joined(separator: ",") + "}", data: data)
    }

    static func floats(_ values: [Float]) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) } }
    }

    static func halves(_ values: [UInt16]) -> [UInt8] {
        values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }
}

/// The configuration of a model of two layers with all its files but the weights.
struct TinyModel {
    static let tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "hello", "world", "##s"]

    var files: [String: String] = [
        "config.json": """
        {"model_type":"bert","architectures":["BertModel"],"hidden_act":"gelu","hidden_size":32,"num_hidden_layers":2,
        "num_attention_heads":2,"intermediate_size":64,"vocab_size":8,"max_position_embeddings":64,
        "type_vocab_size":2,"layer_norm_eps":1e-12}
        """,
        "vocab.txt": tokens.map { $0 + "\n" }.joined(),
        "modules.json": """
        [{"idx":0,"name":"0","path":"","type":"sentence_transformers.models.Transformer"},
        {"idx":1,"name":"1","path":"1_Pooling","type":"sentence_transformers.models.Pooling"},
        {"idx":2,"name":"2","path":"2_Normalize","type":"sentence_transformers.models.Normalize"}]
        """,
        "1_Pooling/config.json": """
        {"word_embedding_dimension":32,"pooling_mode_cls_token":false,"pooling_mode_mean_tokens":true}
        """,
        "sentence_bert_config.json": #"{"max_seq_length":32,"do_lower_case":false}"#,
        "README.md": "---\nlanguage: en\nlicense: apache-2.0\n---\n# Tiny\n",
    ]

    /// As the test changed it.
    func read(name: String = "tiny") throws(MemoryError) -> ModelFolder {
        let scratch = Scratch()
        for (file, text) in files { scratch.write(file, text) }
        return try ModelFolder(path: scratch.path, name: name)
    }

    /// A `tokenizer.json` of these tokens.
    static func tokenizer(model: String = "WordPiece", normalizer: String = "BertNormalizer", extra: String = "")
        -> String
    {
        let vocabulary = tokens.enumerated().map { #""\#($1)":\#($0)"# }.joined(separator: ",")
        return """
            {"added_tokens":[{"id":0,"content":"[PAD]"}],
            "normalizer":{"type":"\(normalizer)","clean_text":true,"handle_chinese_chars":true,
            "strip_accents":null,"lowercase":true},"pre_tokenizer":{"type":"BertPreTokenizer"},
            "model":{"type":"\(model)","unk_token":"[UNK]","continuing_subword_prefix":"##",
            "max_input_chars_per_word":100\(extra),"vocab":{\(vocabulary)}}}
            """
    }
}
