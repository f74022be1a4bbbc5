import MemoryModel
import MemoryStore

/// A trace and what the fit gives it.
struct Ranked {
    var row: RowReading.Row
    var strength: Double
    var closeness: Closeness

    /// Strengths that differ by less than a twentieth count as equal: then what is closer to the asker comes first.
    var rank: Double { (strength * Self.steps).rounded() }
    static let steps = 20.0
    var key: Pair { Pair(strength: strength, row: row.candidate.row) }
}

/// The stronger and then the newer.
struct Pair: Comparable {
    var strength: Double
    var row: Int64

    static func < (a: Pair, b: Pair) -> Bool { (a.strength, a.row) < (b.strength, b.row) }
}

/// A trace on its way through the selection.
struct Contender {
    var row: RowReading.Row
    /// What the fit gives it.
    var strength: Double
    /// Relevance relative to the best, in [0, 1].
    var score: Double

    var id: String { row.card.head.id.rawValue }
}
