import JSONText
import MemoryModel
import ModelConversion
import SentenceEncoder
import WordPiece

/// Token ids of texts, without `[CLS]` and `[SEP]`: `{"texts": […]}` → `{"ids": [[…], …]}`, whole, however long.
struct TokensCommand {
    let tokenizer: WordPiece

    init(_ options: inout Options) throws(MemoryError) {
        let folder = try ModelFolder(path: try options.required("from"), name: "benchmark")
        try options.end()
        tokenizer = try WordPiece(vocabulary: folder.vocabulary, options: folder.settings.tokenizer)
    }

    func run() throws(MemoryError) {
        try Lines.answer { request throws(MemoryError) in
            guard let texts = try request.texts("texts") else {
                throw MemoryError(.invalidArgument, "The request asks for nothing.")
            }
            return ["ids": .array(texts.map { .array(tokenizer.tokens(in: $0).map { JSON(Int($0)) }) })]
        }
    }
}
