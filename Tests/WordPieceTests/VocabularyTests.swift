import MemoryModel
import Testing
import WordPiece

@Suite("Vocabulary of a WordPiece model")
struct VocabularyTests {
    private let special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]

    private func fromText(_ text: String) throws -> WordPiece {
        try Array(text.utf8).withUnsafeBytes { try WordPiece(vocabularyText: $0) }
    }

    @Test("Ids are places, and the special tokens are found wherever they stand")
    func places() throws {
        let wordPiece = try WordPiece(vocabulary: ["a", "[SEP]", "[UNK]", "##b", "[PAD]", "[CLS]"])
        #expect(wordPiece.count == 6)
        #expect(wordPiece.sep == 1)
        #expect(wordPiece.unknown == 2)
        #expect(wordPiece.pad == 4)
        #expect(wordPiece.cls == 5)
        #expect(wordPiece.tokens(in: "abb a") == [0, 3, 3, 0])
    }

    @Test("A token is found by its text and its text by its id; nothing else is")
    func lookup() throws {
        let wordPiece = try WordPiece(vocabulary: special + ["é", "##é"])
        #expect(wordPiece.id(of: "é") == 4)
        #expect(wordPiece.id(of: "##é") == 5)
        #expect(wordPiece.token(5) == "##é")
        #expect(wordPiece.id(of: "e\u{301}") == nil)
        #expect(wordPiece.id(of: "") == nil)
        #expect(wordPiece.token(-1) == nil)
        #expect(wordPiece.token(6) == nil)
    }

    @Test("Lines and strings give the same vocabulary, with and without a newline at the end")
    func lines() throws {
        let tokens = GoldenCase.tokens
        let strings = try WordPiece(vocabulary: tokens)
        for text in [tokens.joined(separator: "\n"), tokens.joined(separator: "\n") + "\n"] {
            let lines = try fromText(text)
            #expect(lines.count == tokens.count)
            #expect(tokens.allSatisfy { lines.id(of: $0) == strings.id(of: $0) })
        }
    }

    @Test("An empty line keeps its id and is never a piece")
    func emptyLine() throws {
        let wordPiece = try fromText("[PAD]\n[UNK]\n\n[CLS]\n[SEP]\na\n\n##b")
        #expect(wordPiece.count == 8)
        #expect(wordPiece.tokens(in: "ab ") == [5, 7])
    }

    @Test(
        "A vocabulary without a special token is refused by name",
        arguments: ["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    func missing(token: String) throws {
        let error = #expect(throws: MemoryError.self) {
            try WordPiece(vocabulary: special.filter { $0 != token } + ["a"])
        }
        #expect(error?.code == .modelInvalid)
        #expect(error?.message.contains(token) == true)
    }

    @Test("A vocabulary that names a token twice is refused")
    func repeated() throws {
        #expect(throws: MemoryError.self) { try WordPiece(vocabulary: special + ["a", "b", "a"]) }
        #expect(throws: MemoryError.self) { try fromText("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\na\n") }
    }

    @Test("An empty vocabulary is refused")
    func empty() throws {
        #expect(throws: MemoryError.self) { try WordPiece(vocabulary: []) }
        #expect(throws: MemoryError.self) {
            try WordPiece(vocabularyText: UnsafeRawBufferPointer(start: nil, count: 0))
        }
        #expect(throws: MemoryError.self) { try fromText("\n\n") }
    }

    @Test("[MASK] is a special token where the vocabulary has it, and five characters where not")
    func mask() throws {
        let pieces = special + ["[", "]", "mask"]
        #expect(try WordPiece(vocabulary: pieces).tokens(in: "[MASK]") == [4, 6, 5])
        #expect(try WordPiece(vocabulary: pieces + ["[MASK]"]).tokens(in: "[MASK]") == [7])
    }
}
