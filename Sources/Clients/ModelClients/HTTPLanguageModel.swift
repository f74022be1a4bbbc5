package import LanguageModels
import ModelDialects
import Synchronization

/// A conversation's model behind a wire.
///
/// A server that does not take the form of answer or the temperature that it is asked for is asked again without, once,
/// and from then on always.
package final class HTTPLanguageModel: LanguageModel {
    private let line: ModelLine
    private let dialect: any ChatDialect
    private let timing: CallTiming
    private let concessions = Mutex(Concessions())

    init(_ line: ModelLine, dialect: any ChatDialect, timing: CallTiming) {
        self.line = line
        self.dialect = dialect
        self.timing = timing
    }

    package var name: ModelName { line.endpoint.name }

    package func complete(
        _ request: CompletionRequest, within limit: Duration
    ) async throws(ModelFault) -> Completion {
        var (completion, wasted) = try await line.answer(within: limit) { key, limit throws(ModelFault) in
            let deadline = timing.now() + limit
            var conceded = concessions.withLock { $0 }
            while true {
                let adapted = conceded.adapt(request)
                switch try await ask(adapted, key: key, within: deadline - timing.now()) {
                case .answered(let completion):
                    // What did not help is not remembered.
                    concessions.withLock { $0 = conceded }
                    return completion
                case .failed(let reply):
                    guard let more = conceded.more(for: adapted, refusedBy: reply) else {
                        throw dialect.fault(from: reply)
                    }
                    conceded = more
                }
            }
        }
        if completion.model.isEmpty { completion.model = line.endpoint.model }
        completion.usage = completion.usage.map { TokenUsage.sum($0, wasted) ?? $0 }
        return completion
    }

    /// Forgets what the server did not take.
    func forget() {
        concessions.withLock { $0 = Concessions() }
    }

    private enum Outcome {
        case answered(Completion)
        case failed(WireReply)
    }

    private func ask(
        _ request: CompletionRequest, key: Secret?, within limit: Duration
    ) async throws(ModelFault) -> Outcome {
        let endpoint = line.endpoint
        let call = try dialect.call(for: request, at: endpoint, key: key, time: timing.date())
        let reply: WireReply
        if endpoint.isStreamed, let stream = dialect.stream(for: request, at: endpoint) {
            let streamed = try await line.connections.stream(
                call, into: stream, bound: Self.bound(of: request), to: endpoint, within: limit)
            switch streamed {
            case .pieces(let stream): return .answered(try stream.completion())
            case .whole(let whole): reply = whole
            }
        } else {
            reply = try await line.connections.send(call, to: endpoint, within: limit)
        }
        guard reply.isSuccess else { return .failed(reply) }
        return .answered(try dialect.completion(from: reply))
    }

    /// Characters of an answer, at most: no token has more than sixteen on the average of a text.
    private static func bound(of request: CompletionRequest) -> Int {
        max(64 << 10, request.maxTokens * 16)
    }
}

/// What a server does not take of what it is asked for.
private struct Concessions: Equatable {
    var shape = false
    var temperature = false

    /// Words by which servers name the form of an answer when they refuse it.
    private static let wordsOfShape = [
        "response_format", "json_schema", "json_object", "json mode", "structured output", "responseschema",
        "response_schema", "responsemimetype", "response_mime_type", "output_config", "outputconfig", "format",
        "tool",
    ]

    func adapt(_ request: CompletionRequest) -> CompletionRequest {
        var request = request
        if shape { request.shape = .text }
        if temperature { request.temperature = nil }
        return request
    }

    /// - Returns: `nil` when the reply refuses nothing that can be left out and was not.
    func more(for request: CompletionRequest, refusedBy reply: WireReply) -> Concessions? {
        guard reply.status == 400 || reply.status == 422 else { return nil }
        let text = String(decoding: reply.body.prefix(16 << 10), as: UTF8.self).lowercased()
        var more = self
        if request.temperature != nil, text.contains("temperature") {
            more.temperature = true
        } else if request.shape != .text, Self.wordsOfShape.contains(where: { text.contains($0) }) {
            more.shape = true
        }
        return more == self ? nil : more
    }
}

extension WireReply {
    var isSuccess: Bool { (200..<300).contains(status) }
}
