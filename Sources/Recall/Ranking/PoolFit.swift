import JSONText
import MemoryModel

/// The numbers by which words, meaning and what stands around a row become one strength. The best hit by words has 1.
package struct PoolFit: Sendable, Equatable {
    /// A hit by meaning one standard deviation above the rest; at least 0.
    package let meaning: Double
    /// How much of its weight meaning gives up when words answer the whole question, in [0, 1].
    package let deference: Double
    /// Standard deviations taken off for e times as many windows: the best of many is near by chance.
    package let windows: Double
    /// A row with all of the question's faults.
    package let faults: Double
    /// What a row is lent of its neighbours' strength by words: of the next ones, and of those behind them.
    package let next: Double
    package let afterNext: Double
    /// What a row is lent of its session's strength.
    package let session: Double
    /// Terms at which a row is lent half: a long one would say it itself.
    package let halfLength: Double

    init(_ json: JSON?) throws(MemoryError) {
        func number(_ name: String) throws(MemoryError) -> Double {
            guard let value = json?[name]?.double, value.isFinite, value >= 0 else {
                throw RecallFit.unreadable("pool.\(name)")
            }
            return value
        }
        meaning = try number("meaning")
        deference = try number("deference")
        windows = try number("windows")
        faults = try number("faults")
        next = try number("next")
        afterNext = try number("afterNext")
        session = try number("session")
        halfLength = try number("halfLength")
    }
}
