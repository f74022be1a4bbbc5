import Testing
import WordPiece

/// A text and what the reference tokenizer makes of it.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    /// The settings the cases were made with.
    enum Model: String, Sendable {
        case uncased, accents, cased, casedStripped, raw, joinedHan

        var options: WordPiece.Options {
            switch self {
            case .uncased: WordPiece.Options()
            case .accents: WordPiece.Options(stripsAccents: false)
            case .cased: WordPiece.Options(lowercases: false)
            case .casedStripped: WordPiece.Options(lowercases: false, stripsAccents: true)
            case .raw: WordPiece.Options(lowercases: false, stripsAccents: false, splitsHan: false, cleansText: false)
            case .joinedHan: WordPiece.Options(splitsHan: false)
            }
        }
    }

    let model: Model
    let text: String
    /// The texts of the tokens, with a space between two.
    let pieces: String

    init(_ model: Model, _ text: String, _ pieces: String) {
        self.model = model
        self.text = text
        self.pieces = pieces
    }

    var testDescription: String { "\(model.rawValue): \(text.debugDescription)" }

    /// The small vocabulary the cases were made with.
    static let tokens: [String] = vocabulary.flatMap { words($0) }

    /// Splits at U+0020 as a scalar: a `Character` may hold a space and the mark behind it.
    static func words(_ text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    }
}

@Suite("Golden cases of the reference tokenizer")
struct GoldenTests {
    @Test("Every text is cut into the pieces the reference cuts it into", arguments: GoldenCase.all)
    func pieces(golden: GoldenCase) throws {
        let wordPiece = try WordPiece(vocabulary: GoldenCase.tokens, options: golden.model.options)
        let expected = try GoldenCase.words(golden.pieces).map { try #require(wordPiece.id(of: $0)) }
        #expect(wordPiece.tokens(in: golden.text) == expected)
    }

    @Test("A limit gives the start of the whole answer, for every limit", arguments: GoldenCase.all)
    func limit(golden: GoldenCase) throws {
        let wordPiece = try WordPiece(vocabulary: GoldenCase.tokens, options: golden.model.options)
        let whole = wordPiece.tokens(in: golden.text)
        for limit in 0...whole.count + 1 {
            #expect(wordPiece.tokens(in: golden.text, limit: limit) == Array(whole.prefix(limit)))
        }
    }
}
