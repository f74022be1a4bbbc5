import Dispatch
package import LanguageModels
import Synchronization

/// The key of a provider, fetched when it is needed. What a command printed is kept in memory for five minutes, and the
/// command never runs twice at once.
package actor KeySource {
    private typealias Outcome = Result<Secret, ModelFault>

    private static let lifetime = Duration.seconds(300)

    private let key: ModelKey
    private let timing: CallTiming
    private let environment: @Sendable (String) -> String?
    private let commandLimit: Duration
    private var kept: (secret: Secret, until: ContinuousClock.Instant)?
    private var isRunning = false
    private var waiting: [Int: CheckedContinuation<Outcome, Never>] = [:]
    private var count = 0
    private nonisolated let isStopped = Atomic(false)

    package init(
        _ key: ModelKey, timing: CallTiming = .system,
        environment: @escaping @Sendable (String) -> String? = ProcessEnvironment.value(of:),
        commandLimit: Duration = .seconds(10)
    ) {
        self.key = key
        self.timing = timing
        self.environment = environment
        self.commandLimit = commandLimit
    }

    /// - Parameter limit: after which a command is not waited for any more; it goes on for who comes next.
    /// - Returns: `nil` when none is set.
    /// - Throws: `misconfigured`, `timeout`, `cancelled`.
    package func value(within limit: Duration = .seconds(10)) async throws(ModelFault) -> Secret? {
        switch key {
        case .none: return nil
        case .text(let secret): return secret.isEmpty ? nil : secret
        case .environment(let name):
            guard let text = environment(name), !text.isEmpty else {
                throw ModelFault(
                    .misconfigured, "The daemon has no environment variable \(name), or it is empty.",
                    hint:
                        "The daemon sees what was set when it started: start it from a shell that has the variable, "
                        + "or use keyCommand."
                )
            }
            return Secret(text)
        case .command(let text):
            if let kept, timing.now() < kept.until { return kept.secret }
            return try await fetched(by: text, within: limit).get()
        }
    }

    /// Forgets a key that was refused.
    ///
    /// - Returns: whether fetching it again may give another one.
    package func drop(_ refused: Secret?) -> Bool {
        guard case .command = key else { return false }
        // Somebody else may have fetched a new one meanwhile.
        if kept?.secret == refused { kept = nil }
        return true
    }

    /// Forgets what a command printed.
    package func forget() {
        kept = nil
    }

    /// Kills a command that runs; none is started any more.
    package nonisolated func stop() {
        isStopped.store(true, ordering: .relaxed)
    }

    private func fetched(by text: String, within limit: Duration) async -> Outcome {
        if !isRunning { start(text) }
        count += 1
        let number = count
        let alarm = Task { [weak self] in
            try? await Task.sleep(for: limit)
            if !Task.isCancelled { await self?.giveUp(number, Self.late) }
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: .failure(TransportFault.cancelled))
                } else {
                    waiting[number] = continuation
                }
            }
        } onCancel: {
            Task { await self.giveUp(number, TransportFault.cancelled) }
        }
    }

    private func giveUp(_ number: Int, _ fault: ModelFault) {
        waiting.removeValue(forKey: number)?.resume(returning: .failure(fault))
    }

    private func start(_ text: String) {
        isRunning = true
        let command = KeyCommand(text: text, limit: commandLimit)
        // It blocks, so it has no place on the threads of tasks. It keeps this alive until it ended.
        DispatchQueue.global().async {
            let outcome: Outcome
            do throws(ModelFault) {
                outcome = .success(try command.run { self.isStopped.load(ordering: .relaxed) })
            } catch {
                outcome = .failure(error)
            }
            Task { await self.ended(outcome) }
        }
    }

    private func ended(_ outcome: Outcome) {
        isRunning = false
        if case .success(let secret) = outcome { kept = (secret, timing.now() + Self.lifetime) }
        let all = waiting.values
        waiting = [:]
        for continuation in all { continuation.resume(returning: outcome) }
    }

    private static let late = ModelFault(
        .timeout, "The key command did not end in the time there was.",
        hint: "Once it has ended, its key is kept for five minutes.")
}
