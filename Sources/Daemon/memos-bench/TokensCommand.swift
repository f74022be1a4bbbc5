import JSONText
import MemoryModel
import WordPiece

/// Token ids of texts, without `[CLS]` and `[SEP]`: `{"texts": […]}` → `{"ids": [[…], …]}`, whole, however long.
struct TokensCommand {
    let tokenizer: WordPiece

    init(_ options: inout Options) throws(MemoryError) {
        let path = try options.required("vocabulary")
        try options.end()
        let text = String(decoding: try RawFile(path).bytes(), as: UTF8.self)
        // Line feeds are scalars here: to Swift "\r\n" would be one character.
        var tokens = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        if tokens.last == "" { tokens.removeLast() }
        tokenizer = try WordPiece(vocabulary: tokens)
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
