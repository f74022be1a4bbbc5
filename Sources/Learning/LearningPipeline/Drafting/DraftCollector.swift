import JSONText
import LanguageModels
import Logging
import MemoryModel
import MemoryStore
import Prompting

/// Has models write what a job wants written, outside of any transaction: what was answered before is taken from the
/// store, the rest is asked, one call a request, and kept before anything is made of it.
struct DraftCollector: Sendable {
    let database: MemoryDatabase
    let desk: any ModelDesk
    let options: @Sendable () -> DraftingOptions
    let logger: Logger

    /// What a job wants of models, and how much of it is known.
    struct Order: Sendable {
        /// Requests with what of them nobody has answered yet.
        var missing: [DraftRequest] = []
        var entries: [String: DraftBook.Entry] = [:]
    }

    /// Whether a stage may have to wait for a model now.
    func mayAsk(for stage: LearningWorker.Stage?) -> Bool {
        stage?.requests != nil && options().isEnabled && ModelRole.chats.contains { desk.model(for: $0) != nil }
    }

    /// Reads what the job would ask. A request that cannot be written down is not asked: the job goes by its rules, and
    /// tells itself when its evidence cannot be read.
    func order(for job: LearningJob, _ stage: LearningWorker.Stage?) async -> Order {
        guard mayAsk(for: stage), let requests = stage?.requests else { return Order() }
        do {
            return try await database.read { [desk] reader in
                let asked = try requests(job, reader).filter { desk.model(for: $0.role) != nil }
                let known = try reader.replies(
                    to: asked.flatMap { request in request.prompts.map(request.key(of:)) })
                var order = Order()
                for request in asked {
                    let open = request.prompts.filter { known[request.key(of: $0)] == nil }
                    if !open.isEmpty { order.missing.append(request.only(open)) }
                }
                order.entries = known.mapValues { .reply($0.reply, model: $0.model) }
                return order
            }
        } catch {
            logger.warning(
                "What to ask a model could not be read.",
                metadata: ["kind": "\(job.kind.rawValue)", "error": "\(error)"])
            return Order()
        }
    }

    /// Asks for what is missing. After a failed call nothing more is asked for this job: it goes by its rules at once.
    ///
    /// - Returns: `nil` when the work was called off; the job is then to be left as it is.
    func collect(_ order: Order) async -> DraftBook? {
        var entries = order.entries
        var reason: String?
        for (index, request) in order.missing.enumerated() {
            if reason == nil, index >= options().callsPerTask { reason = Self.callLimit }
            if reason == nil {
                do throws(ModelFault) {
                    let completion = try await desk.complete(
                        request.completion(),
                        for: ModelCall(role: request.role, purpose: request.purpose, subject: request.subject))
                    if Task.isCancelled { return nil }
                    entries.merge(await read(completion, to: request)) { _, new in new }
                } catch {
                    if Task.isCancelled { return nil }
                    logger.info(
                        "A model did not help.",
                        metadata: ["purpose": "\(request.purpose)", "reason": "\(error.kind.rawValue)"])
                    reason = error.kind.rawValue
                }
            }
            guard let reason else { continue }
            for prompt in request.prompts { entries[request.key(of: prompt)] = .failed(reason: reason) }
        }
        return DraftBook(entries)
    }

    /// Said of what was not asked because the job had asked often enough.
    private static let callLimit = "call_limit"

    /// What of a reply can be used; that is kept, so that nobody pays for it twice.
    private func read(_ completion: Completion, to request: DraftRequest) async -> [String: DraftBook.Entry] {
        let model = desk.model(for: request.role) ?? ModelName(provider: completion.model, model: "")
        let entries = request.entries(from: completion, of: model)
        let kept = request.prompts.compactMap { prompt -> ModelReply? in
            let key = request.key(of: prompt)
            guard case .reply(let reply, let model)? = entries[key] else { return nil }
            return ModelReply(
                key: key, prompt: prompt.version, model: model, reply: reply, sources: request.sources)
        }
        guard !kept.isEmpty else { return entries }
        do {
            try await database.write { try $0.keep(kept) }
        } catch {
            // The job itself will tell when nothing can be written.
            logger.warning("A model's reply could not be kept.", metadata: ["error": "\(error)"])
        }
        return entries
    }
}
