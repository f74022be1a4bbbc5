/// The part of a text worth showing for a query: whole sentences where they fit, `…` where something was left out.
package enum Snippet {
    /// All terms weigh the same. Terms are as `Terms` makes them.
    package static func choose(from text: String, matching terms: Set<String>, around limit: Int = 300) -> String {
        var weights: [String: Double] = [:]
        for term in terms { weights[term] = 1 }
        return choose(from: text, weights: weights, around: limit)
    }

    /// The stretch of sentences that covers the greatest weight of distinct terms in `limit` characters, then further
    /// sentences that add terms, then neighbours while there is room.
    package static func choose(from text: String, weights: [String: Double], around limit: Int = 300) -> String {
        let text = text.trimmed
        guard limit > 0 else { return "" }
        if text.utf8.count <= limit || text.count <= limit { return text }
        let pieces = SentencePieces.split(text, longest: max(limit - 4, 1))
        guard !pieces.isEmpty else { return Clip.head(text, limit: limit) }
        var selection = Selection(pieces: pieces, found: matches(in: text, pieces: pieces, weights: weights))
        selection.weights = weights
        selection.limit = limit
        selection.select()
        return Clip.head(selection.rendered(), limit: limit)
    }

    /// For every piece the terms that begin in it.
    private static func matches(
        in text: String, pieces: [SentencePieces.Piece], weights: [String: Double]
    ) -> [Set<String>] {
        var found = [Set<String>](repeating: [], count: pieces.count)
        guard !weights.isEmpty else { return found }
        var piece = 0
        for term in Terms.terms(in: text) where weights[term.text] != nil {
            // Ranges grow but for colocated names, which start no earlier than the word before them.
            while piece + 1 < pieces.count, pieces[piece + 1].start <= term.range.lowerBound { piece += 1 }
            let target = pieces[piece].start <= term.range.lowerBound ? piece : max(piece - 1, 0)
            found[target].insert(term.text)
        }
        return found
    }

    private struct Selection {
        let pieces: [SentencePieces.Piece]
        let found: [Set<String>]
        var weights: [String: Double] = [:]
        var limit = 0
        var chosen: Set<Int> = []
        var covered: Set<String> = []
        /// Characters the chosen pieces and the marks between them take.
        var length = 2

        init(pieces: [SentencePieces.Piece], found: [Set<String>]) {
            self.pieces = pieces
            self.found = found
        }

        mutating func select() {
            takeBestWindow()
            while takeBestFurtherPiece() {}
            while takeNeighbour() {}
        }

        private func gain(_ index: Int, beyond covered: Set<String>) -> Double {
            var sum = 0.0
            for term in found[index] where !covered.contains(term) { sum += weights[term] ?? 0 }
            return sum
        }

        private mutating func take(_ index: Int) {
            chosen.insert(index)
            covered.formUnion(found[index])
        }

        private mutating func takeBestWindow() {
            var best = 0..<1
            var bestScore = -1.0
            for start in pieces.indices where start == 0 || !found[start].isEmpty {
                var seen: Set<String> = []
                var score = 0.0
                var length = 2
                var end = start
                while end < pieces.count, length + pieces[end].count <= limit || end == start {
                    length += pieces[end].count + 1
                    let added = gain(end, beyond: seen)
                    seen.formUnion(found[end])
                    score += added
                    end += 1
                    // The shorter of two windows with the same terms leaves more room.
                    if score > bestScore + 1e-9 {
                        bestScore = score
                        best = start..<end
                    }
                }
            }
            for index in best { take(index) }
            measure()
        }

        private mutating func takeBestFurtherPiece() -> Bool {
            var best: Int?
            var bestRate = 0.0
            for index in pieces.indices where !chosen.contains(index) && length + pieces[index].count + 3 <= limit {
                let rate = gain(index, beyond: covered) / Double(pieces[index].count + 3)
                if rate > bestRate {
                    bestRate = rate
                    best = index
                }
            }
            guard let best else { return false }
            take(best)
            measure()
            return true
        }

        private mutating func takeNeighbour() -> Bool {
            for index in chosen.sorted() {
                for neighbour in [index + 1, index - 1]
                where pieces.indices.contains(neighbour) && !chosen.contains(neighbour)
                    && length + pieces[neighbour].count + 1 <= limit
                {
                    chosen.insert(neighbour)
                    measure()
                    if length <= limit { return true }
                    chosen.remove(neighbour)
                    measure()
                }
            }
            return false
        }

        private mutating func measure() { length = rendered().count }

        func rendered() -> String {
            var result = ""
            var previous: Int?
            for index in chosen.sorted() {
                if let previous, previous + 1 == index {
                    result += pieces[previous].gap
                } else if index > 0 {
                    result += result.isEmpty ? "…" : " … "
                }
                result += pieces[index].text
                previous = index
            }
            if let previous, previous + 1 < pieces.count { result += "…" }
            return result
        }
    }
}

/// Cuts a text into sentences, and sentences that are too long at spaces.
enum SentencePieces {
    struct Piece: Sendable {
        let text: String
        /// Byte offset in the text.
        let start: Int
        /// Characters.
        let count: Int
        /// What joins it with the next piece.
        let gap: String
    }

    static func split(_ text: String, longest: Int) -> [Piece] {
        var pieces: [Piece] = []
        let source = ByteText(text)
        for range in sentences(source) {
            let sentence = source.string(range)
            let count = sentence.count
            if count <= longest {
                pieces.append(
                    Piece(text: sentence, start: range.lowerBound, count: count, gap: gap(source, range.upperBound)))
            } else {
                divide(sentence, at: range.lowerBound, size: max(min(longest / 2, 120), 1), into: &pieces)
            }
        }
        return pieces
    }

    private static func gap(_ source: ByteText, _ end: Int) -> String {
        end < source.count && Byte.isSpace(source.bytes[end]) ? " " : ""
    }

    private static func sentences(_ source: ByteText) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        var index = 0
        func close(_ end: Int) {
            var low = start
            var high = end
            while low < high, Byte.isSpace(source.bytes[low]) { low += 1 }
            while high > low, Byte.isSpace(source.bytes[high - 1]) { high -= 1 }
            if low < high { ranges.append(low..<high) }
            start = end
        }
        while index < source.count {
            switch source.bytes[index] {
            case 0x0A: close(index)
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"):
                if index + 1 < source.count, Byte.isSpace(source.bytes[index + 1]) { close(index + 1) }
            case 0xE3 where source.starts(with: "。", at: index): close(index + 3)
            case 0xEF
            where source.starts(with: "！", at: index) || source.starts(with: "？", at: index)
                || source.starts(with: "；", at: index):
                close(index + 3)
            default: break
            }
            index += 1
        }
        close(source.count)
        return ranges
    }

    private static func divide(_ sentence: String, at offset: Int, size: Int, into pieces: inout [Piece]) {
        var start = sentence.startIndex
        var byte = offset
        while start < sentence.endIndex {
            var end = sentence.index(start, offsetBy: size, limitedBy: sentence.endIndex) ?? sentence.endIndex
            if end < sentence.endIndex, let space = sentence[start..<end].lastIndex(of: " "), space > start {
                end = sentence.index(after: space)
            }
            let part = sentence[start..<end]
            let endsInSpace = part.last == " "
            let shown = endsInSpace ? part.dropLast() : part
            pieces.append(Piece(text: String(shown), start: byte, count: shown.count, gap: endsInSpace ? " " : ""))
            byte += part.utf8.count
            start = end
        }
    }
}
