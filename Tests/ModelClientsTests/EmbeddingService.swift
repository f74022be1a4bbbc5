import JSONText
import LanguageModels
import MemoryModel
import ModelClients
import ModelDialects
import Synchronization

/// A service that speaks OpenAI's dialect: knows a text by its length, keeps its own limits, and fails when it is told to.
final class EmbeddingService: Sendable {
    struct Rules {
        /// Texts a call.
        var texts = 1_000
        /// Characters a text.
        var characters = 1_000_000
        var dimension = 4
        /// A text that holds this is refused.
        var forbidden: String?
        var status = 200
        var fault: ModelFault?
        /// Zeros for every text that begins so.
        var blank: String?
    }

    struct Call: Equatable {
        var texts: [String]
        var limit: Duration
    }

    let rules = Mutex(Rules())
    let calls = Mutex<[Call]>([])
    let gate: Gate?

    init(gate: Gate? = nil) {
        self.gate = gate
    }

    func change(_ body: (inout Rules) -> Void) {
        rules.withLock { body(&$0) }
    }

    /// Texts of each call since the last look.
    func heard() -> [[String]] {
        calls.withLock { calls in
            defer { calls = [] }
            return calls.map(\.texts)
        }
    }

    func answer(_ call: WireCall, _ limit: Duration) async throws(ModelFault) -> WireReply {
        let texts = (try? JSON(parsing: call.body))?["input"]?.array?.compactMap(\.string) ?? []
        calls.withLock { $0.append(Call(texts: texts, limit: limit)) }
        await gate?.pass()
        let rules = rules.withLock { $0 }
        if let fault = rules.fault { throw fault }
        guard rules.status == 200 else { return WireReply(status: rules.status, body: []) }
        let isTooMuch =
            texts.count > rules.texts || texts.contains { $0.count > rules.characters }
            || rules.forbidden.map { word in texts.contains { $0.contains(word) } } ?? false
        if isTooMuch { return WireReply(status: 400, body: Array(#"{"error":{"message":"Too much."}}"#.utf8)) }
        let rows = texts.enumerated().map { index, text in
            let isBlank = rules.blank.map(text.hasPrefix) ?? false
            var vector = [JSON](repeating: .double(0), count: rules.dimension)
            if !isBlank { (vector[0], vector[1]) = (.double(Double(text.count)), .double(1)) }
            return JSON.object(present: [("index", JSON(index)), ("embedding", .array(vector))])
        }
        let body = JSON.object(present: [("data", .array(rows)), ("usage", ["prompt_tokens": JSON(texts.count)])])
        return WireReply(status: 200, body: body.utf8Text)
    }

    func connection(_ meter: NotingMeter = NotingMeter()) throws -> EmbeddingConnection {
        let endpoint = ModelEndpoint(provider: .openAICompatible, model: "m", address: "http://localhost:1")
        return try EmbeddingConnection(
            endpoint, isLocal: true, meter: meter,
            carry: { (limit, call, fault) async throws(ModelFault) in
                let reply = try await self.answer(try call(nil), limit)
                guard reply.status == 200 else { throw fault(reply) }
                return reply
            })
    }
}

/// Holds calls up until it is opened.
actor Gate {
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var isOpen = false

    func pass() async {
        if isOpen { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        for waiter in waiting { waiter.resume() }
        waiting = []
    }

    func close() { isOpen = false }
}

/// Notes what was reserved and settled, and gives out no more than it has.
final class NotingMeter: ModelMeter {
    struct Entry: Equatable {
        var role: ModelRole
        var purpose: String
        var urgency: ModelCall.Urgency
        var reserved: Int
        var used: Int?
        var fault: ModelFault.Kind?
    }

    let entries = Mutex<[Entry]>([])
    let left = Mutex(Int.max)

    func reserve(_ estimate: CallEstimate) async throws(ModelFault) -> ModelReservation {
        guard left.withLock({ $0 >= estimate.usage.total }) else {
            throw ModelFault(.budget, "The tokens of today are used up.", hint: "Raise budget.tokensPerDay.")
        }
        return ModelReservation(id: "r", estimate: estimate)
    }

    func settle(_ reservation: ModelReservation, usage: TokenUsage?, fault: ModelFault.Kind?) async {
        let call = reservation.estimate.call
        entries.withLock {
            $0.append(
                Entry(
                    role: call.role, purpose: call.purpose, urgency: call.urgency,
                    reserved: reservation.estimate.usage.total, used: usage?.total, fault: fault))
        }
    }
}
