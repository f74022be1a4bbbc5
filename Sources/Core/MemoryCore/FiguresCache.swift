import MemoryModel
import MemoryStore
import Synchronization

/// The figures of days that were asked for, kept as long as nothing of their day changes: past days hardly ever do.
final class FiguresCache: Sendable {
    private struct Key: Hashable {
        var grid: DayGrid
        var day: Int64
    }

    private let days = Mutex<[Key: (changes: Int64, figures: DayFigures)]>([:])

    /// The figures of each of these days, in their order.
    func figures(_ wanted: ClosedRange<Int64>, on grid: DayGrid, from reader: MemoryReader) throws -> [DayFigures] {
        let changes = try reader.dayChanges(wanted, on: grid)
        var known: [Int64: DayFigures] = days.withLock { days in
            wanted.reduce(into: [:]) { known, day in
                guard let entry = days[Key(grid: grid, day: day)], entry.changes == changes[day] else { return }
                known[day] = entry.figures
            }
        }
        for run in Self.runs(of: wanted.filter { known[$0] == nil }) {
            let read = try reader.dayFigures(run, on: grid)
            for day in run { known[day] = read[day] ?? DayFigures() }
            days.withLock { [known] days in
                if days.count > Self.capacity { days.removeAll() }
                for day in run {
                    days[Key(grid: grid, day: day)] = (changes[day] ?? 0, known[day] ?? DayFigures())
                }
            }
        }
        return wanted.map { known[$0] ?? DayFigures() }
    }

    /// Neighbouring days together.
    private static func runs(of days: [Int64]) -> [ClosedRange<Int64>] {
        days.reduce(into: []) { runs, day in
            if let last = runs.last, last.upperBound + 1 == day {
                runs[runs.count - 1] = last.lowerBound...day
            } else {
                runs.append(day...day)
            }
        }
    }

    /// Two years, and one more clock.
    private static let capacity = 1100
}
