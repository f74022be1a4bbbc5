import Signing
import Testing

@testable import HubServer

@Suite("tokens and pairings at rest") struct TokenSecretTests {
    @Test("a token is 32 bytes that nobody has seen before, kept by its digest")
    func tokens() {
        let tokens = Set((0..<100).map { _ in TokenSecret.random() })
        #expect(tokens.count == 100 && tokens.allSatisfy { $0.utf8.count == 43 })
        #expect(TokenSecret.digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test("the header is read as it is written by others, and no longer than it may be")
    func bearers() {
        #expect(TokenSecret.bearer(in: "Bearer abc") == "abc")
        #expect(TokenSecret.bearer(in: "bearer abc") == "abc")
        for header in [nil, "", "Bearer", "Bearer ", "Basic abc", "Bearer " + String(repeating: "a", count: 300)] {
            #expect(TokenSecret.bearer(in: header) == nil)
        }
    }

    @Test("a pairing that was begun goes on where it was")
    func pairing() throws {
        let session = RandomBytes.make(16)
        let client = CodeExchange(code: "000000000000", session: session, channel: [1])
        let hub = CodeExchange(code: "000000000000", session: session, channel: [1])
        let shares = (client.share, hub.share)
        let keys = try hub.finish(peer: shares.0, role: .hub)
        let state = PairingState(
            keys: keys, session: session + RandomBytes.make(16), clientShare: shares.0, hubShare: shares.1)
        let again = try #require(PairingState(state.text))
        let ours = try client.finish(peer: shares.1, role: .client)
        #expect(again.keys.isConfirmation(ours.confirmation(of: .client), of: .client))
        #expect(again.session == state.session && again.clientShare == shares.0 && again.hubShare == shares.1)
        #expect(PairingState("AAAA") == nil && PairingState("") == nil)
    }
}
