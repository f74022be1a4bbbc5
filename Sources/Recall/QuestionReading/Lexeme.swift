/// One word, number, Han character or mark of a text. White space is left out, line breaks are marks.
struct Lexeme: Sendable {
    enum Kind: UInt8, Sendable {
        case word, number, han, mark
    }

    struct Traits: OptionSet, Sendable {
        let rawValue: UInt8
        static let capitalised = Traits(rawValue: 1)
        /// Without any small letter, two letters at least.
        static let allCapitals = Traits(rawValue: 2)
        /// An `'s` stood behind it and is part of its range.
        static let possessive = Traits(rawValue: 4)
        /// `8th`.
        static let ordinal = Traits(rawValue: 8)
        /// Nothing but quotes, brackets and bullets stands between it and the sentence's or the line's beginning.
        static let opensSentence = Traits(rawValue: 16)
    }

    /// Bytes of the text.
    let start: Int32
    let end: Int32
    /// Of a number what it says, at most nine digits, else -1; of a mark its ASCII form, 0 where it has none;
    /// of a Han character its scalar.
    let value: Int32
    /// Its number in the `Lexicon`, 0 when that does not know it.
    let word: UInt16
    let kind: Kind
    let traits: Traits

    @inline(__always) func isMark(_ mark: Unicode.Scalar) -> Bool { kind == .mark && value == Int32(mark.value) }

    /// Whether a sentence or a line ends here.
    var endsSentence: Bool {
        guard kind == .mark else { return false }
        switch UInt8(truncatingIfNeeded: value) {
        case UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: ";"), 0x0A: return true
        default: return false
        }
    }
}

/// A text taken apart once, for all that reads it.
struct Lexemes: Sendable {
    /// Further text is not read: a question and a message say what they are about at their beginning.
    static let rowBytes = 2_000
    static let questionBytes = 4_000

    let items: [Lexeme]

    init(_ text: String, limit: Int) {
        var text = text
        items = text.withUTF8 { LexemeScanner.scan($0, limit: limit) }
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) {
        items = LexemeScanner.scan(bytes, limit: limit)
    }
}
