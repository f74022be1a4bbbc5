import LanguageModels
import Testing

@testable import ModelClients

/// Long texts in windows, and what a call may hold.
@Suite("Pieces of long texts")
struct EmbeddingPiecesTests {
    private let pieces = EmbeddingPieces(length: 80)

    @Test("a text that fits is one piece, one of white space is none")
    func short() {
        #expect(pieces.pieces(of: "Where is the port set?", as: .document) == ["Where is the port set?"])
        #expect(pieces.pieces(of: " \n\t", as: .document).isEmpty)
        #expect(pieces.pieces(of: "", as: .query).isEmpty)
        let whole = String(repeating: "x", count: 80)
        #expect(pieces.pieces(of: whole, as: .document) == [whole])
    }

    @Test("windows share an eighth with the one before and lose nothing between them")
    func windows() {
        let text = (0..<200).map { String($0 % 10) }.joined()
        let found = pieces.pieces(of: text, as: .document)
        #expect(found.map(\.count) == [80, 80, 60])
        for (first, second) in zip(found, found.dropFirst()) { #expect(first.suffix(10) == second.prefix(10)) }
        #expect(found[0] + found[1].dropFirst(10) + found[2].dropFirst(10) == text)
    }

    @Test("a question has one piece and a document eight at most")
    func most() {
        let text = String(repeating: "内容", count: 5_000)
        #expect(pieces.pieces(of: text, as: .query).map(\.count) == [80])
        #expect(pieces.pieces(of: text, as: .document).count == 8)
    }

    @Test("tokens are a third of Latin characters and each of the Chinese ones")
    func tokens() {
        #expect(EmbeddingPieces.tokens(of: "") == 0)
        #expect(EmbeddingPieces.tokens(of: "abcdefg") == 3)
        #expect(EmbeddingPieces.tokens(of: "数据库") == 3)
        #expect(EmbeddingPieces.tokens(of: "port 端口") == 4)
    }

    @Test("a call holds as many texts as the dialect takes and no more tokens than any provider takes")
    func batches() {
        let short = (0..<70).map { "text \($0)" }
        #expect(EmbeddingPieces.batches(of: short, batch: 32).map(\.count) == [32, 32, 6])
        #expect(EmbeddingPieces.batches(of: short, batch: 32).flatMap(\.self) == short)
        let long = (0..<10).map { _ in String(repeating: "x", count: 6_000) }
        #expect(EmbeddingPieces.batches(of: long, batch: 32).map(\.count) == [8, 2])
        let huge = [String(repeating: "字", count: 20_000), "x"]
        #expect(EmbeddingPieces.batches(of: huge, batch: 32).map(\.count) == [1, 1])
    }
}
