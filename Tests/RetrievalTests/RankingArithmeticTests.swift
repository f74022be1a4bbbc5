import MemoryModel
import Testing

@testable import Retrieval

/// The small formulas of ranking and showing.
struct RankingArithmeticTests {
    @Test func aTextOfMeanLengthIsNeitherRaisedNorLowered() {
        #expect(abs(LengthNormalisation(mean: 40).factor(length: 40) - 1) < 1e-12)
    }

    @Test func longerTextsCountForLessAndNeverForNothing() {
        let factors = stride(from: 0.0, through: 4000, by: 10).map { LengthNormalisation(mean: 40).factor(length: $0) }
        #expect(zip(factors, factors.dropFirst()).allSatisfy { $0 > $1 })
        #expect(factors.allSatisfy { $0 > 0 && $0 < 2.2 })
    }

    @Test func rareTermsWeighMoreAndEveryTermSomething() {
        let terms = ["a", "b", "c", "d"].map { QueryTermFixture.word($0) }
        let weights = TermWeights(counts: ["a": 0, "b": 1, "c": 100, "d": 30_000], documents: 100_000)
        let values = terms.map(weights.weight)
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 > $1 })
        #expect(values.allSatisfy { $0 > 0 && $0.isFinite })
    }

    @Test func aTermInMoreThanHalfOfAllTextsWeighsNothingUnlessThereIsNoOther() {
        let terms = ["a", "b"].map { QueryTermFixture.word($0) }
        let some = TermWeights(counts: ["a": 60_000, "b": 10], documents: 100_000)
        #expect(some.weight(terms[0]) == 0 && some.weight(terms[1]) > 0)
        let none = TermWeights(counts: ["a": 60_000, "b": 70_000], documents: 100_000)
        #expect(none.weight(terms[0]) > 0 && none.weight(terms[1]) > 0)
        let young = TermWeights(counts: ["a": 3, "b": 1], documents: 3)
        #expect(young.weight(terms[0]) > 0)
    }

    @Test func aWordOfAYoungMemoryIsNotWorthless() {
        #expect(TermWeights(counts: ["a": 1], documents: 1).weight(QueryTermFixture.word("a")) > 4)
    }

    @Test(
        arguments: [
            (0, "1970-01-01"), (-1, "1969-12-31"), (86_399_999, "1970-01-01"), (86_400_000, "1970-01-02"),
            (951_782_400_000, "2000-02-29"), (951_868_800_000, "2000-03-01"), (4_107_542_400_000, "2100-03-01"),
            (4_107_456_000_000, "2100-02-28"), (1_709_164_800_000, "2024-02-29"), (1_735_689_599_999, "2024-12-31"),
            (1_795_219_200_000, "2026-11-21"), (-86_400_000, "1969-12-31"), (-86_400_001, "1969-12-30"),
            (-2_203_977_600_000, "1900-02-28"), (-2_203_891_200_000, "1900-03-01"), (-62_135_596_800_000, "1-01-01"),
            (253_402_300_799_999, "9999-12-31"),
        ] as [(Timestamp, String)])
    func daysAreThoseOfTheCalendar(time: Timestamp, expected: String) {
        #expect(CalendarDay.text(time) == expected)
    }
}
