import DaemonConfiguration
import JSONText
import LanguageModels
import MemoryCore
import MemoryModel
import ModelClients
import ModelGate
import StructuredReply
import VectorColumn

/// Asks a role's model something small and tells what came of it. It goes the way of every other call, past the meter.
struct ModelTrialRun: Sendable {
    let role: ModelRole
    let prompt: String?
    let settings: Settings
    let parts: ModelParts
    let meaning: Meaning

    func run() async -> ModelTrial {
        let endpoint = settings.endpoint(for: role)
        let begun = ContinuousClock.now
        var usage: TokenUsage?
        var outcome = await attempt(endpoint, usage: &usage)
        // Another call has failed meanwhile: what this one would have met is what was asked for.
        if case .failed(let fault) = outcome, fault.kind == .resting {
            outcome = await attempt(endpoint, usage: &usage)
        }
        let name = endpoint?.name ?? localName
        return ModelTrial(
            role: role, model: name, milliseconds: DaemonModelBoard.milliseconds(ContinuousClock.now - begun),
            usage: usage, dollars: name.flatMap { dollars(usage, $0, isLocal: endpoint?.isLocal ?? false) },
            outcome: outcome)
    }

    private func attempt(_ endpoint: ModelEndpoint?, usage: inout TokenUsage?) async -> ModelTrial.Outcome {
        // Who has just mended something must not be told of the fault of before.
        if let endpoint { await parts.clients.forget(endpoint) }
        do throws(ModelFault) {
            return .answered(try await answer(endpoint, usage: &usage))
        } catch {
            usage = usage ?? error.usage
            return .failed(error)
        }
    }

    private func answer(
        _ endpoint: ModelEndpoint?, usage: inout TokenUsage?
    ) async throws(ModelFault) -> ModelTrial.Answer {
        switch role {
        case .llm, .l3Llm, .skillEvolver:
            let completion = try await parts.gate.complete(request, for: call(endpoint))
            usage = completion.usage
            let model = completion.model
            return prompt == nil
                ? .json(Self.shape(of: completion), model: model)
                : .text(String(completion.text.prefix(Self.shownCharacters)), model: model)
        case .embedding: return try await vector(endpoint)
        case .reranker:
            let scores = try await parts.gate.scores(
                of: ["Tulips flower in spring.", "The deploy script waits for the database."],
                for: "What does the deploy script wait for?", call: call(endpoint))
            guard scores.count == 2 else { throw ModelFault(.malformed, "The model did not rank both documents.") }
            return .order(isRight: scores[1] > scores[0])
        }
    }

    private func vector(_ endpoint: ModelEndpoint?) async throws(ModelFault) -> ModelTrial.Answer {
        do {
            if let endpoint {
                return .vector(dimension: try await parts.openEmbedder(at: endpoint).model.dimension)
            }
            guard let serving = meaning.sets.serving else {
                throw meaning.problem
                    ?? MemoryError(
                        .embeddingUnavailable, "No model makes vectors.",
                        hint: "memos config get embedding.enabled; memos model list shows the models there are.")
            }
            let windows = try await serving.embedder.embed(["What does the deploy script wait for?"], as: .query)
            return .vector(dimension: windows.first?.first?.components.count ?? serving.model.dimension)
        } catch {
            throw Self.fault(error)
        }
    }

    private var request: CompletionRequest {
        if let prompt {
            return CompletionRequest(messages: [ChatMessage(.user, prompt)], maxTokens: Self.longestAnswer)
        }
        let text = "Answer with a JSON object: \"ok\" is true, and \"word\" is the word in brackets: [maple]."
        return CompletionRequest(
            messages: [ChatMessage(.user, text)], maxTokens: Self.longestAnswer,
            shape: .json(schema: Self.schema, name: "test"))
    }

    private func call(_ endpoint: ModelEndpoint?) -> ModelCall {
        let attempts = 1 + (endpoint?.retries ?? 0)
        let limit = min((endpoint?.timeout ?? .seconds(60)) * attempts, Self.longestWait)
        return ModelCall(role: role, purpose: "models.test", limit: limit)
    }

    private var localName: ModelName? {
        if role != .embedding { return parts.gate.model(for: role) }
        return meaning.sets.serving.map { ModelName(provider: meaning.provider, model: $0.model.id) }
    }

    private func dollars(_ usage: TokenUsage?, _ name: ModelName, isLocal: Bool) -> Double? {
        let own = parts.seats.price(of: role, name, isLocal: isLocal)
        guard let usage, let price = parts.prices.price(of: name, isLocal: isLocal, own: own) else { return nil }
        let cached = min(usage.cachedInput, usage.input)
        return
            (Double(usage.input - cached) * price.input + Double(cached) * price.cachedInput
            + Double(usage.output) * price.output) / 1e6
    }

    static func shape(of completion: Completion) -> ModelTrial.Shape {
        func fits(_ json: JSON?) -> Bool {
            guard let json, ReplySchema.violation(in: json, of: schema) == nil else { return false }
            return json["word"]?.string?.lowercased() == "maple"
        }
        if fits(try? JSON(parsing: completion.text)) { return .exact }
        return fits(ReplyText.json(in: completion.text)) ? .mended : .unusable
    }

    private static func fault(_ error: any Error) -> ModelFault {
        guard let error = error as? MemoryError else { return ModelFault(.serverError, "The model failed.") }
        let kind = error.details?["reason"]?.string.flatMap(ModelFault.Kind.init(rawValue:)) ?? .misconfigured
        return ModelFault(kind, error.message, hint: error.hint)
    }

    private static let schema: JSON = [
        "type": "object", "required": ["ok", "word"],
        "properties": ["ok": ["type": "boolean"], "word": ["type": "string"]],
        "additionalProperties": false,
    ]

    /// Tokens: models that think first need room for it.
    private static let longestAnswer = 1000
    private static let shownCharacters = 4000
    private static let longestWait = Duration.seconds(120)
}
