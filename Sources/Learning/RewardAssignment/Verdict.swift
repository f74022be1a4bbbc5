import MemoryModel
import TextAnalysis

/// What somebody said of the work, and of how much of it.
struct Verdict: Sendable {
    /// Feedback, or the turn whose message says it.
    let sourceID: String
    let words: String?
    /// In [-1, 1], never 0.
    let value: Double
    let isExplicit: Bool
    /// Whether it says that the goal is not reached, and not only that another way was wanted.
    let isObjection: Bool
    /// Whether it says that it works.
    let saysItWorks: Bool
    /// Number of the task's steps that were there when it was said.
    let place: Int
    /// Among those of one place, the later the greater.
    let order: Int

    var isPositive: Bool { value > 0 }

    /// Later work makes what was said of earlier work old; of the same work a rating outranks what is read between the
    /// lines, and the later word the earlier.
    func isOutranked(by other: Verdict) -> Bool {
        if place != other.place { return place < other.place }
        if isExplicit != other.isExplicit { return other.isExplicit }
        return order < other.order
    }

    static func all(in record: EpisodeRecord) -> [Verdict] {
        let places = Places(record.steps)
        var verdicts: [Verdict] = []
        for (order, feedback) in record.feedback.enumerated() {
            guard let value = value(of: feedback) else { continue }
            let isWay = feedback.reading.map { $0.shape == .preference || $0.shape == .instruction } ?? false
            verdicts.append(
                Verdict(
                    sourceID: feedback.id, words: feedback.rationale, value: value,
                    isExplicit: feedback.channel == "explicit", isObjection: value < 0 && !isWay,
                    saysItWorks: value > 0 && SuccessReport.isSaid(in: feedback.rationale ?? ""),
                    place: places.place(of: feedback), order: order))
        }
        return verdicts + reports(in: record, places: places, besides: Set(verdicts.map(\.place)))
    }

    /// Messages that say that it works, where no feedback was made of them.
    private static func reports(in record: EpisodeRecord, places: Places, besides heard: Set<Int>) -> [Verdict] {
        var result: [Verdict] = []
        var place = 0
        for (index, turn) in record.turns.enumerated() {
            if index > 0, place > 0, !heard.contains(place), SuccessReport.isSaid(in: turn.userText) {
                result.append(
                    Verdict(
                        sourceID: turn.id.rawValue, words: turn.userText, value: politeness(0.5), isExplicit: false,
                        isObjection: false, saysItWorks: true, place: place, order: record.feedback.count + index))
            }
            place = max(place, places.end(of: turn.id) ?? place)
        }
        return result
    }

    /// `nil` for what says neither good nor bad.
    private static func value(of feedback: Feedback) -> Double? {
        let reading = feedback.reading
        let isPositive: Bool
        switch (feedback.polarity, reading?.shape) {
        case ("positive", _): isPositive = true
        case ("negative", _): isPositive = false
        case (_, .positive): isPositive = true
        case (_, .negative): isPositive = false
        default: return nil
        }
        let told = [feedback.magnitude, reading?.strength ?? 0].first { $0 > 0 && $0 <= 1 }
        if !isPositive, let shape = reading?.shape, shape == .preference || shape == .instruction { return anotherWay }
        if feedback.channel == "explicit" { return (isPositive ? 1 : -1) * (told ?? unsaidRating) }
        return isPositive ? politeness(told ?? 0.5) : complaint(told ?? 0.5)
    }

    /// A rating without a strength.
    private static let unsaidRating = 0.8
    /// Wanting it done differently says little of what was done.
    private static let anotherWay = -0.3

    /// Thanks come easily, in [0.3, 0.7].
    private static func politeness(_ strength: Double) -> Double { 0.3 + 0.4 * strength }

    /// Nobody complains without a cause, in [-1, -0.5].
    private static func complaint(_ strength: Double) -> Double { -0.5 - 0.5 * strength }
}

/// Where in a task's steps something was said.
private struct Places {
    private let steps: [Trace]
    private var ends: [TurnID: Int] = [:]
    private var turns: [TraceID: TurnID] = [:]

    init(_ steps: [Trace]) {
        self.steps = steps
        for (index, step) in steps.enumerated() {
            ends[step.turnID] = index + 1
            turns[step.id] = step.turnID
        }
    }

    func end(of turn: TurnID) -> Int? { ends[turn] }

    /// After the turn of the step it is on, or else after what had happened by then. Nothing can be said of work that is
    /// still to come: with a clock that jumped it counts for all of it.
    func place(of feedback: Feedback) -> Int {
        if let trace = feedback.traceID, let turn = turns[trace], let end = ends[turn] { return end }
        return steps.lastIndex { $0.at <= feedback.at }.map { $0 + 1 } ?? steps.count
    }
}
