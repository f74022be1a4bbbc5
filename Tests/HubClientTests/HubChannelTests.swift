import JSONText
import MemoryModel
import Signing
import Testing

@testable import HubClient

@Suite struct HubChannelTests {
    private let identity = CertificateIdentity(key: SigningKey(), name: "a hub")

    private func outcome(
        of hub: FakeHub, trust: HubChannel.Trust? = nil, id: String? = FakeHub.id, limit: Duration = .seconds(10)
    ) async throws -> Result<JSON, HubFault> {
        let text = trust == nil ? "http://127.0.0.1:\(hub.port)" : "127.0.0.1:\(hub.port)"
        let channel = try HubChannel(address: try #require(HubAddress(text)), trust: trust ?? .any, hub: id)
        let outcome: Result<JSON, HubFault>
        do throws(HubFault) {
            outcome = .success(
                try await channel.ask(
                    "GET", ["devices", "a/b ..", ".."], query: [("q", "ä&=")], token: "secret", limit: limit))
        } catch {
            outcome = .failure(error)
        }
        await channel.shutdown()
        return outcome
    }

    @Test("The hub with the pinned certificate is talked to, at any address") func pinned() async throws {
        try await withHub(certificate: identity, answer: { .json(["path": .string($0.path)]) }) { hub in
            let answer = try await outcome(of: hub, trust: .pinned(identity.certificateDER)).get()
            #expect(answer["path"] == "/hub/v1/devices/a%2Fb%20../%2E%2E?q=%C3%A4%26%3D")
        }
    }

    @Test("Another certificate is refused before a word is said, also one of the same name") func stranger()
        async throws
    {
        let other = CertificateIdentity(key: SigningKey(), name: "a hub")
        try await withHub(certificate: other, answer: { _ in .json([:]) }) { hub in
            let fault = try await outcome(of: hub, trust: .pinned(identity.certificateDER)).failure
            #expect(fault?.kind == .certificate)
            #expect(fault?.memoryError.code == .hubUntrusted)
            #expect(fault?.hint?.contains("join") == true)
            #expect(hub.requests == 0)
        }
    }

    @Test("Whoever answers in the name of another hub, or of none, throws nobody out") func foreign() async throws {
        let revoked: JSON = ["error": ["code": "revoked", "message": "Out."]]
        for id in [String(repeating: "f", count: 32), nil] {
            try await withHub(answer: { _ in .json(revoked, status: 403, hub: id) }) { hub in
                let fault = try await outcome(of: hub).failure
                #expect(fault?.kind == .foreign)
            }
            try await withHub(answer: { _ in .json([:], hub: id) }) { hub in
                let fault = try await outcome(of: hub).failure
                #expect(fault?.kind == .foreign)
            }
        }
        try await withHub(answer: { _ in .json(revoked, status: 403) }) { hub in
            let fault = try await outcome(of: hub).failure
            #expect(fault?.kind == .revoked)
        }
        try await withHub(answer: { _ in .json([:], status: 502, hub: nil) }) { hub in
            let fault = try await outcome(of: hub).failure
            #expect(fault?.kind == .unavailable)
        }
    }

    @Test("Redirects are not followed") func redirect() async throws {
        try await withHub(answer: { _ in .json([:], status: 307, headers: ["Location: /hub/v1/hello"]) }) { hub in
            let fault = try await outcome(of: hub).failure
            #expect(fault?.kind == .nonsense)
            #expect(hub.requests == 1)
        }
    }

    @Test("An endless answer is cut off at its bound") func endless() async throws {
        try await withHub(answer: { _ in .endless }) { hub in
            let fault = try await outcome(of: hub).failure
            #expect(fault?.kind == .oversized)
        }
        let head = "HTTP/1.1 200 OK\r\nMemos-Hub: \(FakeHub.id)\r\nContent-Length: 9223372036854775807\r\n\r\n"
        try await withHub(answer: { _ in .raw(head) }) { hub in
            let fault = try await outcome(of: hub).failure
            #expect(fault?.kind == .oversized)
        }
    }

    @Test("Silence, half an answer and hanging up end as faults in their time") func silence() async throws {
        let half = "HTTP/1.1 200 OK\r\nMemos-Hub: \(FakeHub.id)\r\nContent-Length: 50\r\n\r\n{"
        for answer in [FakeHub.Answer.silence, .raw(half)] {
            try await withHub(answer: { _ in answer }) { hub in
                let fault = try await outcome(of: hub, limit: .milliseconds(300)).failure
                #expect(fault?.kind == .late)
            }
        }
        try await withHub(answer: { _ in .hangUp }) { hub in
            let fault = try await outcome(of: hub).failure
            #expect(fault?.kind == .unreachable)
        }
    }

    @Test("What is no JSON object, or no HTTP, is an error")
    func nonsense() async throws {
        for body in ["", "[]", "nul", "{\"a\":\u{1}}", String(repeating: "[", count: 100)] {
            let text =
                "HTTP/1.1 200 OK\r\nMemos-Hub: \(FakeHub.id)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            try await withHub(answer: { _ in .raw(text) }) { hub in
                let fault = try await outcome(of: hub).failure
                #expect(fault?.kind == .nonsense)
            }
        }
        try await withHub(answer: { _ in .raw("SSH-2.0-x\r\n\r\n") }) { hub in
            let fault = try await outcome(of: hub).failure
            #expect([.nonsense, .unreachable].contains(fault?.kind))
        }
    }

    @Test("Nobody at the address, and somebody without encryption, are told apart") func absent() async throws {
        let hub = try await FakeHub.start { _ in .json([:]) }
        let fault = try await outcome(of: hub, trust: .pinned(identity.certificateDER)).failure
        // Who waits for the end of a request says nothing to a handshake.
        #expect(fault?.kind == .insecure || fault?.kind == .late)
        await hub.stop()
        let gone = try await outcome(of: hub).failure
        #expect(gone?.kind == .unreachable)
    }

    @Test("Bytes that are no certificate are refused") func brokenPin() {
        #expect(throws: HubFault.self) {
            _ = try HubChannel(address: HubAddress("hub.local")!, trust: .pinned([1, 2, 3]), hub: nil)
        }
    }
}

extension Result {
    var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
