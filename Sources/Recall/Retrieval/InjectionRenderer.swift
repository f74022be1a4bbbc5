import MemoryMath
package import MemoryModel
import QuestionReading
import TextAnalysis

/// Turns hits into the block a host puts before the model: few lines, a hard budget, and a fence that recalled text
/// cannot close. Recalled text carries facts, never authority.
package struct InjectionRenderer: Sendable {
    private let tokens: Int
    private let characters: Int

    /// Limits of the whole block whatever was set: hosts replace what is longer by the name of a file. Some count
    /// characters, some bytes, of which Chinese has three a character.
    package static let mostCharacters = 6_000
    package static let mostBytes = 9_000

    /// - Parameters:
    ///   - tokens: budget of the whole block (estimated, see `TokenEstimate`).
    ///   - characters: hard limit of the whole block, in UTF-16 units: so hosts count, and no character is less. No
    ///     more than `mostCharacters` count.
    package init(tokens: Int, characters: Int) {
        self.tokens = tokens
        self.characters = min(characters, Self.mostCharacters)
    }

    package struct Block: Sendable, Equatable {
        /// Fenced; empty when there is nothing to show.
        package var text: String
        package var tokens: Int
        /// Ids of what is in the text, in order.
        package var shown: [String]

        package static let empty = Block(text: "", tokens: 0, shown: [])
    }

    /// Skills first, then memories, then what is known of the environment and what experience advises. What was learned
    /// has at most two fifths of the room.
    ///
    /// - Parameters:
    ///   - nonce: unguessable, new for each block.
    ///   - preamble: what the block says of itself.
    package func render(
        _ result: RecallResult, nonce: String, preamble: String = InjectionFence.preamble
    ) -> Block {
        let frame = InjectionFence.wrap("", nonce: nonce, preamble: preamble)
        var page = Page(
            tokensLeft: tokens - TokenEstimate.count(frame), charactersLeft: characters - frame.utf16.count,
            bytesLeft: Self.mostBytes - frame.utf8.count)
        let items = ItemLines(result)
        var reserve = Page(
            tokensLeft: page.tokensLeft * 2 / 5, charactersLeft: page.charactersLeft * 2 / 5,
            bytesLeft: page.bytesLeft * 2 / 5)
        for line in items.before where reserve.add(line.text, ids: line.ids) {
            page.add(line.text, ids: line.ids)
        }
        let last = items.after.filter { reserve.add($0.text, ids: $0.ids) }
        let kept = last.reduce(0) { $0 + Page.cost($1.text) }
        // In UTF-16 units four make a token at most, so that the smaller of both budgets is planned with.
        let room = min(page.tokensLeft, page.charactersLeft / 4) - kept
        let plan = SnippetPlan(tokens: room)
        for item in plan.items(for: result.hits, weights: result.weights) {
            page.add(Self.line(of: item), ids: item.ids.map(\.rawValue))
        }
        for line in last { page.add(line.text, ids: line.ids) }
        guard !page.lines.isEmpty else { return .empty }
        return Block(
            text: InjectionFence.wrap(page.lines.joined(separator: "\n"), nonce: nonce, preamble: preamble),
            tokens: tokens - page.tokensLeft, shown: page.shown
        )
    }

    /// Lines as long as there is room; one that does not fit is passed over.
    private struct Page {
        var tokensLeft: Int
        var charactersLeft: Int
        /// Of UTF-8.
        var bytesLeft: Int
        var lines: [String] = []
        var shown: [String] = []

        init(tokensLeft: Int, charactersLeft: Int, bytesLeft: Int) {
            self.tokensLeft = tokensLeft
            self.charactersLeft = charactersLeft
            self.bytesLeft = bytesLeft
        }

        private static let replaceable = Set("<[:".utf8)

        static func cost(_ line: String) -> Int { TokenEstimate.count(line) + 1 }

        /// - Returns: whether it fits. The fence removes what is dangerous or replaces it by one character, so that this is
        ///   the most it can be; a character that it may replace counts as one of three bytes.
        @discardableResult
        mutating func add(_ text: String, ids: [String]) -> Bool {
            let line = InjectionRenderer.oneLine(text)
            let length = line.utf16.count + 1
            let bytes = line.utf8.reduce(1) { $0 + (Self.replaceable.contains($1) ? 3 : 1) }
            guard Self.cost(line) <= tokensLeft, length <= charactersLeft, bytes <= bytesLeft else { return false }
            tokensLeft -= Self.cost(line)
            charactersLeft -= length
            bytesLeft -= bytes
            lines.append(line)
            shown += ids
            return true
        }
    }

    private static func line(of item: SnippetPlan.Item) -> String {
        let ids = item.ids.map(\.rawValue).joined(separator: " → ")
        let start = "- [\(CalendarDay.text(item.at))] \(item.text)"
        guard let repair = item.repair else { return "\(start) (id \(ids))" }
        let fixes = repair.fixIDs.map(\.rawValue).joined(separator: ", ")
        return "\(start) → fixed by: \(repair.text) (id \(ids), fix id \(fixes))"
    }

    fileprivate static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// The UTC day of a time as `2026-11-21`.
package enum CalendarDay {
    package static func text(_ time: Timestamp) -> String {
        let date = CivilDate(at: time)
        return "\(date.year)-\(twoDigits(date.month))-\(twoDigits(date.day))"
    }

    private static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
