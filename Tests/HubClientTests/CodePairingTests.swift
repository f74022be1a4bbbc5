import BinaryText
import HubClient
import JSONText
import MemoryModel
import Signing
import Synchronization
import Testing

/// The hub's half of a pairing, and ways to spoil it.
final class PairingDesk: Sendable {
    enum Spoil: Sendable {
        case nothing, ownSession, wrongConfirmation, alteredSeal, noSeal, zeroShare, reflectedShare, sealedByClientKey
    }

    let identity = CertificateIdentity(key: SigningKey(), name: "a hub")
    let code: PairingCode
    let spoil: Spoil
    let welcome: JSON?
    private let keys = Mutex<AgreedKeys?>(nil)
    /// What the client sealed.
    let introduction = Mutex<JSON?>(nil)
    private let transcript = Mutex<[UInt8]>([])

    init(_ code: PairingCode, spoil: Spoil = .nothing, welcome: JSON? = nil) {
        self.code = code
        self.spoil = spoil
        self.welcome = welcome
    }

    var usualWelcome: JSON {
        [
            "hub": .string(FakeHub.id), "name": "Team",
            "certificate": .string(Base64.text(of: identity.certificateDER)),
            "roots": [.string(SigningKey().verifyingKey.hex)], "state": "pending", "token": "token-1",
        ]
    }

    func answer(_ request: FakeHub.Request) -> FakeHub.Answer {
        switch request.path {
        case "/hub/v1/pair/start": start(request)
        case "/hub/v1/pair/finish": finish(request)
        default: .json([:], status: 404)
        }
    }

    private func start(_ request: FakeHub.Request) -> FakeHub.Answer {
        guard let session = request.json?["session"]?.string.flatMap(Hexadecimal.bytes(of:)),
            let peer = request.json?["share"]?.string.flatMap(Hexadecimal.bytes(of:)),
            request.json?["handle"]?.string == code.handle
        else { return .json([:], status: 400) }
        let exchange = CodeExchange(code: code.symbols, session: session, channel: Array("memos-hub".utf8))
        var share = exchange.share
        keys.withLock { $0 = try? exchange.finish(peer: peer, role: .hub) }
        if spoil == .zeroShare { share = [UInt8](repeating: 0, count: 32) }
        if spoil == .reflectedShare { share = peer }
        let whole = (spoil == .ownSession ? RandomBytes.make(16) : session) + RandomBytes.make(16)
        transcript.withLock { $0 = Array("memos-pair-v1\n".utf8) + whole + peer + share }
        return .json([
            "run": "run-1", "session": .string(Hexadecimal.text(of: whole)),
            "share": .string(Hexadecimal.text(of: share)),
        ])
    }

    private func finish(_ request: FakeHub.Request) -> FakeHub.Answer {
        guard let keys = keys.withLock({ $0 }),
            let proof = request.json?["confirmation"]?.string.flatMap(Hexadecimal.bytes(of:)),
            keys.isConfirmation(proof, of: .client),
            let sealed = request.json?["sealed"]?.string.flatMap({ Base64.bytes(of: $0) }),
            let opened = keys.open(sealed, from: .client), let said = try? JSON(parsing: opened)
        else { return .json(["error": ["code": "forbidden", "message": "No."]], status: 403) }
        introduction.withLock { $0 = said }
        var confirmation = keys.confirmation(of: .hub)
        if spoil == .wrongConfirmation { confirmation[0] ^= 1 }
        var seal = keys.seal((welcome ?? usualWelcome).utf8Text, by: spoil == .sealedByClientKey ? .client : .hub)
        if spoil == .alteredSeal { seal[30] ^= 1 }
        return .json(
            .object(present: [
                ("confirmation", .string(Hexadecimal.text(of: confirmation))),
                ("sealed", spoil == .noSeal ? nil : .string(Base64.text(of: seal))),
            ]))
    }

    var said: [UInt8] { transcript.withLock { $0 } }
}

@Suite struct CodePairingTests {
    private let key = SigningKey()

    private func pair(
        with desk: PairingDesk, code: PairingCode? = nil
    ) async throws -> (welcome: HubWelcome?, fault: HubFault?) {
        let hub = try await FakeHub.start(certificate: desk.identity) { desk.answer($0) }
        let address = try #require(HubAddress("127.0.0.1:\(hub.port)"))
        let pairing = CodePairing(
            address: address, code: code ?? desk.code, name: "Ada", deviceName: "laptop", key: key)
        var (welcome, fault): (HubWelcome?, HubFault?) = (nil, nil)
        do throws(HubFault) { welcome = try await pairing.run() } catch { fault = error }
        await hub.stop()
        return (welcome, fault)
    }

    @Test("With the right code both sides learn what they need, and the client shows that the key is its own")
    func right() async throws {
        let desk = PairingDesk(PairingCode())
        let outcome = try await pair(with: desk)
        let welcome = try #require(outcome.welcome)
        #expect(welcome.hub == FakeHub.id && welcome.name == "Team" && welcome.token == "token-1")
        #expect(welcome.certificate == desk.identity.certificateDER)
        #expect(!welcome.isActive && welcome.roots.count == 1)
        let said = try #require(desk.introduction.withLock { $0 })
        #expect(said["name"] == "Ada" && said["deviceName"] == "laptop")
        #expect(said["device"]?.string == key.verifyingKey.hex)
        let proof = try #require(said["proof"]?.string.flatMap { Base64.bytes(of: $0) })
        #expect(key.verifyingKey.isValid(signature: proof, for: desk.said))
    }

    @Test("A wrong secret fails as a wrong code, and nothing was told") func wrong() async throws {
        let desk = PairingDesk(PairingCode())
        let other = try #require(PairingCode(desk.code.handle + PairingCode().symbols.suffix(8)))
        let fault = try await pair(with: desk, code: other).fault
        #expect(fault?.kind == .code)
        #expect(fault?.memoryError.code == .hubRefused)
        #expect(desk.introduction.withLock { $0 } == nil)
    }

    @Test(
        "Whoever does not know the code cannot end a pairing",
        arguments: [
            PairingDesk.Spoil.ownSession, .wrongConfirmation, .alteredSeal, .noSeal, .zeroShare, .reflectedShare,
            .sealedByClientKey,
        ])
    func spoilt(_ spoil: PairingDesk.Spoil) async throws {
        let desk = PairingDesk(PairingCode(), spoil: spoil)
        let fault = try await pair(with: desk).fault
        #expect(fault?.kind == (spoil == .ownSession ? .nonsense : .code))
    }

    @Test("A welcome that lacks something, or holds too much, is refused") func welcomes() async throws {
        let usual = PairingDesk(PairingCode()).usualWelcome
        let changes: [(String, JSON?)] = [
            ("hub", nil), ("hub", "short"), ("certificate", "%%%"), ("certificate", ""), ("token", "a b"),
            ("token", "line\nfeed"), ("token", .string(String(repeating: "t", count: 300))), ("roots", ["00"]),
            ("roots", .array(Array(repeating: .string(SigningKey().verifyingKey.hex), count: 65))), ("roots", nil),
        ]
        for (member, value) in changes {
            var welcome = usual
            welcome[member] = value
            let fault = try await pair(with: PairingDesk(PairingCode(), welcome: welcome)).fault
            #expect(fault?.kind == .nonsense, "\(member)")
        }
    }
}
