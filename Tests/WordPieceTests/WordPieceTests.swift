import Testing
import WordPiece

@Suite("Text to token ids")
struct WordPieceTests {
    private func model(_ options: WordPiece.Options = WordPiece.Options()) throws -> WordPiece {
        try WordPiece(
            vocabulary: GoldenCase.tokens + ["\u{FFFD}", "##\u{FFFD}"].filter { !GoldenCase.tokens.contains($0) },
            options: options)
    }

    @Test("The longest piece wins, and what is left over makes the whole word unknown")
    func greedy() throws {
        let wordPiece = try WordPiece(vocabulary: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "una", "##aff", "##f"])
        #expect(wordPiece.tokens(in: "unf unaff unaffx") == [4, 7, 5, 7, 7, 1])
    }

    @Test("A word of 100 scalars is cut, one of 101 is unknown; decomposed accents do not count")
    func longWord() throws {
        let wordPiece = try model()
        let accented = String(repeating: "e\u{301}", count: 100)
        #expect(wordPiece.tokens(in: String(repeating: "a", count: 100)).contains(wordPiece.unknown) == false)
        #expect(wordPiece.tokens(in: String(repeating: "a", count: 101)) == [wordPiece.unknown])
        #expect(wordPiece.tokens(in: accented).contains(wordPiece.unknown) == false)
        #expect(wordPiece.tokens(in: accented + "a") == [wordPiece.unknown])
    }

    @Test(
        "A megabyte without a space is one unknown word",
        arguments: ["a", "é", "한", "\u{302E}\u{1D165}", "\u{1D165}\u{302E}"])
    func endlessWord(part: String) throws {
        let wordPiece = try model()
        let text = "a" + String(repeating: part, count: 1_000_000 / part.utf8.count)
        #expect(wordPiece.tokens(in: text) == [wordPiece.unknown])
        #expect(wordPiece.tokens(in: text + " the").count == 2)
    }

    @Test("Texts joined by a space give their ids one after the other")
    func joined() throws {
        let wordPiece = try model()
        let cases = GoldenCase.all.filter { $0.model == .uncased }
        for (first, second) in zip(cases, cases.dropFirst()) {
            #expect(
                wordPiece.tokens(in: first.text + " " + second.text)
                    == wordPiece.tokens(in: first.text) + wordPiece.tokens(in: second.text))
        }
    }

    @Test("Accents go with capitals unless the options say otherwise")
    func accents() throws {
        for lowercases in [true, false] {
            let asLowercase = try model(WordPiece.Options(lowercases: lowercases))
            let said = try model(WordPiece.Options(lowercases: lowercases, stripsAccents: lowercases))
            for golden in GoldenCase.all {
                #expect(asLowercase.tokens(in: golden.text) == said.tokens(in: golden.text))
            }
        }
    }

    @Test(
        "Bytes that are not UTF-8 are read as String reads them",
        arguments: [
            [0x61, 0x80, 0x61], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xE4, 0xB8], [0xE4, 0xB8, 0x20], [0xED, 0xA0, 0x80],
            [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x61], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5],
            [0xFF, 0xFE, 0x61, 0xC3], [0xC3, 0xC3, 0xA9], [0xE4, 0xE4, 0xB8, 0xAD], [0xF1, 0x80, 0xC3, 0xA9],
        ] as [[UInt8]])
    func invalidBytes(bytes: [UInt8]) throws {
        for options in [WordPiece.Options(), WordPiece.Options(cleansText: false)] {
            let wordPiece = try model(options)
            let read = bytes.withUnsafeBufferPointer { wordPiece.tokens(inUTF8: $0) }
            #expect(read == wordPiece.tokens(in: String(decoding: bytes, as: UTF8.self)))
        }
    }

    @Test("Every start of a text can be read, also where it cuts a character")
    func cutBytes() throws {
        let wordPiece = try model(WordPiece.Options(cleansText: false))
        for golden in GoldenCase.all {
            let bytes = Array(golden.text.utf8)
            for end in 0...bytes.count {
                let read = bytes[..<end].withUnsafeBufferPointer { wordPiece.tokens(inUTF8: $0) }
                #expect(read == wordPiece.tokens(in: String(decoding: bytes[..<end], as: UTF8.self)))
            }
        }
    }

    @Test("Many tasks read with one value at once")
    func concurrent() async throws {
        let wordPiece = try model()
        let texts = GoldenCase.all.map(\.text)
        let expected = texts.map { wordPiece.tokens(in: $0) }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask { texts.map { wordPiece.tokens(in: $0) } == expected }
            }
            for await same in group { #expect(same) }
        }
    }
}
