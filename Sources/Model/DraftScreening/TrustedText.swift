import TextAnalysis

/// What is trusted, as text that names and words are looked up in.
struct TrustedText: Sendable {
    /// In lower case, with single spaces.
    private let text: [UInt8]
    private let terms: Set<String>
    let scripts: Set<Script>

    init(_ texts: [String]) {
        let whole = texts.joined(separator: "\n")
        text = Array(whole.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ").utf8)
        terms = Set(Self.content(of: whole).map(\.text))
        scripts = Script.all(of: whole).union([.latin])
    }

    /// Whether it stands somewhere, not as a part of a longer word.
    func holds(_ part: String) -> Bool {
        let part = Array(part.lowercased().utf8)
        guard !part.isEmpty, part.count <= text.count else { return false }
        for start in 0...(text.count - part.count) where text[start] == part[0] {
            let end = start + part.count
            guard text[start..<end].elementsEqual(part) else { continue }
            let isBegun = start > 0 && Self.isWord(text[start - 1]) && Self.isWord(part[0])
            let isOpen = end < text.count && Self.isWord(text[end]) && Self.isWord(part[part.count - 1])
            if !isBegun, !isOpen { return true }
        }
        return false
    }

    /// Whether the term, or a word of a script without spaces, stands in it.
    func knows(_ term: String) -> Bool { terms.contains(term) || holds(term) }

    /// Whether a sentence shares enough words with it to be about the same. Chinese is not counted: the evidence may be
    /// in English although the person is not.
    func isAbout(_ sentence: String, share: Double) -> Bool {
        let words = Self.content(of: sentence).filter { $0.kind != .han1 && $0.kind != .han2 }
        guard share >= 1 || words.count >= Self.countedFrom else { return true }
        let known = words.count { terms.contains($0.text) }
        return Double(known) >= share * Double(words.count)
    }

    /// Whether there is a word in it that carries something.
    static func saysSomething(_ phrase: String) -> Bool { !content(of: phrase).isEmpty }

    private static func content(of text: String) -> [QueryTerm] {
        Terms.queryTerms(in: text).filter { !$0.isStopword && $0.kind != .han1 && $0.kind != .number }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || byte &- 0x61 < 26 || byte == UInt8(ascii: "_")
    }

    /// Sentences of fewer words are about whatever stands around them.
    private static let countedFrom = 3
}

/// Scripts as far as they must be told apart here.
enum Script: Hashable, Sendable {
    case latin, han
    /// Any other, by the block of 256 code points.
    case block(UInt32)

    /// Scripts of the letters of a text.
    static func all(of text: String) -> Set<Script> {
        var scripts: Set<Script> = []
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic {
            switch scalar.value {
            case 0..<0x0300, 0x1E00..<0x1F00: scripts.insert(.latin)
            case 0x2E80..<0x3040, 0x3400..<0xA000, 0xF900..<0xFB00, 0x20000..<0x32000: scripts.insert(.han)
            default: scripts.insert(.block(scalar.value >> 8))
            }
        }
        return scripts
    }
}
