import MemoryModel
import ModelGate
import Testing

@Suite("Days and months of the clock on the wall")
struct LocalCalendarTests {
    private static let hour: Int64 = 3_600_000

    /// Central Europe in 2026: one hour ahead, two from 29 March 01:00 to 25 October 01:00 UTC.
    private let berlin = LocalCalendar { (1_774_746_000_000..<1_792_890_000_000).contains($0) ? 7_200 : 3_600 }

    @Test("A day with a changed clock has 23 or 25 hours")
    func changedClock() {
        let spring = berlin.span(.day, at: 1_774_746_000_000)
        #expect(
            berlin.text(spring.lowerBound) == "2026-03-29 00:00"
                && spring.upperBound - spring.lowerBound == 23 * Self.hour)
        let autumn = berlin.span(.day, at: 1_792_890_000_000)
        #expect(
            berlin.text(autumn.lowerBound) == "2026-10-25 00:00"
                && autumn.upperBound - autumn.lowerBound == 25 * Self.hour)
        let march = berlin.span(.month, at: 1_774_746_000_000)
        #expect(berlin.text(march.lowerBound) == "2026-03-01 00:00")
        #expect(march.upperBound - march.lowerBound == (31 * 24 - 1) * Self.hour)
    }

    @Test("A day begins with its first moment where midnight is left out or comes twice")
    func changedAtMidnight() {
        // Clocks go from 00:00 to 01:00 at 2026-03-08T03:00Z, three hours behind before and two after.
        let leap: Int64 = 1_772_938_800_000
        let skipped = LocalCalendar { $0 < leap ? -10_800 : -7_200 }
        #expect(skipped.span(.day, at: leap).lowerBound == leap)
        #expect(skipped.span(.day, at: leap - 1).upperBound == leap)
        // And back from 24:00 to 23:00: the day goes on for another hour.
        let back = LocalCalendar { $0 < leap ? -10_800 : -14_400 }
        #expect(back.span(.day, at: leap + Self.hour).lowerBound == leap + Self.hour)
    }

    @Test(
        "Every moment is in the span it is given, and spans leave no gap",
        arguments: [-43_200, -12_600, 0, 20_700, 50_400])
    func spans(offset: Int) {
        let calendar = LocalCalendar { _ in offset }
        for period in BudgetPeriod.allCases {
            var moment: Int64 = -5_000_000_000_000
            while moment < 5_000_000_000_000 {
                let span = calendar.span(period, at: moment)
                #expect(span.contains(moment))
                #expect(calendar.span(period, at: span.upperBound).lowerBound == span.upperBound)
                moment += 77_777_777_777
            }
        }
        #expect(LocalCalendar.utc.text(951_782_400_000) == "2000-02-29 00:00")
    }

    @Test("A chart's days end with today")
    func chart() {
        let bounds = berlin.dayBounds(last: 3, at: 1_774_746_000_000)
        #expect(
            bounds.map(berlin.text) == ["2026-03-27 00:00", "2026-03-28 00:00", "2026-03-29 00:00", "2026-03-30 00:00"])
    }

    @Test("The machine's own zone has days too")
    func system() {
        #expect(LocalCalendar.system.span(.month, at: 1_774_746_000_000).contains(1_774_746_000_000))
    }
}
