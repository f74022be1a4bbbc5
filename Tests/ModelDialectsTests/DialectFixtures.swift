import JSONText
import LanguageModels
import MemoryModel
import Testing

@testable import ModelDialects

/// A question as our prompts ask it, and ways to ask and to answer.
enum Fixture {
    static let schema: JSON = [
        "type": "object",
        "properties": [
            "reward": [
                "type": "object",
                "properties": [
                    "score": ["type": "number", "minimum": -1, "maximum": 1],
                    "kind": ["type": "string", "enum": ["done", "failed"]],
                    "reasons": ["type": "array", "items": ["type": "string", "maxLength": 80], "maxItems": 3],
                ],
                "required": ["score", "kind", "reasons"],
            ]
        ],
        "required": ["reward"],
    ]

    static func request(
        _ shape: ReplyShape = .text, temperature: Double? = 0, system: String? = "Answer as JSON.",
        text: String = "Hello"
    ) -> CompletionRequest {
        CompletionRequest(
            messages: (system.map { [ChatMessage(.system, $0)] } ?? []) + [ChatMessage(.user, text)], maxTokens: 300,
            temperature: temperature, shape: shape)
    }

    static let shaped = request(.json(schema: schema, name: "memory draft"))

    static func endpoint(
        _ provider: ModelProvider, _ model: String, _ address: String = "", isStreamed: Bool = false
    ) -> ModelEndpoint {
        var endpoint = ModelEndpoint(provider: provider, model: model, address: address)
        endpoint.isStreamed = isStreamed
        return endpoint
    }

    static func json(_ call: WireCall) throws -> JSON { try JSON(parsing: call.body) }

    static func reply(_ text: String, status: Int = 200, type: String = "application/json", _ headers: WireHeader...)
        -> WireReply
    {
        WireReply(status: status, headers: [WireHeader("content-type", type)] + headers, body: Array(text.utf8))
    }

    static func value(_ call: WireCall, _ header: String) -> String? {
        call.headers.first { $0.name.lowercased() == header.lowercased() }?.value
    }

    /// The time of AWS's examples: 2015-08-30 12:36:00.
    static let time: Timestamp = 1_440_938_160_000
    static let key = Secret("test-0123456789")
}

extension ChatDialect {
    func call(_ request: CompletionRequest, _ endpoint: ModelEndpoint, key: Secret? = Fixture.key) throws -> WireCall {
        try call(for: request, at: endpoint, key: key, time: Fixture.time)
    }

    /// What the settings are said to lack.
    func misconfiguration(_ endpoint: ModelEndpoint, key: Secret? = Fixture.key) -> ModelFault? {
        do throws(ModelFault) {
            _ = try call(for: Fixture.request(), at: endpoint, key: key, time: Fixture.time)
            return nil
        } catch {
            return error
        }
    }

    func read(_ reply: WireReply) -> Result<Completion, ModelFault> {
        do throws(ModelFault) { return .success(try completion(from: reply)) } catch { return .failure(error) }
    }

    /// The answer to a stream that comes in the pieces, or why there is none.
    func read(_ pieces: [[UInt8]], at endpoint: ModelEndpoint) throws -> Result<Completion, ModelFault> {
        var endpoint = endpoint
        endpoint.isStreamed = true
        let answer = try #require(self.stream(for: Fixture.shaped, at: endpoint))
        do throws(ModelFault) {
            return .success(try Self.completion(answer, pieces))
        } catch {
            return .failure(error)
        }
    }

    private static func completion(
        _ stream: some ChatStream, _ pieces: [[UInt8]]
    ) throws(ModelFault) -> Completion {
        var stream = stream
        for piece in pieces { try stream.take(piece) }
        return try stream.completion()
    }

    /// Checks that the stream gives the same wherever it is cut, and `cut` when it ends before `whole` bytes.
    func expectSame(
        _ bytes: [UInt8], at endpoint: ModelEndpoint, _ expected: Completion, cutBefore whole: Int? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for cut in 0...bytes.count {
            let pieces = [Array(bytes[..<cut]), Array(bytes[cut...])]
            #expect(try read(pieces, at: endpoint) == .success(expected), sourceLocation: sourceLocation)
        }
        #expect(try read(bytes.map { [$0] }, at: endpoint) == .success(expected), sourceLocation: sourceLocation)
        for end in 0..<(whole ?? 0) {
            let fault = try read([Array(bytes[..<end])], at: endpoint).fault
            #expect(
                fault?.kind == .cut, "ended at \(end)", sourceLocation: sourceLocation)
        }
    }
}

extension Result where Failure == ModelFault {
    var fault: ModelFault? {
        if case .failure(let fault) = self { fault } else { nil }
    }
}

extension JSON {
    /// From text that is known to be good.
    static func of(_ text: String) throws -> JSON { try JSON(parsing: text) }
}
