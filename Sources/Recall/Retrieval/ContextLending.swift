import MemoryModel
import MemoryStore

/// Windowed fusion: a turn stands in a conversation, so its neighbours and its session lend it strength. The line that
/// answers a question often follows the line that shares its words. Pure.
struct ContextLending: Sendable {
    let neighbourWeight: Double
    let sessionWeight: Double

    /// A trace after lending.
    struct Strength: Sendable, Equatable {
        var row: Int64
        /// Relative to the strongest.
        var value: Double
        /// Found only for what stands around it.
        var isLent: Bool
    }

    /// Rows that may be neighbours of the strongest hits by words. Neighbours are looked for among the rows next to a
    /// hit: two sessions at once interleave their rows, but rarely by more than a few.
    func surroundings(of words: [Int64: Double]) -> Set<Int64> {
        guard neighbourWeight > 0 else { return [] }
        return Set(Self.givers(words).flatMap { ($0.row - Self.window)...($0.row + Self.window) })
    }

    /// What a trace has of its own, by words and by meaning, and what it is lent: neighbours lend their words, the session
    /// both. A short line gains more from what stands around it than a long one, which would say it itself.
    ///
    /// - Parameters:
    ///   - words: by row, positive, at most 1.
    ///   - meaning: by row, positive.
    ///   - places: of all these rows and of their surroundings, as far as they exist.
    /// - Returns: strongest first.
    func lend(words: [Int64: Double], meaning: [Int64: Double], places: [Int64: TracePlace]) -> [Strength] {
        let own = words.merging(meaning) { $0 + $1 }.filter { places[$0.key] != nil }
        guard let best = own.values.max(), best > 0 else { return [] }
        var lent: [Int64: Double] = [:]
        for (row, strength) in Self.givers(words) where neighbourWeight > 0 {
            for (neighbour, distance) in neighbours(of: row, places: places) {
                lent[neighbour, default: 0] += neighbourWeight * strength * Self.falloff[distance]
            }
        }
        let sessions = sessionStrengths(own, places: places)
        let rows = Set(own.keys).union(lent.keys)
        let strengths = rows.compactMap { row -> Strength? in
            guard let place = places[row] else { return nil }
            let session = sessionWeight * best * (sessions[place.session] ?? 0)
            let value = (own[row] ?? 0) + Self.need(length: place.length) * ((lent[row] ?? 0) + session)
            return Strength(row: row, value: value, isLent: own[row] == nil)
        }
        let strongest = strengths.map(\.value).max() ?? 1
        return strengths.map { Strength(row: $0.row, value: $0.value / strongest, isLent: $0.isLent) }
            .sorted { ($0.value, $0.row) > ($1.value, $1.row) }
    }

    private static func givers(_ words: [Int64: Double]) -> [(row: Int64, strength: Double)] {
        words.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.prefix(giverCount).map { ($0.key, $0.value) }
    }

    /// The nearest rows of the same session on each side, with their distance from 0.
    private func neighbours(of row: Int64, places: [Int64: TracePlace]) -> [(row: Int64, distance: Int)] {
        guard let session = places[row]?.session else { return [] }
        var found: [(row: Int64, distance: Int)] = []
        for direction: Int64 in [-1, 1] {
            var distance = 0
            for step in 1...Self.window where distance < Self.falloff.count {
                let other = row + direction * step
                guard places[other]?.session == session else { continue }
                found.append((other, distance))
                distance += 1
            }
        }
        return found
    }

    /// The sum of a session's two strongest hits, relative to the strongest session.
    private func sessionStrengths(_ own: [Int64: Double], places: [Int64: TracePlace]) -> [SessionID: Double] {
        guard sessionWeight > 0 else { return [:] }
        var strongest: [SessionID: (first: Double, second: Double)] = [:]
        for (row, strength) in own {
            guard let session = places[row]?.session else { continue }
            let two = strongest[session] ?? (0, 0)
            if strength > two.first {
                strongest[session] = (strength, two.first)
            } else if strength > two.second {
                strongest[session] = (two.first, strength)
            }
        }
        let sums = strongest.mapValues { $0.first + $0.second }
        let best = sums.values.max() ?? 1
        return sums.mapValues { $0 / best }
    }

    /// `1 / (1 + (length / l₀)⁴)`: nearly all up to a hundred terms, half at l₀, nearly nothing at four hundred.
    private static func need(length: Int) -> Double {
        let share = Double(length) / halfLength
        return 1 / (1 + share * share * share * share)
    }

    /// How many of the strongest hits lend to their neighbours.
    private static let giverCount = 30
    /// How many rows to each side are looked at.
    private static let window: Int64 = 3
    /// Share lent by distance.
    private static let falloff = [0.5, 0.2]
    /// l₀, in terms.
    private static let halfLength = 200.0
}
