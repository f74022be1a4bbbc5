/// Where the words of a lexicon stand in a text, in one pass over it (Aho and Corasick, 1975).
struct PhraseAutomaton: Sendable {
    struct Hit {
        let concept: Concept
        let start: Int
        let end: Int
    }

    private struct Ending {
        let concept: Concept
        let length: Int
        let isWordStart: Bool
        let isWordEnd: Bool
    }

    /// Bytes that no word has share class 0.
    private var classes = [UInt8](repeating: 0, count: 256)
    private var classCount = 1
    /// The next state by state and class, complete: one step a byte.
    private var next: [Int32] = []
    private var endings: [[Ending]] = []

    init(_ lexicon: [(Concept, String)]) {
        let words = lexicon.flatMap { concept, text in
            text.split(separator: "¦").map { (concept, Self.spelled($0)) }
        }
        for (_, word) in words {
            for byte in word where byte != UInt8(ascii: "*") && classes[Int(byte)] == 0 {
                classes[Int(byte)] = UInt8(classCount)
                classCount += 1
            }
        }
        addState()
        for (concept, word) in words { add(word, concept) }
        complete()
    }

    /// A space at an end of a word is written as `^`, an open end as `*`.
    private static func spelled(_ word: Substring) -> [UInt8] {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\n" }
        guard let start = word.firstIndex(where: { !isBlank($0) }), let end = word.lastIndex(where: { !isBlank($0) })
        else { return [] }
        return word[start...end].utf8.map { $0 == UInt8(ascii: "^") ? 0x20 : $0 }
    }

    private mutating func addState() {
        next += [Int32](repeating: -1, count: classCount)
        endings.append([])
    }

    private mutating func add(_ spelled: [UInt8], _ concept: Concept) {
        let isOpen = spelled.last == UInt8(ascii: "*")
        let word = isOpen ? Array(spelled.dropLast()) : spelled
        guard let first = word.first, let last = word.last else { return }
        var state = 0
        for byte in word {
            let cell = state * classCount + Int(classes[Int(byte)])
            if next[cell] < 0 {
                next[cell] = Int32(endings.count)
                addState()
            }
            state = Int(next[cell])
        }
        endings[state].append(
            Ending(
                concept: concept, length: word.count, isWordStart: Self.isWord(first),
                isWordEnd: !isOpen && Self.isWord(last)))
    }

    private mutating func complete() {
        var fallback = [Int](repeating: 0, count: endings.count)
        var queue: [Int] = []
        for code in 0..<classCount {
            if next[code] < 0 { next[code] = 0 } else { queue.append(Int(next[code])) }
        }
        var head = 0
        while head < queue.count {
            let state = queue[head]
            head += 1
            endings[state] += endings[fallback[state]]
            for code in 0..<classCount {
                let cell = state * classCount + code
                let other = next[fallback[state] * classCount + code]
                if next[cell] < 0 {
                    next[cell] = other
                } else {
                    fallback[Int(next[cell])] = Int(other)
                    queue.append(Int(next[cell]))
                }
            }
        }
    }

    /// In the order in which they end. At most `limit`, so that a text made of words alone costs no more than another.
    func hits(in text: [UInt8], limit: Int = 2_000) -> [Hit] {
        var result: [Hit] = []
        var state = 0
        for (index, byte) in text.enumerated() {
            state = Int(next[state * classCount + Int(classes[Int(byte)])])
            for ending in endings[state] {
                let start = index + 1 - ending.length
                if ending.isWordStart, start > 0, Self.isWord(text[start - 1]) { continue }
                if ending.isWordEnd, index + 1 < text.count, Self.isWord(text[index + 1]) { continue }
                result.append(Hit(concept: ending.concept, start: start, end: index + 1))
                if result.count == limit { return result }
            }
        }
        return result
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
    }
}
