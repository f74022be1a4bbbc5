internal import CWordPieceTables

/// What the options make of each character: a table of 256 entries for the first byte of a character, and Unicode
/// tables for what is not ASCII.
struct CharacterRules: Sendable {
    private let steps: Steps
    private let bytes: [Rule]

    /// What a byte that starts a character means.
    struct Rule: Sendable {
        enum Kind: UInt8 {
            /// Part of a word.
            case word
            /// Ends a word.
            case space
            /// A word of its own.
            case punctuation
            /// As if it were not there.
            case removed
            /// May start a special token; else as punctuation.
            case bracket
            /// Goes through the Unicode tables.
            case scalar
        }
        var kind: Kind
        /// The byte that goes into the word.
        var byte: UInt8
    }

    /// The steps that are on.
    struct Steps: Sendable {
        let lowercases, stripsAccents, splitsHan, cleansText: Bool
    }

    struct View {
        let steps: Steps
        let bytes: UnsafePointer<Rule>
        let tables: memos_wordpiece_tables
    }

    init(_ options: WordPiece.Options) {
        let steps = Steps(
            lowercases: options.lowercases, stripsAccents: options.stripsAccents ?? options.lowercases,
            splitsHan: options.splitsHan, cleansText: options.cleansText)
        self.steps = steps
        let tables = memos_wordpiece_tables_get()
        bytes = (0...255).map { CharacterRules.rule(for: $0, steps, tables) }
    }

    func withView<Result>(_ body: (View) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            guard let first = bytes.baseAddress else { preconditionFailure("an array without an address") }
            return body(View(steps: steps, bytes: first, tables: memos_wordpiece_tables_get()))
        }
    }

    private static func rule(for byte: UInt8, _ steps: Steps, _ tables: memos_wordpiece_tables) -> Rule {
        guard byte < 0x80 else { return Rule(kind: .scalar, byte: byte) }
        if byte == UInt8(ascii: "[") { return Rule(kind: .bracket, byte: byte) }
        let record = memos_wordpiece_record_of(tables, UInt32(byte))
        if steps.cleansText {
            if record.has(MEMOS_WORDPIECE_REMOVED) { return Rule(kind: .removed, byte: byte) }
            if record.has(MEMOS_WORDPIECE_CLEANED_TO_SPACE) { return Rule(kind: .space, byte: byte) }
        }
        var byte = byte
        if steps.lowercases, record.lowered != 0 {
            let sequence = tables.sequences + Int(record.lowered)
            guard sequence[0] == 1, sequence[1] < 0x80 else { return Rule(kind: .scalar, byte: byte) }
            byte = UInt8(sequence[1])
        }
        let written = memos_wordpiece_record_of(tables, UInt32(byte))
        if written.has(MEMOS_WORDPIECE_SPACE) { return Rule(kind: .space, byte: byte) }
        return Rule(kind: written.has(MEMOS_WORDPIECE_PUNCTUATION) ? .punctuation : .word, byte: byte)
    }
}

extension memos_wordpiece_record {
    @inline(__always)
    func has(_ flag: Int) -> Bool { Int(flags) & flag != 0 }
}
