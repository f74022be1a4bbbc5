import JSONText
import MemoryTestSupport
import Testing

/// The reader against random bytes: it refuses or reads, it never traps, and what it read survives the way out and back.
struct JSONFuzzTests {
    @Test func tenThousandRandomByteStringsAreReadOrRefused() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<10_000 {
            let length = Int.random(in: 0...40, using: &random)
            check((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
    }

    @Test func tenThousandStringsOfTheGrammarsBytesAreReadOrRefused() {
        let alphabet = Array("{}[]\",:\\u0123456789dD8eE+-.truefalsn \n\u{e9}".utf8)
        var random = SeededRandom(seed: 2)
        for _ in 0..<10_000 {
            let length = Int.random(in: 0...30, using: &random)
            check((0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
        }
    }

    @Test func everyCutOfAMessageIsRefused() {
        let text = Array(#"{"jsonrpc":"2.0","id":1,"params":{"s":"aé\ud83d\ude42\n","n":[-1.5e-3,true,null]}}"#.utf8)
        for end in 0..<text.count {
            #expect(throws: JSONSyntaxError.self) { try JSON(parsing: Array(text[..<end])) }
        }
    }

    @Test func randomValuesComeBackEqual() throws {
        var random = SeededRandom(seed: 3)
        for _ in 0..<2000 {
            let value = Self.value(depth: 0, using: &random)
            #expect(try JSON(parsing: value.utf8Text) == value)
            #expect(try JSON(parsing: value.prettyText) == value)
            #expect(!value.text.utf8.contains(0x0A), "one value is one line")
        }
    }

    private func check(_ bytes: [UInt8]) {
        guard let value = try? JSON(parsing: bytes) else { return }
        let again = try? JSON(parsing: value.utf8Text)
        #expect(again == value, "\(bytes)")
    }

    private static func value(depth: Int, using random: inout SeededRandom) -> JSON {
        switch Int.random(in: 0...(depth > 4 ? 4 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 3:
            return .double(Double(sign: .plus, exponent: Int.random(in: -300...300, using: &random), significand: 1.37))
        case 4: return .string(text(using: &random))
        case 5:
            return .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth + 1, using: &random) })
        default:
            return .object(
                JSONObject(
                    (0..<Int.random(in: 0...4, using: &random)).map { _ in
                        .init(key: text(using: &random), value: value(depth: depth + 1, using: &random))
                    }
                )
            )
        }
    }

    private static func text(using random: inout SeededRandom) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) ?? "\u{2028}")
        }
        return text
    }
}
