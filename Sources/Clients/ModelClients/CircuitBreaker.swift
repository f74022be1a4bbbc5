package import LanguageModels
import Synchronization

/// Leaves a provider alone that fails again and again: five transient faults in a row open it for 30 seconds, then one
/// call tries; each failed try doubles the rest, to ten minutes at most. A key that is refused, an account without
/// credit, a certificate that is not trusted and settings that cannot work open it at once for a minute; a provider that
/// asks for a pause gets it.
package final class CircuitBreaker: Sendable {
    package typealias Instant = ContinuousClock.Instant

    private enum State {
        /// - failures: transient faults in a row.
        case closed(failures: Int)
        case open(Rest)
        /// One call is on its way to see.
        case probing(Rest)
    }

    private struct Rest {
        var since: Instant
        var until: Instant
        /// How long the next one is, if the provider is still at fault.
        var next: Duration
        var reason: ModelFault.Kind
    }

    private static let threshold = 5
    private static let firstRest = Duration.seconds(30)
    private static let longestRest = Duration.seconds(600)
    private static let refusalRest = Duration.seconds(60)

    private let state = Mutex(State.closed(failures: 0))

    package init() {}

    /// Asks whether a call may go out. Each that may must be reported once.
    ///
    /// - Throws: `resting`, with the time after which it may.
    package func admit(at now: Instant) throws(ModelFault) {
        let refusal: Rest? = state.withLock { state in
            switch state {
            case .closed: return nil
            case .open(let rest) where now >= rest.until:
                state = .probing(rest)
                return nil
            case .open(let rest), .probing(let rest): return rest
            }
        }
        if let refusal { throw Self.fault(refusal, now) }
    }

    /// How long it still rests; `nil` when a call may go out.
    package func rest(at now: Instant) -> Duration? {
        state.withLock { state in
            guard case .open(let rest) = state, now < rest.until else { return nil }
            return rest.until - now
        }
    }

    /// The provider answered, if only to say that it does not like the request.
    package func answered() {
        state.withLock { $0 = .closed(failures: 0) }
    }

    /// The call was given up before anything could be learned from it.
    package func abandoned(at now: Instant) {
        state.withLock { state in
            guard case .probing(var rest) = state else { return }
            rest.until = now
            state = .open(rest)
        }
    }

    /// - Parameter asked: how long the provider wants to be left alone, where that is longer than anybody waits.
    package func failed(_ kind: ModelFault.Kind, asked: Duration? = nil, at now: Instant) {
        state.withLock { state in
            if let asked {
                let length = min(asked, Self.longestRest)
                state = .open(Rest(since: now, until: now + length, next: Self.firstRest, reason: kind))
                return
            }
            if Self.isRefusal(kind) {
                state = .open(
                    Rest(since: now, until: now + Self.refusalRest, next: Self.firstRest, reason: kind))
                return
            }
            switch state {
            case .closed(let failures) where failures + 1 < Self.threshold:
                state = .closed(failures: failures + 1)
            case .closed:
                state = .open(Self.rest(kind, since: now, from: now, Self.firstRest))
            case .probing(let rest):
                state = .open(Self.rest(kind, since: rest.since, from: now, rest.next))
            // Calls that were on their way when it opened.
            case .open: break
            }
        }
    }

    private static func rest(
        _ kind: ModelFault.Kind, since: Instant, from now: Instant, _ length: Duration
    ) -> Rest {
        Rest(since: since, until: now + length, next: min(length * 2, longestRest), reason: kind)
    }

    /// What does not get better by asking again.
    private static func isRefusal(_ kind: ModelFault.Kind) -> Bool {
        switch kind {
        case .unauthorized, .quotaExceeded, .misconfigured, .insecure: true
        default: false
        }
    }

    private static func fault(_ rest: Rest, _ now: Instant) -> ModelFault {
        let since = "The provider has been left alone for \((now - rest.since).seconds) (\(rest.reason.rawValue))"
        guard rest.until > now else {
            return ModelFault(
                .resting, "\(since); one call is trying whether it is back.", hint: "memos status tells what failed.")
        }
        let left = rest.until - now
        return ModelFault(
            .resting, "\(since) and is asked again in \(left.seconds).",
            hint: "memos status tells what failed; other settings take effect at once.", retryAfter: left)
    }
}
