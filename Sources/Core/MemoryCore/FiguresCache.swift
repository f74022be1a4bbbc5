import MemoryModel
import MemoryStore
import Synchronization

/// The figures of days that were asked for, kept as long as nothing of their day changes: past days hardly ever do.
final class FiguresCache: Sendable {
    private struct Key: Hashable {
        var grid: DayGrid
        var day: Int64
    }

    private struct Sum {
        var days: ClosedRange<Int64>
        var grid: DayGrid
        var changes: [Int64: Int64]
        var figures: DayFigures
    }

    private let days = Mutex<[Key: (changes: Int64, figures: DayFigures)]>([:])
    /// Of past days, for the periods that were asked for last.
    private let sums = Mutex<[Sum]>([])

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

    /// The sum of all these days; that of all but the last is kept, too.
    func total(_ wanted: ClosedRange<Int64>, on grid: DayGrid, from reader: MemoryReader) throws -> DayFigures {
        guard wanted.count > 1 else { return try figures(wanted, on: grid, from: reader)[0] }
        let past = wanted.lowerBound...wanted.upperBound - 1
        let changes = try reader.dayChanges(past, on: grid)
        let known = sums.withLock { sums in
            sums.first { $0.days == past && $0.grid == grid && $0.changes == changes }?.figures
        }
        var total: DayFigures
        if let known {
            total = known
        } else {
            total = try figures(past, on: grid, from: reader).reduce(into: DayFigures()) { $0 += $1 }
            sums.withLock { [total] sums in
                sums.removeAll { $0.days == past && $0.grid == grid }
                sums = sums.suffix(Self.sumsKept - 1) + [Sum(days: past, grid: grid, changes: changes, figures: total)]
            }
        }
        total += try figures(wanted.upperBound...wanted.upperBound, on: grid, from: reader)[0]
        return total
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
    private static let sumsKept = 8
}
