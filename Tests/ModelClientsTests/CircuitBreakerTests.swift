import LanguageModels
import ModelClients
import Testing

@Suite struct CircuitBreakerTests {
    private let breaker = CircuitBreaker()
    private let start = ContinuousClock.now

    private func at(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    private func isAdmitted(at seconds: Int) -> Bool {
        do {
            try breaker.admit(at: at(seconds))
            return true
        } catch {
            return false
        }
    }

    private func fail(_ count: Int, _ kind: ModelFault.Kind = .serverError, at seconds: Int = 0) {
        for _ in 0..<count { breaker.failed(kind, at: at(seconds)) }
    }

    @Test("Five transient faults in a row open it for 30 seconds") func opens() {
        fail(4)
        #expect(isAdmitted(at: 0))
        fail(1)
        #expect(!isAdmitted(at: 29))
        #expect(isAdmitted(at: 30))
    }

    @Test("An answer between faults starts the count anew") func answerBetween() {
        fail(4)
        breaker.answered()
        fail(4)
        #expect(isAdmitted(at: 0))
    }

    @Test("After the rest one call tries, and only one") func oneProbe() {
        fail(5)
        #expect(isAdmitted(at: 31))
        #expect(!isAdmitted(at: 31))
        breaker.answered()
        #expect(isAdmitted(at: 31))
        #expect(isAdmitted(at: 31))
    }

    @Test("Each failed try doubles the rest, to ten minutes at most") func doubling() {
        fail(5)
        var now = 0
        for rest in [30, 60, 120, 240, 480, 600, 600] {
            #expect(!isAdmitted(at: now + rest - 1))
            now += rest
            #expect(isAdmitted(at: now))
            fail(1, at: now)
        }
    }

    @Test("A try that is given up leaves its place to the next") func abandoned() {
        fail(5)
        #expect(isAdmitted(at: 30))
        breaker.abandoned(at: at(31))
        #expect(isAdmitted(at: 31))
    }

    @Test(
        "What asking again does not mend opens it at once for a minute",
        arguments: [ModelFault.Kind.unauthorized, .quotaExceeded, .misconfigured, .insecure])
    func refusals(kind: ModelFault.Kind) {
        fail(1, kind)
        #expect(!isAdmitted(at: 59))
        #expect(isAdmitted(at: 60))
    }

    @Test("A provider rests as long as it asks for, ten minutes at most") func asked() {
        breaker.failed(.rateLimited, asked: .seconds(45), at: at(0))
        #expect(!isAdmitted(at: 44))
        #expect(isAdmitted(at: 45))
        breaker.failed(.rateLimited, asked: .seconds(86_400), at: at(45))
        #expect(isAdmitted(at: 645))
    }

    @Test("The refusal says since when and until when") func refusal() async {
        fail(5, .timeout)
        let fault = await fault { () throws(ModelFault) in try breaker.admit(at: at(12)) }
        #expect(fault?.kind == .resting)
        #expect(fault?.retryAfter == .seconds(18))
        #expect(fault?.message.contains("for 12 s (timeout)") == true)
        #expect(fault?.message.contains("in 18 s") == true)
        #expect(breaker.rest(at: at(12)) == .seconds(18))
        #expect(breaker.rest(at: at(30)) == nil)
    }
}
