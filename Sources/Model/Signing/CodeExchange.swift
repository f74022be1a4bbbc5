import CSodium

/// One side of an agreement on keys by a short code: CPace over ristretto255 with SHA-512, initiator and responder
/// (draft-irtf-cfrg-cpace), both without associated data of their own.
///
/// Who listens learns nothing about the code; who takes part with a wrong one learns that it was wrong, one guess a run.
/// So a hub counts runs, and answers nothing that depends on the keys before the client has confirmed them.
package struct CodeExchange: Sendable {
    package enum Role: String, Sendable {
        /// Speaks first.
        case client
        case hub

        var other: Role { self == .client ? .hub : .client }
    }

    /// 32 bytes for the other side.
    package let share: [UInt8]
    private let scalar: [UInt8]
    private let session: [UInt8]

    /// - Parameters:
    ///   - code: `PairingCode.symbols`.
    ///   - session: what makes this run another than all before, the same on both sides: the client's 16 random bytes.
    ///   - channel: what is being paired, the same on both sides.
    package init(code: String, session: [UInt8], channel: [UInt8]) {
        _ = Sodium.isReady
        var scalar = [UInt8](repeating: 0, count: 32)
        crypto_core_ristretto255_scalar_random(&scalar)
        self.init(password: Array(code.utf8), session: session, channel: channel, scalar: scalar)
    }

    init(password: [UInt8], session: [UInt8], channel: [UInt8], scalar: [UInt8]) {
        self.scalar = scalar
        self.session = session
        let generator = Self.generator(password: password, session: session, channel: channel)
        // A neutral share, which happens once in 2^252, is refused by the other side.
        share = Self.product(scalar, generator) ?? [UInt8](repeating: 0, count: 32)
    }

    /// - Parameters:
    ///   - peer: the other side's share.
    ///   - role: our own.
    /// - Returns: keys that are the same on both sides when the codes were; otherwise keys nobody else has.
    package consuming func finish(peer: [UInt8], role: Role) throws(SigningFault) -> AgreedKeys {
        if peer == share { throw .reflectedShare }
        guard let point = Self.product(scalar, peer) else { throw .invalidShare }
        let (first, second) = role == .client ? (share, peer) : (peer, share)
        let key = Self.sessionKey(session: session, point: point, first: (first, []), second: (second, []))
        return AgreedKeys(sessionKey: key, session: session, shares: (client: first, hub: second))
    }

    /// - Parameters:
    ///   - first: what the initiator sent: its share and its associated data.
    ///   - second: what the responder sent.
    /// - Returns: the draft's intermediate session key, 64 bytes.
    static func sessionKey(
        session: [UInt8], point: [UInt8], first: ([UInt8], [UInt8]), second: ([UInt8], [UInt8])
    ) -> [UInt8] {
        Sodium.sha512(
            joined([keyDomain, session, point]) + joined([first.0, first.1]) + joined([second.0, second.1]))
    }

    private static let domain = Array("CPaceRistretto255".utf8)
    private static let keyDomain = Array("CPaceRistretto255_ISK".utf8)
    /// What SHA-512 takes at once.
    private static let blockSize = 128

    /// The element that follows from the code; the padding keeps code and context in different blocks of the hash.
    static func generator(password: [UInt8], session: [UInt8], channel: [UInt8]) -> [UInt8] {
        let used = joined([domain, password]).count
        let padding = [UInt8](repeating: 0, count: max(0, blockSize - used - 1))
        let digest = Sodium.sha512(joined([domain, password, padding, channel, session]))
        var generator = [UInt8](repeating: 0, count: 32)
        _ = crypto_core_ristretto255_from_hash(&generator, digest)
        return generator
    }

    /// - Returns: `nil` when the point is not the one form of an element, or the product is the neutral element.
    static func product(_ scalar: [UInt8], _ point: [UInt8]) -> [UInt8]? {
        guard point.count == 32 else { return nil }
        var product = [UInt8](repeating: 0, count: 32)
        return crypto_scalarmult_ristretto255(&product, scalar, point) == 0 ? product : nil
    }

    /// The parts one after the other, each behind its length in LEB128.
    static func joined(_ parts: [[UInt8]]) -> [UInt8] {
        parts.flatMap { part in
            var prefix: [UInt8] = []
            var rest = part.count
            repeat {
                prefix.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
                rest >>= 7
            } while rest > 0
            return prefix + part
        }
    }
}
