import TextAnalysis

/// Which of a question's terms a text has. Built once a question; a text costs one pass and no allocation a term.
struct TermMatcher: Sendable {
    /// The question's terms as they are weighed, in order; at most 64.
    let terms: [QueryTerm]
    /// Place in `terms` by the hash of the term's bytes.
    private let places: [UInt64: Int]

    init(terms: [QueryTerm]) {
        self.terms = Array(terms.prefix(Set.capacity))
        places = Dictionary(self.terms.enumerated().map { (Self.hash($0.element.text), $0.offset) }) { first, _ in first
        }
    }

    /// Terms by their places.
    struct Set: OptionSet, Sendable, Hashable {
        static let capacity = 64
        let rawValue: UInt64

        init(rawValue: UInt64) { self.rawValue = rawValue }
        init(place: Int) { rawValue = 1 << UInt64(place) }

        func contains(place: Int) -> Bool { rawValue & (1 << UInt64(place)) != 0 }
    }

    func terms(in text: String) -> Set {
        var text = text
        return text.withUTF8 { bytes in
            var found: UInt64 = 0
            Terms.forEachTerm(in: bytes) { term, _, _ in
                if let place = places[Self.hash(term)] { found |= 1 << UInt64(place) }
                return true
            }
            return Set(rawValue: found)
        }
    }

    /// Hashes of all terms of a text, ascending, each once.
    static func hashes(in text: String) -> [UInt64] {
        var text = text
        var all: [UInt64] = text.withUTF8 { bytes in
            var all: [UInt64] = []
            Terms.forEachTerm(in: bytes) { term, _, _ in
                all.append(hash(term))
                return true
            }
            return all
        }
        all.sort()
        var count = 0
        for index in all.indices where index == 0 || all[index] != all[count - 1] {
            all[count] = all[index]
            count += 1
        }
        all.removeLast(all.count - count)
        return all
    }

    /// The texts of the terms in a set.
    func texts(of set: Set) -> Swift.Set<String> {
        Swift.Set(terms.indices.filter { set.contains(place: $0) }.map { terms[$0].text })
    }

    func weight(of set: Set, by weights: [Double]) -> Double {
        terms.indices.reduce(0) { set.contains(place: $1) ? $0 + weights[$1] : $0 }
    }

    private static func hash(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8(hash)
    }

    /// FNV-1a: terms are short, and a collision within one question would only make a term count that is not there.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
