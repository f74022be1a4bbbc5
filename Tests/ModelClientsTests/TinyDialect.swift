import LanguageModels
import MemoryModel
import ModelClients
import ModelDialects
import Synchronization

/// The smallest dialect: a line of words out, the body in.
struct TinyDialect: ChatDialect, RerankDialect {
    func call(
        for request: CompletionRequest, at endpoint: ModelEndpoint, key: Secret?, time: Timestamp
    ) throws(ModelFault) -> WireCall {
        let shape = request.shape == .text ? "text" : "json"
        let temperature = request.temperature.map { " temperature=\($0)" } ?? ""
        return wire("shape=\(shape)\(temperature)", "/chat", endpoint, key)
    }

    func call(
        for documents: [String], query: String, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall {
        wire(query, "/rerank", endpoint, key)
    }

    private func wire(_ body: String, _ path: String, _ endpoint: ModelEndpoint, _ key: Secret?) -> WireCall {
        var headers = [WireHeader("Content-Type", "text/plain")]
        if let key { headers.append(WireHeader("Authorization", "Bearer \(key.revealed)")) }
        return WireCall(url: endpoint.address + path, headers: headers, body: Array(body.utf8))
    }

    func stream(for request: CompletionRequest, at endpoint: ModelEndpoint) -> (any ChatStream)? { TinyStream() }

    func completion(from reply: WireReply) throws(ModelFault) -> Completion {
        let text = String(decoding: reply.body, as: UTF8.self)
        guard text.hasPrefix("{") else { throw ModelFault(.malformed, "The answer is no JSON.") }
        return Completion(text: text, model: "tiny", usage: TokenUsage(input: 5, output: 2))
    }

    func scores(from reply: WireReply, count: Int) throws(ModelFault) -> RerankReply {
        RerankReply(scores: Array(repeating: 0.5, count: count))
    }

    func fault(from reply: WireReply) -> ModelFault {
        let kind: ModelFault.Kind =
            switch reply.status {
            case 401: .unauthorized
            case 402: .quotaExceeded
            case 429: .rateLimited
            case 500...: .serverError
            default: .rejected
            }
        return ModelFault(
            kind, "Status \(reply.status).", status: reply.status,
            retryAfter: reply.header("Retry-After").flatMap { Int($0) }.map { .seconds($0) },
            usage: reply.status == 503 ? TokenUsage(input: 10, output: 1) : nil)
    }
}

/// `data: word` lines until `data: [DONE]`.
struct TinyStream: ChatStream {
    private var bytes: [UInt8] = []

    mutating func take(_ bytes: [UInt8]) throws(ModelFault) {
        self.bytes += bytes
        if text.contains("data: !error") { throw ModelFault(.serverError, "The provider broke off.") }
    }

    private var text: String { String(decoding: bytes, as: UTF8.self) }

    var length: Int { bytes.count }

    consuming func completion() throws(ModelFault) -> Completion {
        guard text.hasSuffix("data: [DONE]\n") else { throw ModelFault(.cut, "The answer broke off.") }
        let words = text.split(separator: "\n").map { $0.dropFirst(6) }.dropLast()
        return Completion(text: words.joined(), model: "tiny")
    }
}

/// Time that passes only when somebody waits, and dice that always show the same.
final class TestTime: Sendable {
    private let state = Mutex((passed: Duration.zero, waits: [Duration]()))
    private let start = ContinuousClock.now

    var waits: [Duration] { state.withLock { $0.waits } }

    func pass(_ time: Duration) { state.withLock { $0.passed += time } }

    var now: ContinuousClock.Instant { start + state.withLock { $0.passed } }

    func timing(chance: Double = 0.5) -> CallTiming {
        CallTiming(
            now: { self.now },
            date: { 1_000_000 + Int64(self.state.withLock { $0.passed } / .milliseconds(1)) },
            sleep: { time in
                self.state.withLock { state in
                    state.passed += time
                    state.waits.append(time)
                }
            },
            chance: { chance })
    }
}

/// Clients with the tiny dialect, shut down at the end.
func withClients<Result>(
    _ time: TestTime = TestTime(), environment: [String: String] = [:], chance: Double = 0.5,
    commandLimit: Duration = .seconds(10), _ body: (ModelClients) async throws -> Result
) async throws -> Result {
    let clients = ModelClients(
        chat: { $0 == .host ? nil : TinyDialect() }, rerank: { _ in TinyDialect() },
        environment: { environment[$0] }, timing: time.timing(chance: chance), commandLimit: commandLimit)
    do {
        let result = try await body(clients)
        await clients.shutdown()
        return result
    } catch {
        await clients.shutdown()
        throw error
    }
}

func endpoint(
    _ address: String, key: ModelKey = .none, isStreamed: Bool = false, timeout: Duration = .seconds(20)
) -> ModelEndpoint {
    var endpoint = ModelEndpoint(provider: .openAICompatible, model: "tiny", address: address, key: key)
    endpoint.isStreamed = isStreamed
    endpoint.timeout = timeout
    return endpoint
}

let hello = CompletionRequest(messages: [ChatMessage(.user, "hello")], maxTokens: 100)

/// The fault of a call that must not succeed.
func fault<Result>(of work: () async throws(ModelFault) -> Result) async -> ModelFault? {
    do throws(ModelFault) {
        _ = try await work()
        return nil
    } catch {
        return error
    }
}
