import HubClient
import Testing

@Suite struct HubBackoffTests {
    @Test("The pause grows from two seconds to a quarter of an hour and no further") func grows() {
        #expect(HubBackoff.delay(after: 1, chance: 0) == .seconds(2))
        #expect(HubBackoff.delay(after: 3, chance: 0) == .seconds(4))
        #expect(HubBackoff.delay(after: 3, chance: 0.999) > .seconds(7))
        for failures in [10, 100, 100_000, .max] {
            #expect(HubBackoff.delay(after: failures, chance: 0) == .seconds(450))
            #expect(HubBackoff.delay(after: failures, chance: 0.999_999) <= .seconds(900))
        }
        #expect(HubBackoff.delay(after: 0, chance: 0) == .seconds(2))
        #expect(HubBackoff.delay(after: .min, chance: 0) == .seconds(2))
    }
}
