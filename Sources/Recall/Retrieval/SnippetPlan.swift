package import MemoryModel
package import TextAnalysis

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

    package init(tokens: Int) {
        self.tokens = tokens
    }

    package func items(
        for hits: [RecallHit], weights: [String: Double], similarity: Snippet.Similarity? = nil
    ) -> [Item] {
        let groups = Self.groups(hits)
        let needs = groups.map(Self.need)
        let lengths = SnippetBudget(tokens: tokens).lengths(needs)
        var shown = ShownSentences()
        return zip(groups, zip(needs, lengths)).map { group, room in
            let (need, length) = room
            var texts: [String] = []
            for hit in group {
                // Tokens into characters of this text.
                let source = TraceSnippet.source(of: hit.trace)
                let size = max(TokenEstimate.count(source), 1)
                let share = length * size / max(need.whole, 1)
                let least = group.count > 1 ? min(size, SnippetBudget.shortest) : 0
                let characters = max(share, least) * source.unicodeScalars.count / size
                let text = TraceSnippet.text(
                    of: hit.trace, weights: weights, length: characters + 3, similarity: similarity, besides: &shown)
                if !text.isEmpty { texts.append(text) }
            }
            let ids = group.map(\.trace.id)
            return Item(
                ids: ids, at: group.map(\.trace.at).min() ?? 0,
                text: texts.isEmpty ? "(said above)" : texts.joined(separator: " → "),
                repair: group.lazy.compactMap(\.repair).first)
        }
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

    private static func need(of group: [RecallHit]) -> SnippetBudget.Need {
        let texts = group.map { TokenEstimate.count(TraceSnippet.source(of: $0.trace)) }
        let ids = group.map { TokenEstimate.count($0.trace.id.rawValue) + 2 }
        let repair = group.lazy.compactMap(\.repair).first.map { note in
            TokenEstimate.count(note.text) + 8 + note.fixIDs.reduce(0) { $0 + TokenEstimate.count($1.rawValue) + 1 }
        }
        return SnippetBudget.Need(whole: texts.reduce(0, +) + 3, overhead: frame + ids.reduce(0, +) + (repair ?? 0))
    }
}
