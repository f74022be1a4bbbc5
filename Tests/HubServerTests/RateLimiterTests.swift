import Testing

@testable import HubServer

@Suite("rates") struct RateLimiterTests {
    private let start = ContinuousClock.now

    @Test("a burst is taken at once, then one after another at the pace")
    func burstThenPace() {
        let limiter = RateLimiter(HubLimits.Allowance(perSecond: 2, burst: 3))
        let taken = (0..<5).map { _ in limiter.take("a", now: start) }
        #expect(taken == [nil, nil, nil, 1, 1])
        #expect(limiter.take("b", now: start) == nil)
        #expect(limiter.take("a", now: start + .milliseconds(400)) == 1)
        #expect(limiter.take("a", now: start + .milliseconds(500)) == nil)
        #expect(limiter.take("a", now: start + .milliseconds(600)) == 1)
    }

    @Test("the wait it tells is long enough")
    func waits() {
        let limiter = RateLimiter(HubLimits.Allowance(perSecond: 0.1, burst: 1))
        #expect(limiter.take("a", now: start) == nil)
        #expect(limiter.take("a", now: start) == 10)
        #expect(limiter.take("a", now: start + .seconds(9)) == 1)
        #expect(limiter.take("a", now: start + .seconds(10)) == nil)
    }

    @Test("what is given back may be taken again, and never more than the burst")
    func givingBack() {
        let limiter = RateLimiter(HubLimits.Allowance(perSecond: 0.01, burst: 1))
        #expect(limiter.take("a", now: start) == nil)
        limiter.giveBack("a")
        limiter.giveBack("a")
        #expect(limiter.take("a", now: start) == nil)
        #expect(limiter.take("a", now: start) == 100)
    }

    @Test("beyond its capacity those who took most are still known")
    func capacity() {
        let limiter = RateLimiter(HubLimits.Allowance(perSecond: 0.01, burst: 2), capacity: 10)
        _ = limiter.take("greedy", now: start)
        _ = limiter.take("greedy", now: start)
        for number in 0..<100 { _ = limiter.take("n\(number)", now: start) }
        #expect(limiter.take("greedy", now: start) != nil)
    }
}
