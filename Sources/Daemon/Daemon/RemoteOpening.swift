import LanguageModels
import MemoryModel
import Synchronization

/// Models of providers that make vectors: opened by a call that shows whether they answer, tried again after a while when
/// they do not.
final class RemoteOpening: Sendable {
    typealias Open = @Sendable (ModelEndpoint) async throws(MemoryError) -> any Embedder

    private struct Failure {
        var endpoint: ModelEndpoint
        var error: MemoryError
        /// In a row.
        var count: Int
        var nextAttempt: ContinuousClock.Instant
    }

    private struct State {
        var opened: (endpoint: ModelEndpoint, embedder: any Embedder)?
        var failure: Failure?
        /// Whose vectors a model's are.
        var endpoints: [EmbeddingModel: ModelEndpoint] = [:]
    }

    private let open: Open
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state = Mutex(State())

    init(open: @escaping Open, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.open = open
        self.now = now
    }

    /// Tries the endpoint unless its model is open or it failed a moment ago.
    ///
    /// - Returns: whether a model is open that was not before.
    func reach(_ endpoint: ModelEndpoint) async -> Bool {
        let isDue = state.withLock { state in
            if state.opened?.endpoint == endpoint { return false }
            guard let failure = state.failure, failure.endpoint == endpoint else { return true }
            return now() >= failure.nextAttempt
        }
        guard isDue else { return false }
        do throws(MemoryError) {
            let embedder = try await open(endpoint)
            state.withLock { state in
                state.opened = (endpoint, embedder)
                state.failure = nil
                state.endpoints[embedder.model] = endpoint
            }
            return true
        } catch {
            guard !Task.isCancelled else { return false }
            state.withLock { state in
                let count = (state.failure?.endpoint == endpoint ? state.failure?.count ?? 0 : 0) + 1
                let pause = min(Self.pause * (1 << min(count - 1, 10)), Self.longestPause)
                state.opened = nil
                state.failure = Failure(endpoint: endpoint, error: error, count: count, nextAttempt: now() + pause)
            }
            return false
        }
    }

    /// `nil` while it is not open.
    func embedder(at endpoint: ModelEndpoint) -> (any Embedder)? {
        state.withLock { $0.opened?.endpoint == endpoint ? $0.opened?.embedder : nil }
    }

    /// Why the endpoint's model is not open.
    func error(at endpoint: ModelEndpoint) -> MemoryError? {
        state.withLock { $0.failure?.endpoint == endpoint ? $0.failure?.error : nil }
    }

    /// Where a model is that was opened here; `nil` for one of this machine's files.
    func endpoint(of model: EmbeddingModel) -> ModelEndpoint? { state.withLock { $0.endpoints[model] } }

    /// Lets the next look try again.
    func forget() {
        state.withLock { ($0.opened, $0.failure) = (nil, nil) }
    }

    private static let pause = Duration.seconds(30)
    private static let longestPause = Duration.seconds(600)
}

extension ModelEndpoint {
    /// Whether texts go to the same place.
    func isSameService(as other: ModelEndpoint) -> Bool { provider == other.provider && address == other.address }
}
