/// The part of a text worth showing for a question: whole sentences where they fit, `…` where something was left out.
package enum Snippet {
    /// All terms weigh the same. Terms are as `Terms` makes them.
    package static func choose(from text: String, matching terms: Set<String>, around limit: Int = 300) -> String {
        choose(from: text, weights: Dictionary(uniqueKeysWithValues: terms.map { ($0, 1) }), around: limit)
    }

    /// At most `limit` characters around the sentence that answers best.
    package static func choose(
        from text: String, weights: [String: Double], around limit: Int = 300
    ) -> String {
        var shown = ShownSentences()
        return choose(from: [text], weights: weights, around: limit, besides: &shown)
    }

    /// The same out of what several people said one after the other, without sentences that have been shown; what is
    /// chosen is added to them. Empty when all of it has been shown.
    package static func choose(
        from parts: [String], weights: [String: Double], around limit: Int,
        besides shown: inout ShownSentences
    ) -> String {
        guard limit > 0 else { return "" }
        let source = Source(parts)
        let units = SnippetUnit.split(source.text, longest: max(limit - 2, 1))
        let isNew = units.map { !shown.contains($0.text) }
        let whole = source.parts.joined(separator: turn)
        let isWhole = whole.utf8.count <= limit || whole.count <= limit
        if isWhole, !isNew.contains(false) {
            for unit in units { shown.insert(unit.text) }
            return whole
        }
        var choice = SnippetChoice(units: units, isNew: isNew, limit: limit, starts: source.starts)
        choice.read(source.text, weights: weights)
        choice.choose()
        for index in choice.chosen { shown.insert(units[index].text) }
        return Clip.head(choice.rendered(), limit: limit)
    }

    /// The sentence that answers best, at most `limit` characters of it: what a snippet should not be shorter than.
    package static func answer(
        in parts: [String], weights: [String: Double], around limit: Int
    ) -> String {
        let source = Source(parts)
        let units = SnippetUnit.split(source.text, longest: max(limit - 2, 1))
        var choice = SnippetChoice(
            units: units, isNew: units.map { _ in true }, limit: limit, starts: source.starts)
        choice.read(source.text, weights: weights)
        return choice.answer.map { units[$0].text } ?? ""
    }

    /// Between what one said and what the other did.
    static let turn = " → "
    /// A text is read up to here; nothing longer is kept.
    private static let readBytes = 24 * 1024

    /// The parts as one text, a line between them.
    private struct Source {
        var parts: [String] = []
        var text = ""
        /// Byte offsets of the second and further parts.
        var starts: [Int] = []

        init(_ whole: [String]) {
            for part in whole {
                let left = Snippet.readBytes - text.utf8.count
                let cut =
                    part.utf8.count > left ? String(decoding: part.utf8.prefix(max(left, 0)), as: UTF8.self) : part
                let part = cut.trimmed
                guard !part.isEmpty else { continue }
                if !text.isEmpty {
                    text += "\n"
                    starts.append(text.utf8.count)
                }
                text += part
                parts.append(part)
            }
        }
    }
}

/// Which units of a text are shown: the one that answers best, then those that add terms of the question, then their
/// neighbours while there is room. Linear in the text; the number of steps over all units is that of the question's terms.
struct SnippetChoice {
    private let units: [SnippetUnit]
    private let isNew: [Bool]
    private let limit: Int
    /// Byte offsets at which another one speaks.
    private let starts: [Int]
    /// For every unit the terms in it, as bits.
    private var found: [UInt64]
    private var weights: [Double] = []
    private(set) var chosen: Set<Int> = []
    private var covered: UInt64 = 0
    /// Characters that the chosen units and the marks between them take at most.
    private var length = 2

    private static let bits = 64

    init(units: [SnippetUnit], isNew: [Bool], limit: Int, starts: [Int]) {
        self.units = units
        self.isNew = isNew
        self.limit = limit
        self.starts = starts
        found = Array(repeating: 0, count: units.count)
    }

    /// Finds the question's heaviest terms in the units.
    mutating func read(_ text: String, weights terms: [String: Double]) {
        let heaviest = terms.filter { $0.value > 0 }.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(
            Self.bits)
        let total = heaviest.reduce(0) { $0 + $1.value }
        guard total > 0, !units.isEmpty else { return }
        weights = heaviest.map { $0.value / total }
        let bits = Dictionary(uniqueKeysWithValues: zip(heaviest.map(\.key), heaviest.indices))
        var unit = 0
        for term in Terms.terms(in: text) {
            guard let bit = bits[term.text] else { continue }
            // Ranges grow but for colocated names, which start no earlier than the word before them.
            while unit + 1 < units.count, units[unit + 1].start <= term.range.lowerBound { unit += 1 }
            let target = units[unit].start <= term.range.lowerBound ? unit : max(unit - 1, 0)
            found[target] |= 1 << UInt64(bit)
        }
    }

    mutating func choose() {
        if let answer { take(answer) }
        takeFurther()
        takeNeighbours()
    }

    private func gain(_ index: Int) -> Double {
        var sum = 0.0
        var left = found[index] & ~covered
        while left != 0 {
            sum += weights[left.trailingZeroBitCount]
            left &= left - 1
        }
        return sum
    }

    /// Characters between two units that stand side by side, and between others.
    private var beside: Int { starts.isEmpty ? 1 : 3 }
    private var apart: Int { starts.isEmpty ? 3 : 4 }

    private mutating func take(_ index: Int) {
        let isBeside = chosen.contains(index - 1) || chosen.contains(index + 1)
        length += units[index].count + (chosen.isEmpty ? 0 : isBeside ? beside : apart)
        chosen.insert(index)
        covered |= found[index]
    }

    private func fits(_ index: Int) -> Bool {
        guard units.indices.contains(index), isNew[index], !chosen.contains(index) else { return false }
        let isBeside = chosen.contains(index - 1) || chosen.contains(index + 1)
        return length + units[index].count + (isBeside ? beside : apart) <= limit
    }

    /// The unit with the greatest weight of terms; the first of equals.
    var answer: Int? {
        var best: Int?
        var bestValue = -1.0
        for index in units.indices where isNew[index] {
            let value = gain(index)
            if value > bestValue + 1e-9 { (best, bestValue) = (index, value) }
        }
        return best
    }

    private mutating func takeFurther() {
        while true {
            var best: Int?
            var bestRate = 0.0
            for index in units.indices where found[index] & ~covered != 0 && fits(index) {
                let rate = gain(index) / Double(units[index].count + 3)
                if rate > bestRate { (best, bestRate) = (index, rate) }
            }
            guard let best else { return }
            take(best)
        }
    }

    private mutating func takeNeighbours() {
        var order = chosen.sorted()
        var position = 0
        while position < order.count {
            for neighbour in [order[position] + 1, order[position] - 1] where fits(neighbour) {
                take(neighbour)
                order.append(neighbour)
            }
            position += 1
        }
    }

    func rendered() -> String {
        var result = ""
        var previous: Int?
        for index in chosen.sorted() {
            let isAnother = previous.map { last in
                starts.contains { units[last].start < $0 && $0 <= units[index].start }
            }
            if let previous, isAnother == true {
                result += previous + 1 == index ? Snippet.turn : "…\(Snippet.turn)"
            } else if let previous, previous + 1 == index {
                result += units[previous].gap
            } else if index > 0 {
                result += result.isEmpty ? "…" : " … "
            }
            result += units[index].text
            previous = index
        }
        if let previous, previous + 1 < units.count { result += "…" }
        return result
    }
}
