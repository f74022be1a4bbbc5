import MemoryModel
import MemoryStore

/// Windowed fusion: a turn's strength is its own plus a share of the strength around it. The line that answers a question
/// often follows the line that shares its words. Pure.
struct ContextLending: Sendable {
    let neighbourWeight: Double
    let sessionWeight: Double

    private var isOff: Bool { neighbourWeight == 0 && sessionWeight == 0 }

    /// Rows that may be neighbours of the strongest hits. Neighbours are looked for among the rows next to a hit: two
    /// sessions at once interleave their rows, but rarely by more than a few.
    ///
    /// - Parameter rows: hits, best first.
    func surroundings(of rows: [Int64]) -> Set<Int64> {
        if isOff { return [] }
        return Set(rows.prefix(Self.givers).flatMap { ($0 - Self.window)...($0 + Self.window) })
    }

    /// - Parameters:
    ///   - strengths: by row, positive.
    ///   - places: of the hits and of their surroundings, as far as they exist.
    /// - Returns: the same rows and their neighbours, with strengths relative to the strongest own one.
    func lend(_ strengths: [Int64: Double], places: [Int64: TracePlace]) -> [ChannelHit] {
        guard let best = strengths.values.max(), best > 0 else { return [] }
        let own = strengths.mapValues { $0 / best }
        if isOff { return own.map { ChannelHit(row: $0.key, score: $0.value) } }
        let sessions = sessionStrengths(own, places: places)
        var lent = own
        for (row, strength) in own.sorted(by: { ($0.value, $0.key) > ($1.value, $1.key) }).prefix(Self.givers) {
            for (neighbour, distance) in neighbours(of: row, places: places) {
                lent[neighbour, default: 0] += neighbourWeight * strength * Self.falloff[distance]
            }
        }
        return lent.map { row, strength in
            let session = places[row].flatMap { sessions[$0.session] } ?? 0
            return ChannelHit(row: row, score: strength + sessionWeight * session, isLent: own[row] == nil)
        }
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

    /// How many of the strongest hits lend to their neighbours.
    private static let givers = 30
    /// How many rows to each side are looked at.
    private static let window: Int64 = 3
    /// Share lent by distance.
    private static let falloff = [0.5, 0.2]
}
