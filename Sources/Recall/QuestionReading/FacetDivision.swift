import TextAnalysis

/// Where a question falls apart.
struct FacetDivision {
    private let items: UnsafeBufferPointer<Lexeme>
    private let terms: [FacetTerm]

    init(items: UnsafeBufferPointer<Lexeme>, terms: [FacetTerm]) {
        self.items = items
        self.terms = terms
    }

    func groups() -> [[FacetTerm]] {
        let sentences = askingSentences()
        return sentences.flatMap { sentence -> [[FacetTerm]] in
            let own = terms(in: span(of: sentence))
            guard own.count > 1 else { return [own] }
            let members = members(of: sentence)
            if members.count > 1 { return share(own, among: members) }
            let names = names(in: sentence)
            return names.count > 1 ? share(own, among: names) : [own]
        }
    }

    /// What is in no member is about all of them.
    private func share(_ own: [FacetTerm], among members: [Range<Int>]) -> [[FacetTerm]] {
        let parts = members.map { member in own.filter { member.overlaps($0.term.range) } }.filter { !$0.isEmpty }
        guard parts.count > 1 else { return [own] }
        let inside = Set(parts.joined().map(\.term.text))
        let common = own.filter { !inside.contains($0.term.text) }
        return parts.map { $0 + common }
    }

    private func terms(in range: Range<Int>) -> [FacetTerm] { terms.filter { range.overlaps($0.term.range) } }

    private func span(of lexemes: Range<Int>) -> Range<Int> {
        guard let first = lexemes.first, let last = lexemes.last else { return 0..<0 }
        return Int(items[first].start)..<Int(items[last].end)
    }

    // MARK: Sentences

    /// Sentences with terms that ask; all sentences with terms when none does. A sentence that only leads up to a
    /// question wants no evidence.
    private func askingSentences() -> [Range<Int>] {
        var sentences: [(range: Range<Int>, asks: Bool)] = []
        var start = 0
        for index in items.indices where items[index].endsSentence || index == items.count - 1 {
            let isLast = index == items.count - 1
            let isOpen =
                items[index].isMark(".") && index + 1 < items.count && items[index + 1].start == items[index].end
            if isOpen && !isLast && items[index].end - items[index].start == 1 { continue }
            let range = start..<index + 1
            start = index + 1
            if !terms(in: span(of: range)).isEmpty { sentences.append((range, asks(range))) }
        }
        let asking = sentences.filter(\.asks)
        return (asking.isEmpty ? sentences : asking).map(\.range)
    }

    private func asks(_ sentence: Range<Int>) -> Bool {
        if let last = sentence.last, items[last].isMark("?") { return true }
        let part = UnsafeBufferPointer(rebasing: items[sentence])
        let phrases = TextCuePhrases.shared
        return part.indices.contains { index in
            phrases.match(part, at: index).mask & TextCues.question.rawValue != 0
        }
    }

    // MARK: Lists and comparisons

    /// The members of the first list or comparison of a sentence, as bytes; none when there is no such.
    private func members(of sentence: Range<Int>) -> [Range<Int>] {
        if let opener = sentence.first(where: { items[$0].word != 0 && Self.openers.contains(items[$0].word) }) {
            return sides(after: opener, in: sentence)
        }
        let joints = joints(in: sentence)
        guard let first = joints.first, let last = joints.last else { return [] }
        var result: [Range<Int>] = []
        var start = memberStart(before: first, in: sentence)
        for joint in joints {
            if start < joint { result.append(span(of: start..<joint)) }
            start = joint + 1
        }
        let end = memberEnd(after: last, in: sentence)
        if start < end { result.append(span(of: start..<end)) }
        return result
    }

    /// What stands on both sides of the “and” that belongs to a “between” or “both”: before an article or a clause rather
    /// than between two words.
    private func sides(after opener: Int, in sentence: Range<Int>) -> [Range<Int>] {
        let conjunctions = (opener + 1..<sentence.upperBound).filter { isConjunction($0, in: sentence) }
        guard let joint = conjunctions.first(where: { !isContent(items[$0 + 1]) }) ?? conjunctions.first,
            joint > opener + 1
        else { return [] }
        return [span(of: opener + 1..<joint), span(of: joint + 1..<sentence.upperBound)]
    }

    /// What joins the first list: conjunctions, and commas that lead up to one, a few words from each other.
    private func joints(in sentence: Range<Int>) -> [Int] {
        var groups: [[Int]] = []
        for index in sentence.reversed() {
            let isNear = groups.last?.last.map { $0 - index <= 6 } ?? false
            if isConjunction(index, in: sentence) {
                if isNear { groups[groups.count - 1].append(index) } else { groups.append([index]) }
            } else if isNear, isComma(index, in: sentence) {
                groups[groups.count - 1].append(index)
            }
        }
        return groups.last?.reversed() ?? []
    }

    private func isConjunction(_ index: Int, in sentence: Range<Int>) -> Bool {
        guard index > sentence.lowerBound, index + 1 < sentence.upperBound else { return false }
        let item = items[index]
        if item.kind == .mark, item.value == Int32(LexemeScanner.enumerationComma) { return true }
        guard item.word != 0, Self.conjunctions.contains(item.word) else { return false }
        return item.kind == .word || joinsHan(index)
    }

    /// 和, 与 and their like also stand inside words: 和平, 参与, 及时.
    private func joinsHan(_ index: Int) -> Bool {
        guard items[index - 1].kind != .mark, items[index + 1].kind != .mark else { return false }
        func scalar(_ place: Int) -> Unicode.Scalar {
            items[place].kind == .han ? Unicode.Scalar(UInt32(items[place].value)) ?? "\0" : "\0"
        }
        let before = scalar(index - 1)
        let after = scalar(index + 1)
        return switch scalar(index) {
        case "和": !"温饱总共附柔缓".unicodeScalars.contains(before) && !"平谐解气睦".unicodeScalars.contains(after)
        case "与": !"参赠给".unicodeScalars.contains(before) && !"其否".unicodeScalars.contains(after)
        case "及": !"普涉提顾".unicodeScalars.contains(before) && !"时格早".unicodeScalars.contains(after)
        case "跟": !"踪进随上着".unicodeScalars.contains(after)
        case "或": after != "许"
        default: true
        }
    }

    private func isComma(_ index: Int, in sentence: Range<Int>) -> Bool {
        index > sentence.lowerBound && items[index].isMark(",") && items[index].end - items[index].start == 1
    }

    /// A first member is a name, a run of Han characters or one word: what stands before it is common to all.
    private func memberStart(before joint: Int, in sentence: Range<Int>) -> Int {
        var start = joint
        while start > sentence.lowerBound, joint - start < 8, isContent(items[start - 1]) {
            if start < joint, !goesOn(items[start - 1], with: items[start]) { break }
            start -= 1
        }
        return start
    }

    /// A last member likewise; one that begins with a binding word is a clause and goes on to the end.
    private func memberEnd(after joint: Int, in sentence: Range<Int>) -> Int {
        var end = joint + 1
        if end < sentence.upperBound, !isContent(items[end]) { return sentence.upperBound }
        end += 1
        while end < sentence.upperBound, end - joint <= 8, isContent(items[end]),
            goesOn(items[end - 1], with: items[end])
        {
            end += 1
        }
        return end
    }

    /// Whether two neighbours are of one member.
    private func goesOn(_ item: Lexeme, with next: Lexeme) -> Bool {
        if item.kind == .han || next.kind == .han { return item.kind == next.kind }
        if item.end == next.start { return true }
        return item.traits.contains(.capitalised) && next.traits.contains(.capitalised)
            && !item.traits.contains(.possessive)
    }

    /// Whether a lexeme carries meaning: neither a mark nor one of the terms left out as binding words.
    private func isContent(_ item: Lexeme) -> Bool {
        guard item.kind != .mark else { return false }
        let range = Int(item.start)..<Int(item.end)
        // Pairs of characters reach over the binding ones.
        if item.kind == .han { return terms.contains { $0.term.range == range } }
        return terms.contains { $0.term.range.overlaps(range) }
    }

    // MARK: Names

    /// Runs of capitals that do not begin the sentence, what stands in quotes, and identifiers.
    private func names(in sentence: Range<Int>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var index = sentence.lowerBound
        while index < sentence.upperBound {
            let item = items[index]
            if item.isMark("\""),
                let close = (index + 1..<sentence.upperBound).first(where: { items[$0].isMark("\"") }),
                close > index + 1
            {
                result.append(span(of: index + 1..<close))
                index = close + 1
                continue
            }
            if isCapital(item) {
                var end = index + 1
                while end < sentence.upperBound, isCapital(items[end]), !items[end - 1].traits.contains(.possessive) {
                    end += 1
                }
                result.append(span(of: index..<end))
                index = end
                continue
            }
            index += 1
        }
        let bytes = span(of: sentence)
        for term in terms
        where [.identifier, .path, .version].contains(term.term.kind) && bytes.overlaps(term.term.range) {
            // Dates and hours are written like versions and name nothing.
            guard term.term.text.utf8.contains(where: { $0 >= 0x61 }) else { continue }
            if !result.contains(where: { $0.overlaps(term.term.range) }) { result.append(term.term.range) }
        }
        return result.sorted { $0.lowerBound < $1.lowerBound }
    }

    private func isCapital(_ item: Lexeme) -> Bool {
        item.kind == .word && item.traits.contains(.capitalised) && !item.traits.contains(.opensSentence)
            && isContent(item)
    }

    // MARK: Words

    static let conjunctionWords = ["and", "or", "vs", "versus", "plus", "和", "与", "跟", "及", "或"]
    static let openerWords = ["between", "both", "either"]

    private static let conjunctions = Set(conjunctionWords.map(Lexicon.shared.number(of:)))
    private static let openers = Set(openerWords.map(Lexicon.shared.number(of:)))
}
