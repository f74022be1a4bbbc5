package import LanguageModels
import Synchronization

/// Asks one endpoint: fetches the key, tries, waits and tries again, and leaves a provider alone that fails. Knows no
/// dialect.
package final class ModelLine: Sendable {
    package let endpoint: ModelEndpoint
    let connections: ModelConnections
    private let key: KeySource
    private let breaker: CircuitBreaker
    private let timing: CallTiming
    private let backoff = Backoff()
    private let state = Mutex(ModelHealth())

    init(
        _ endpoint: ModelEndpoint, connections: ModelConnections, key: KeySource, breaker: CircuitBreaker,
        timing: CallTiming
    ) {
        self.endpoint = endpoint
        self.connections = connections
        self.key = key
        self.breaker = breaker
        self.timing = timing
    }

    package var health: ModelHealth {
        var health = state.withLock { $0 }
        health.restingUntil = breaker.rest(at: timing.now()).map {
            timing.date() + Int64(($0 / .milliseconds(1)).rounded(.up))
        }
        return health
    }

    /// Tries until an answer is there, the fault is none that passes, the attempts are used up or the time is.
    ///
    /// - Parameter attempt: is handed the key and the time there is for this attempt.
    /// - Returns: the answer, and the tokens that attempts before it are known to have cost.
    /// - Throws: the last fault, with the tokens of all attempts.
    func answer<Answer: Sendable>(
        within limit: Duration,
        _ attempt: (Secret?, Duration) async throws(ModelFault) -> Answer
    ) async throws(ModelFault) -> (answer: Answer, wasted: TokenUsage?) {
        let deadline = timing.now() + limit
        var wasted: TokenUsage?
        var last: ModelFault?
        var retries = 0
        var hasNewKey = false
        while true {
            let began = timing.now()
            do throws(ModelFault) {
                try breaker.admit(at: began)
            } catch {
                // Others may have put it to rest between two attempts.
                throw told(last ?? error)
            }
            var secret: Secret?
            var fault: ModelFault
            do throws(ModelFault) {
                secret = try await key.value(within: deadline - began)
                let sent = timing.now()
                guard sent < deadline else { throw Self.late }
                let answer = try await attempt(secret, min(endpoint.timeout, deadline - sent))
                breaker.answered()
                state.withLock { $0.answered(at: timing.date(), after: timing.now() - sent) }
                return (answer, wasted)
            } catch {
                fault = error
            }
            wasted = TokenUsage.sum(wasted, fault.usage)
            fault.usage = wasted
            last = fault
            if fault.kind == .unauthorized, !hasNewKey, await key.drop(secret) {
                hasNewKey = true
                if let fresh = try? await key.value(within: deadline - timing.now()), fresh != secret {
                    breaker.answered()
                    continue
                }
            }
            let pause = pause(after: fault, retries: retries, until: deadline)
            note(fault, began: began, until: deadline, hasPause: pause != nil)
            guard let pause, breaker.rest(at: timing.now()) == nil else { throw told(fault) }
            do {
                try await timing.sleep(pause)
            } catch {
                var cancelled = TransportFault.cancelled
                cancelled.usage = wasted
                throw cancelled
            }
            retries += 1
        }
    }

    /// How long to wait before the next attempt; `nil` when there is none.
    private func pause(
        after fault: ModelFault, retries: Int, until deadline: ContinuousClock.Instant
    ) -> Duration? {
        guard fault.isTransient, retries < endpoint.retries else { return nil }
        let drawn = backoff.delay(before: retries, chance: timing.chance())
        let pause = fault.retryAfter.map { max($0, .zero) } ?? drawn
        return timing.now() + pause < deadline ? pause : nil
    }

    /// Tells the breaker.
    private func note(
        _ fault: ModelFault, began: ContinuousClock.Instant, until deadline: ContinuousClock.Instant, hasPause: Bool
    ) {
        let now = timing.now()
        switch fault.kind {
        case .cancelled: breaker.abandoned(at: now)
        // Who waits for a second learns nothing of a provider that answers in two.
        case .timeout where deadline - began < min(endpoint.timeout, .seconds(10)): breaker.abandoned(at: now)
        case .unauthorized, .quotaExceeded, .misconfigured, .insecure: breaker.failed(fault.kind, at: now)
        default:
            guard fault.isTransient else { return breaker.answered() }
            breaker.failed(fault.kind, asked: hasPause ? nil : fault.retryAfter, at: now)
        }
    }

    private func told(_ fault: ModelFault) -> ModelFault {
        if fault.kind != .resting, fault.kind != .cancelled {
            state.withLock { $0.failed(fault, at: timing.date()) }
        }
        return fault
    }

    private static let late = ModelFault(
        .timeout, "The time was over before the model could be asked.", hint: "llm.keyCommand may be slow.")
}

extension TokenUsage {
    static func sum(_ one: TokenUsage?, _ other: TokenUsage?) -> TokenUsage? {
        guard let one, let other else { return one ?? other }
        return TokenUsage(
            input: one.input + other.input, output: one.output + other.output,
            cachedInput: one.cachedInput + other.cachedInput)
    }
}
