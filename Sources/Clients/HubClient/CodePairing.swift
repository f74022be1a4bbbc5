import BinaryText
package import JSONText
package import Signing

/// What the sealed answer of a pairing held. It came through the code, so who gave the code stands behind it.
package struct HubWelcome: Sendable {
    package let hub: String
    package let name: String
    /// In DER form; the only one to trust from now on.
    package let certificate: [UInt8]
    package let roots: [VerifyingKey]
    package let isActive: Bool
    package let token: String
    /// The device's grant as the hub has it; not checked.
    package let grant: JSON?

    /// - Throws: `nonsense` for anything that a hub does not say.
    init(_ json: JSON) throws(HubFault) {
        guard let hub = json["hub"]?.string, hub.utf8.count == 32, Hexadecimal.bytes(of: hub) != nil,
            let certificate = json["certificate"]?.string.flatMap({ Base64.bytes(of: $0) }),
            (1...Self.longestCertificate).contains(certificate.count),
            let token = json["token"]?.string, Self.isToken(token),
            let roots = json["roots"]?.array, roots.count <= Self.mostRoots
        else { throw .nonsense("the welcome lacks what it has to hold") }
        self.hub = hub
        let name = HubWords.clean(json["name"]?.string ?? "")
        self.name = name.isEmpty ? "hub" : String(name.prefix(80))
        self.certificate = certificate
        self.token = token
        var keys: [VerifyingKey] = []
        for root in roots {
            guard let key = root.string.flatMap(VerifyingKey.init(hex:)) else { throw .nonsense("a root is no key") }
            keys.append(key)
        }
        self.roots = keys
        isActive = json["state"]?.string == "active"
        grant = json["grant"].flatMap { $0.object == nil ? nil : $0 }
    }

    /// What may stand in a header.
    package static func isToken(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static let longestCertificate = 8192
    private static let mostRoots = 64
}

/// One pairing with a hub by a short code.
///
/// Nothing the other side says is believed before its sealed answer opens: until then neither certificate nor name nor
/// id of it count. Who stands between learns nothing, and can only make it fail.
package struct CodePairing: Sendable {
    package let address: HubAddress
    package let code: PairingCode
    /// The person's name.
    package let name: String
    package let deviceName: String
    package let key: SigningKey

    package init(address: HubAddress, code: PairingCode, name: String, deviceName: String, key: SigningKey) {
        self.address = address
        self.code = code
        self.name = name
        self.deviceName = deviceName
        self.key = key
    }

    package func run() async throws(HubFault) -> HubWelcome {
        let channel = try HubChannel(address: address, trust: .any, hub: nil)
        let outcome: Result<HubWelcome, HubFault>
        do throws(HubFault) { outcome = .success(try await exchange(over: channel)) } catch {
            outcome = .failure(error)
        }
        await channel.shutdown()
        return try outcome.get()
    }

    private func exchange(over channel: HubChannel) async throws(HubFault) -> HubWelcome {
        let opening = RandomBytes.make(16)
        let exchange = CodeExchange(code: code.symbols, session: opening, channel: Array("memos-hub".utf8))
        let share = exchange.share
        let started = try await channel.ask(
            "POST", ["pair", "start"],
            body: [
                "handle": .string(code.handle), "session": .string(Hexadecimal.text(of: opening)),
                "share": .string(Hexadecimal.text(of: share)),
            ])
        let reply = try Reply(started, to: opening)
        let keys = try Self.agreed(exchange, with: reply.share)
        let introduction: JSON = [
            "name": .string(name), "deviceName": .string(deviceName), "device": .string(key.verifyingKey.hex),
            "proof": .string(Base64.text(of: proof(session: reply.session, own: share, peer: reply.share))),
        ]
        let answer: JSON
        do throws(HubFault) {
            answer = try await channel.ask(
                "POST", ["pair", "finish"],
                body: [
                    "run": .string(reply.run),
                    "confirmation": .string(Hexadecimal.text(of: keys.confirmation(of: .client))),
                    "sealed": .string(Base64.text(of: keys.seal(introduction.utf8Text, by: .client))),
                ])
        } catch {
            throw error.kind == .forbidden || error.kind == .notFound ? Self.failure : error
        }
        return try Self.welcome(in: answer, under: keys)
    }

    /// How a hub goes on with a run.
    private struct Reply {
        let run: String
        /// Our 16 bytes and the hub's.
        let session: [UInt8]
        let share: [UInt8]

        init(_ json: JSON, to opening: [UInt8]) throws(HubFault) {
            guard let run = json["run"]?.string, (1...128).contains(run.utf8.count),
                let session = json["session"]?.string.flatMap(Hexadecimal.bytes(of:)), session.count == 32,
                session.starts(with: opening),
                let share = json["share"]?.string.flatMap(Hexadecimal.bytes(of:)), share.count == 32
            else { throw .nonsense("it does not go on with the pairing") }
            (self.run, self.session, self.share) = (run, session, share)
        }
    }

    private static func agreed(_ exchange: CodeExchange, with share: [UInt8]) throws(HubFault) -> AgreedKeys {
        do { return try exchange.finish(peer: share, role: .client) } catch { throw failure }
    }

    private static func welcome(in answer: JSON, under keys: AgreedKeys) throws(HubFault) -> HubWelcome {
        guard let proof = answer["confirmation"]?.string.flatMap(Hexadecimal.bytes(of:)),
            keys.isConfirmation(proof, of: .hub),
            let sealed = answer["sealed"]?.string.flatMap({ Base64.bytes(of: $0) }),
            let opened = keys.open(sealed, from: .hub)
        else { throw failure }
        guard HubReply.isModest(opened), let welcome = try? JSON(parsing: opened, maximumDepth: HubLimits.depth) else {
            throw .nonsense("the welcome is no JSON")
        }
        return try HubWelcome(welcome)
    }

    /// That this run is meant by who holds the device's key: nobody else with a code takes part in its name.
    private func proof(session: [UInt8], own: [UInt8], peer: [UInt8]) -> [UInt8] {
        key.signature(for: Array("memos-pair-v1\n".utf8) + session + own + peer)
    }

    private static let failure = HubFault(
        .code, "The code was not accepted: it is wrong, was used before, or is older than it may be.",
        hint:
            "Compare it with the one that was made, or have a new one made (`memos hub invite`). When it keeps failing "
            + "though it is right, somebody may stand between you and the hub.")
}
