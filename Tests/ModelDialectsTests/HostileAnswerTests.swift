import JSONText
import LanguageModels
import Testing

@testable import ModelDialects

/// Numbers that look random and are the same in every run (SplitMix64).
private struct FixedRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

@Suite struct HostileAnswerTests {
    private static let dialects: [(any ChatDialect, ModelEndpoint)] = ModelProvider.allCases.compactMap { provider in
        Dialects.chat(for: provider).map { ($0, Fixture.endpoint(provider, "m", isStreamed: true)) }
    }

    private static let seeds: [[UInt8]] = [
        Array(
            #"data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}"#.utf8),
        Array("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"x\"}}\n\n".utf8),
        Array(#"{"message":{"content":"a"},"done":true}"#.utf8) + [0x0A],
        Array(#"data: {"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}]}"#.utf8) + [
            0x0A, 0x0A,
        ],
        BedrockChatTests.event("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"text":"a"}}"#),
        Array(
            #"{"error":{"code":-9223372036854775808,"message":{"message":[]},"details":[1,{"retryDelay":"9e9e9s"}]}}"#
                .utf8),
        Array(
            #"[[[{"content":[{"type":"tool_use","input":null}],"usage":{"input_tokens":9223372036854775807}}]]]"#.utf8),
        Array("<html>".utf8), [0xEF, 0xBB], [0xFF, 0xFE, 0x00], [],
    ]

    private static func spoiled(_ bytes: [UInt8], _ random: inout FixedRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 0...6, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: at)
            case 2: bytes.insert(contentsOf: bytes[..<at], at: at)
            default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
            }
        }
        return bytes
    }

    @Test("Garbage in pieces of any length ends in an answer or a fault, in every dialect")
    func garbage() throws {
        var random = FixedRandom(state: 6)
        for round in 0..<1500 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes += Self.spoiled(Self.seeds.randomElement(using: &random) ?? [], &random)
            }
            var pieces: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...rest.count, using: &random)
                pieces.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            for (dialect, endpoint) in Self.dialects {
                let streamed = try dialect.read(pieces, at: endpoint)
                let whole = dialect.read(WireReply(status: 200, body: bytes))
                let fault = dialect.fault(from: WireReply(status: 300 + round % 300, body: bytes))
                for fault in [streamed.fault, whole.fault, fault].compactMap({ $0 }) {
                    #expect(!fault.message.isEmpty)
                    #expect(fault.message.count < 300)
                }
            }
        }
    }

    @Test("Answers of the wrong types end in a fault, in every dialect")
    func wrongTypes() {
        let values = ["null", "1", "\"a\"", "[]", "{}", "[null]", "[1]", "[{}]", "{\"message\":1}", "true", "1e400"]
        let keys = [
            "choices", "content", "candidates", "output", "message", "usage", "usageMetadata", "error", "model",
        ]
        for key in keys {
            for value in values {
                let reply = Fixture.reply("{\"\(key)\":\(value)}")
                for (dialect, _) in Self.dialects {
                    #expect(dialect.read(reply).fault != nil, "\(key): \(value)")
                }
            }
        }
    }

    @Test("What waits for its end counts towards the length of the answer")
    func endless() throws {
        for (dialect, endpoint) in Self.dialects where endpoint.provider != .bedrock {
            var stream = try #require(dialect.stream(for: Fixture.request(), at: endpoint))
            try stream.take(Array("data: {".utf8) + Array(repeating: UInt8(ascii: "a"), count: 10_000))
            #expect(stream.length >= 10_000)
        }
    }

    @Test("A request's description and a fault hold no key")
    func keys() throws {
        for (dialect, var endpoint) in Self.dialects {
            endpoint.region = "us-east-1"
            endpoint.key = .text(Fixture.key)
            let reply = Fixture.reply(#"{"error":{"message":"key test-0123456789 is bad"}}"#, status: 401)
            let fault = dialect.fault(from: reply).withholding(Fixture.key)
            #expect(!"\(fault) \(endpoint)".contains("test-0123456789"))
        }
    }

    @Test("What was thought aloud is taken off the beginning only")
    func thinking() {
        #expect(Thinking.removed(from: "<think>a</think>b") == "b")
        #expect(Thinking.removed(from: "\n <think>\na</think>\n\n{}") == "{}")
        #expect(Thinking.removed(from: "<think>a</think><think>b</think>c") == "c")
        #expect(Thinking.removed(from: "so I think…</think>{\"a\":1}") == "{\"a\":1}")
        #expect(Thinking.removed(from: "<think>never ended") == "")
        #expect(Thinking.removed(from: #"{"a":"<think>x</think>"}"#) == #"{"a":"<think>x</think>"}"#)
        #expect(Thinking.removed(from: "plain <think>") == "plain <think>")
        #expect(Thinking.removed(from: "") == "")
    }
}
