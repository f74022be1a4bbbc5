import JSONText
import LanguageModels

/// A call as it goes through the gate: who is to answer, what is asked, and what tells it from others.
struct GateOrder: Sendable {
    enum Question: Sendable {
        case completion(CompletionRequest, any LanguageModel)
        case scores([String], query: String, any Reranker)
    }

    enum Answer: Sendable {
        case completion(Completion)
        case scores(RerankReply)

        var usage: TokenUsage? {
            switch self {
            case .completion(let completion): completion.usage
            case .scores(let reply): reply.usage
            }
        }
    }

    /// Orders with the same identity in flight are one call. It is the content itself: nothing can collide.
    struct Identity: Hashable, Sendable {
        var role: ModelRole
        var urgency: ModelCall.Urgency
        var model: ModelName
        var texts: [String]
        var shape: JSON?
        var maxTokens: Int?
        var temperature: Double?
    }

    var call: ModelCall
    var seat: ModelSeat
    var question: Question

    var identity: Identity {
        var identity = Identity(role: call.role, urgency: call.urgency, model: seat.name, texts: [])
        switch question {
        case .completion(let request, _):
            identity.texts = request.messages.flatMap { [$0.speaker.rawValue, $0.text] }
            if case .json(let schema, let name) = request.shape { identity.shape = [name: schema] }
            identity.maxTokens = request.maxTokens
            identity.temperature = request.temperature
        case .scores(let documents, let query, _):
            identity.texts = [query] + documents
        }
        return identity
    }

    var estimate: CallEstimate {
        let usage =
            switch question {
            case .completion(let request, _): TokenEstimate.usage(of: request)
            case .scores(let documents, let query, _): TokenEstimate.usage(of: documents, for: query)
            }
        return CallEstimate(call: call, model: seat.name, isLocal: seat.isLocal, usage: usage)
    }

    /// Whether so little is asked for that its time tells how fast a host can be answered.
    var isShort: Bool {
        switch question {
        case .completion(let request, _): request.maxTokens <= Self.shortAnswer
        case .scores: true
        }
    }

    func ask(within limit: Duration) async throws(ModelFault) -> Answer {
        switch question {
        case .completion(let request, let model):
            return .completion(try await model.complete(request, within: limit))
        case .scores(let documents, let query, let reranker):
            let reply = try await reranker.scores(of: documents, for: query, within: limit)
            guard reply.scores.count == documents.count, reply.scores.allSatisfy({ (0...1).contains($0) }) else {
                throw ModelFault(
                    .malformed, "The reranker \(seat.name.text) did not give every document a score.",
                    hint: "Check that the model is a reranker: memos model test", usage: reply.usage)
            }
            return .scores(reply)
        }
    }

    /// Tokens of an answer that a person does not wait for noticeably; a label or a handful of ids is less.
    static let shortAnswer = 512
}
