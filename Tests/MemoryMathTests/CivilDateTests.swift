import MemoryMath
import Testing

@Suite("Days of the calendar")
struct CivilDateTests {
    @Test(
        "days are counted as the calendar has them",
        arguments: [-719_468, -1, 0, 59, 11_016, 16_677, 20_512, 2_932_896])
    func days(count: Int) {
        #expect(CivilDate(days: count).days == count)
    }

    @Test("dates of known days")
    func dates() {
        #expect(CivilDate(days: 0) == CivilDate(year: 1970, month: 1, day: 1))
        #expect(CivilDate(days: 11_016) == CivilDate(year: 2000, month: 2, day: 29))
    }
}
