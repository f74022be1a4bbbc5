package import MemoryModel
import TextAnalysis

/// From ranked hits to the items of a block: what stands side by side becomes one, nothing is said twice, and each gets
/// its share of the budget.
package struct SnippetPlan: Sendable {
    /// One line of the block: a step, or several of one turn or of turns side by side, in the order they happened.
    package struct Item: Sendable, Equatable {
        package var ids: [TraceID]
        package var at: Timestamp
        package var text: String
        package var repair: RepairNote?
    }

    /// Of all lines together, without the fence.
    let tokens: Int
    /// Steps of one item at most.
    static let joined = 3
    /// Tokens of a line beside its text and ids: `- [2026-11-21]  (id )`, rounded up.
    private static let frame = 7
    /// Characters of the marks between the parts of a snippet.
    private static let spare = 4

    package init(tokens: Int) {
        self.tokens = tokens
    }

    package func items(
        for hits: [RecallHit], weights: [String: Double]
    ) -> [Item] {
        let groups = Self.groups(hits)
        let needs = groups.flatMap { group in
            group.indices.map { index in
                need(of: group[index], isFirst: index == 0, weights: weights)
            }
        }
        var rooms = zip(needs, SnippetBudget(tokens: tokens).lengths(needs)).makeIterator()
        var shown = ShownSentences()
        return groups.compactMap { group in
            var members: [(hit: RecallHit, text: String)] = []
            for hit in group {
                guard let (need, length) = rooms.next() else { break }
                let characters = Self.characters(of: hit.trace, tokens: length, whole: need.whole)
                let text = TraceSnippet.text(
                    of: hit.trace, weights: weights, length: characters, besides: &shown)
                members.append((hit, text))
            }
            return members.isEmpty ? nil : Self.item(of: members)
        }
    }

    private static func item(of members: [(hit: RecallHit, text: String)]) -> Item {
        let texts = members.map(\.text).filter { !$0.isEmpty }
        return Item(
            ids: members.map(\.hit.trace.id), at: members.map(\.hit.trace.at).min() ?? 0,
            text: texts.isEmpty ? "(said above)" : texts.joined(separator: " → "),
            repair: members.lazy.compactMap(\.hit.repair).first)
    }

    /// Tokens into characters, by what this text's characters cost.
    private static func characters(of trace: Trace, tokens: Int, whole: Int) -> Int {
        let characters = TraceSnippet.source(of: trace).unicodeScalars.count + spare
        return tokens >= whole ? characters : tokens * characters / max(whole, 1)
    }

    /// Hits side by side, each group at the place of its best.
    private static func groups(_ hits: [RecallHit]) -> [[RecallHit]] {
        var groups: [[RecallHit]] = []
        for hit in hits {
            let place = groups.firstIndex { group in
                group.count < joined && hit.repair == nil && group[0].repair == nil
                    && group.contains { isBeside($0, hit) }
            }
            if let place { groups[place].append(hit) } else { groups.append([hit]) }
        }
        return groups.map { $0.sorted { ($0.row, $0.trace.step) < ($1.row, $1.trace.step) } }
    }

    /// Steps of one turn, or steps of one session with nothing between them.
    private static func isBeside(_ a: RecallHit, _ b: RecallHit) -> Bool {
        guard a.trace.sessionID == b.trace.sessionID else { return false }
        if a.trace.turnID == b.trace.turnID { return true }
        return a.row > 0 && abs(a.row - b.row) == 1
    }

    private func need(
        of hit: RecallHit, isFirst: Bool, weights: [String: Double]
    ) -> SnippetBudget.Need {
        let whole = TokenEstimate.count(TraceSnippet.source(of: hit.trace)) + 1
        let answer = TraceSnippet.answer(of: hit.trace, weights: weights)
        let id = TokenEstimate.count(hit.trace.id.rawValue) + 2
        let repair = hit.repair.map { note in
            TokenEstimate.count(note.text) + 8 + note.fixIDs.reduce(0) { $0 + TokenEstimate.count($1.rawValue) + 1 }
        }
        return SnippetBudget.Need(
            whole: whole, answer: TokenEstimate.count(answer) + 2,
            overhead: id + (isFirst ? Self.frame : 1) + (repair ?? 0))
    }
}
