import MemoryModel
import MemoryStore

/// Windowed fusion: a turn's strength is its own plus a share of the strength around it. The line that answers a question
/// often follows the line that shares its words.
struct ContextLending: Sendable {
    let neighbourWeight: Double
    let sessionWeight: Double

    /// - Parameter strengths: by row, positive.
    /// - Returns: the same rows and their neighbours, with strengths relative to the strongest own one.
    func lend(
        _ strengths: [Int64: Double], heads: [Int64: TraceHead], in reader: MemoryReader
    ) throws -> [ChannelHit] {
        guard let best = strengths.values.max(), best > 0 else { return [] }
        let own = strengths.mapValues { $0 / best }
        if neighbourWeight == 0, sessionWeight == 0 { return own.map { ChannelHit(row: $0.key, score: $0.value) } }
        var lent = own
        let sessions = sessionStrengths(own, heads: heads)
        let givers = own.sorted { ($0.value, $0.key) > ($1.value, $1.key) }.prefix(Self.givers)
        let around = try reader.neighbours(
            of: givers.map(\.key), sessions: heads.mapValues(\.session), reach: Self.reach
        )
        for (row, strength) in givers {
            guard let session = heads[row]?.session, let (before, after) = around[row] else { continue }
            for side in [before, after] {
                for (distance, neighbour) in side.enumerated() {
                    let base = own[neighbour] == nil ? lent[neighbour] ?? 0 : lent[neighbour, default: 0]
                    lent[neighbour] = base + neighbourWeight * strength * Self.falloff[distance]
                    if own[neighbour] == nil, base == 0 {
                        lent[neighbour, default: 0] += sessionWeight * (sessions[session] ?? 0)
                    }
                }
            }
        }
        for (row, head) in heads where own[row] != nil {
            lent[row, default: 0] += sessionWeight * (sessions[head.session] ?? 0)
        }
        return lent.map { ChannelHit(row: $0.key, score: $0.value, isLent: own[$0.key] == nil) }
    }

    /// The sum of a session's two strongest hits, relative to the strongest session.
    private func sessionStrengths(_ own: [Int64: Double], heads: [Int64: TraceHead]) -> [SessionID: Double] {
        var bySession: [SessionID: [Double]] = [:]
        for (row, strength) in own {
            if let head = heads[row] { bySession[head.session, default: []].append(strength) }
        }
        let sums = bySession.mapValues { $0.sorted(by: >).prefix(2).reduce(0, +) }
        let best = sums.values.max() ?? 1
        return sums.mapValues { $0 / best }
    }

    /// How many of the strongest hits lend to their neighbours.
    private static let givers = 60
    private static let reach = 2
    /// Share lent by distance.
    private static let falloff = [0.5, 0.2]
}
