import JSONText
import Testing

@testable import ContextServer

@Suite("The two eras of the protocol")
struct EraTests {
    private func result(_ method: String, _ params: JSON) async throws -> JSON {
        let memory = ScriptedMemory()
        let server = memory.server
        return try await server.answer(server.call(method, params, of: ContextClient(), line: memory.line()))
    }

    private func fault(_ method: String, _ params: JSON) async -> Int64? {
        do {
            _ = try await result(method, params)
            return nil
        } catch {
            return ContextFault(error).code
        }
    }

    @Test("a handshake names the version asked for, or the newest")
    func versions() async throws {
        for version in Era.handshakeVersions {
            #expect(
                try await result("initialize", ["protocolVersion": .string(version)])["protocolVersion"]
                    == .string(version))
        }
        for other in ["2026-07-28", "1999-01-01"] {
            #expect(
                try await result("initialize", ["protocolVersion": .string(other)])["protocolVersion"] == "2025-11-25")
        }
    }

    @Test("results say what they are and how long they hold, in the stateless era only")
    func dress() async throws {
        let plain = try await result("tools/list", [:])
        #expect(plain["resultType"] == nil && plain["ttlMs"] == nil)
        for method in ["server/discover", "tools/list", "resources/templates/list", "prompts/list"] {
            let dressed = try await result(method, ["_meta": .meta()])
            #expect(dressed["resultType"] == "complete" && dressed["ttlMs"] == 0 && dressed["cacheScope"] == "private")
        }
    }

    @Test("each era has its own requests, and each error its number")
    func numbers() async {
        #expect(await fault("ping", [:]) == nil)
        for method in ["ping", "initialize", "logging/setLevel"] {
            #expect(await fault(method, ["_meta": .meta()]) == -32601)
        }
        #expect(await fault("no/such", [:]) == -32601)
        #expect(await fault("tools/list", ["_meta": .meta(version: "2031-01-01")]) == -32022)
        #expect(
            await fault("tools/list", ["_meta": .object(JSONObject([.init(key: Era.versionKey, value: "2026-07-28")]))])
                == -32602)
        #expect(await fault("tools/call", ["name": "nope"]) == -32602)
        #expect(await fault("resources/read", ["uri": "memos://trace/x"]) == -32002)
        #expect(await fault("resources/read", ["uri": "memos://trace/x", "_meta": .meta()]) == -32602)
    }

    @Test("the introduction is short enough for every host")
    func instructions() {
        #expect(Introduction.instructions.count <= 512 && Introduction.instructions.utf8.count <= 512)
    }
}

@Suite("What a client brings back")
struct RequestSealTests {
    @Test("is known again, for the same thing and for ten minutes, and by nobody else")
    func sealing() {
        let seal = RequestSeal()
        let (subject, other): (JSON, JSON) = (["forget", "tr_1"], ["forget", "tr_2"])
        let closed = seal.close(subject, now: 1000)
        #expect(seal.isWhole(closed, over: subject, now: 1000 + RequestSeal.lifetime - 1))
        #expect(!seal.isWhole(closed, over: subject, now: 1000 + RequestSeal.lifetime))
        #expect(!seal.isWhole(closed, over: other, now: 1000))
        #expect(!RequestSeal().isWhole(closed, over: subject, now: 1000))
        for index in closed.indices {
            var forged = Array(closed.utf8)
            forged[closed.utf8.distance(from: closed.startIndex, to: index)] ^= 1
            #expect(!seal.isWhole(String(decoding: forged, as: UTF8.self), over: subject, now: 1000))
        }
        #expect(!seal.isWhole("", over: subject, now: 1000))
    }
}
