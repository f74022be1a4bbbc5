import MemoryModel
import MemoryStore

/// The conversations that rows stand in: a turn is understood with what was said before and after it and with the session
/// around it. Pure.
struct Conversation: Sendable {
    /// Of all rows that are asked for and of their surroundings, as far as they exist.
    let places: [Int64: TracePlace]

    /// Rows among which the neighbours of `rows` are looked for: two sessions at once interleave their rows, but rarely by
    /// more than a few.
    static func surroundings(of rows: some Collection<Int64>) -> Set<Int64> {
        Set(rows.flatMap { ($0 - window)...($0 + window) })
    }

    /// What each row's neighbours have: the two nearest rows of its session on each side, the farther ones for less.
    ///
    /// - Parameter values: by row, above 0.
    /// - Returns: rows that have such a neighbour.
    func neighbourSums(of values: [Int64: Double]) -> [Int64: Double] {
        var sums: [Int64: Double] = [:]
        for (row, value) in values {
            for (neighbour, distance) in neighbours(of: row) {
                sums[neighbour, default: 0] += value * Self.falloff[distance]
            }
        }
        return sums
    }

    /// The sum of a session's two greatest values, relative to the greatest such sum.
    func sessionStrengths(of values: [Int64: Double]) -> [SessionID: Double] {
        var greatest: [SessionID: (first: Double, second: Double)] = [:]
        for (row, value) in values {
            guard let session = places[row]?.session else { continue }
            let two = greatest[session] ?? (0, 0)
            if value > two.first {
                greatest[session] = (value, two.first)
            } else if value > two.second {
                greatest[session] = (two.first, value)
            }
        }
        let sums = greatest.mapValues { $0.first + $0.second }
        guard let best = sums.values.max(), best > 0 else { return [:] }
        return sums.mapValues { $0 / best }
    }

    /// The nearest rows of the same session on each side, with their distance from 0.
    func neighbours(of row: Int64) -> [(row: Int64, distance: Int)] {
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

    /// How many rows to each side are looked at.
    private static let window: Int64 = 3
    /// What a neighbour counts, by distance.
    private static let falloff = [0.5, 0.2]
}
