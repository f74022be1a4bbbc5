import LanguageModels
import Synchronization

/// Answers on their way: who asks the same again waits for the same call, and who gives up is let go at once while the
/// call goes on. It is paid for, and the next one who asks finds its answer.
final class SharedAnswers: Sendable {
    typealias Answer = [Embedding]

    private let waiting = Mutex<[String: [Waiter]]>([:])

    /// - Parameter work: begun unless it is on its way already.
    func answer(to question: String, _ work: @escaping @Sendable () async throws -> Answer) async throws -> Answer {
        let waiter = Waiter()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard waiter.begin(continuation) else { return continuation.resume(throwing: CancellationError()) }
                let isFirst = waiting.withLock { waiting in
                    waiting[question, default: []].append(waiter)
                    return waiting[question]?.count == 1
                }
                if isFirst { Task { await self.find(question, work) } }
            }
        } onCancel: {
            waiter.end(with: .failure(CancellationError()))
        }
    }

    private func find(_ question: String, _ work: @Sendable () async throws -> Answer) async {
        let result: Result<Answer, any Error>
        do {
            result = .success(try await work())
        } catch {
            result = .failure(error)
        }
        let waiters = waiting.withLock { $0.removeValue(forKey: question) ?? [] }
        for waiter in waiters { waiter.end(with: result) }
    }
}

/// Somebody who waits for an answer, until it comes or they give up, whichever is first.
private final class Waiter: Sendable {
    private enum State {
        case new
        case waiting(CheckedContinuation<SharedAnswers.Answer, any Error>)
        case over
    }

    private let state = Mutex(State.new)

    /// - Returns: whether anybody waits; not when they gave up before.
    func begin(_ continuation: CheckedContinuation<SharedAnswers.Answer, any Error>) -> Bool {
        state.withLock { state in
            guard case .new = state else { return false }
            state = .waiting(continuation)
            return true
        }
    }

    func end(with result: Result<SharedAnswers.Answer, any Error>) {
        let continuation = state.withLock { state -> CheckedContinuation<SharedAnswers.Answer, any Error>? in
            defer { state = .over }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(with: result)
    }
}
