import LanguageModels
import Logging
import Synchronization

/// A model whose settings cannot work: it says so, and nothing is sent.
struct RefusingModel: LanguageModel, Reranker {
    let name: ModelName
    let fault: ModelFault

    func complete(_ request: CompletionRequest, within limit: Duration) async throws(ModelFault) -> Completion {
        throw fault
    }

    func scores(
        of documents: [String], for query: String, within limit: Duration
    ) async throws(ModelFault) -> RerankReply {
        throw fault
    }
}

/// Asks a second model when the first fails and there is time left.
struct RelievedModel: LanguageModel {
    let first: any LanguageModel
    let second: any LanguageModel

    var name: ModelName { first.name }

    func complete(_ request: CompletionRequest, within limit: Duration) async throws(ModelFault) -> Completion {
        let end = ContinuousClock.now + limit
        do throws(ModelFault) {
            return try await first.complete(request, within: limit)
        } catch {
            let left = end - ContinuousClock.now
            guard error.kind != .cancelled, left > .zero else { throw error }
            do throws(ModelFault) {
                return try await second.complete(request, within: left)
            } catch {}
            // A person mends the model they chose, not the one that stood in.
            throw error
        }
    }
}

struct LoggedModel: LanguageModel {
    private let model: any LanguageModel
    private let log: ModelFaultLog

    init(_ model: any LanguageModel, log: ModelFaultLog) {
        self.model = model
        self.log = log
    }

    var name: ModelName { model.name }

    func complete(_ request: CompletionRequest, within limit: Duration) async throws(ModelFault) -> Completion {
        do throws(ModelFault) {
            let completion = try await model.complete(request, within: limit)
            log.answered(name)
            return completion
        } catch {
            log.failed(name, error)
            throw error
        }
    }
}

struct LoggedReranker: Reranker {
    private let model: any Reranker
    private let log: ModelFaultLog

    init(_ model: any Reranker, log: ModelFaultLog) {
        self.model = model
        self.log = log
    }

    var name: ModelName { model.name }

    func scores(
        of documents: [String], for query: String, within limit: Duration
    ) async throws(ModelFault) -> RerankReply {
        do throws(ModelFault) {
            let reply = try await model.scores(of: documents, for: query, within: limit)
            log.answered(name)
            return reply
        } catch {
            log.failed(name, error)
            throw error
        }
    }
}

/// Writes down when a model begins to fail, each kind of fault once, and when it answers again.
final class ModelFaultLog: Sendable {
    private let logger: Logger
    private let failing = Mutex<[ModelName: ModelFault.Kind]>([:])

    init(logger: Logger) {
        self.logger = logger
    }

    func failed(_ name: ModelName, _ fault: ModelFault) {
        if fault.kind == .cancelled || fault.kind == .resting { return }
        let isNew = failing.withLock { $0.updateValue(fault.kind, forKey: name) != fault.kind }
        logger.log(
            level: isNew ? .warning : .debug, "A model did not answer; rules stand in.",
            metadata: [
                "model": "\(name.text)", "reason": "\(fault.kind.rawValue)", "error": "\(fault.message)",
                "hint": "\(fault.hint ?? "")",
            ])
    }

    func answered(_ name: ModelName) {
        guard failing.withLock({ $0.removeValue(forKey: name) }) != nil else { return }
        logger.notice("A model answers again.", metadata: ["model": "\(name.text)"])
    }
}
