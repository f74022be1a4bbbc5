import CSodium

/// What two sides have after a `CodeExchange`: a proof each, and a key each to seal with.
///
/// The client proves first. A hub that answered a wrong proof with anything sealed would let a code be guessed at leisure.
package struct AgreedKeys: Sendable {
    private let clientProof: [UInt8]
    private let hubProof: [UInt8]
    private let clientKey: [UInt8]
    private let hubKey: [UInt8]

    /// The proofs are the draft's: a message authentication code over the share that was sent.
    init(sessionKey: [UInt8], session: [UInt8], shares: (client: [UInt8], hub: [UInt8])) {
        let proofKey = Sodium.sha512(Array("CPaceMac".utf8) + session + sessionKey)
        clientProof = Sodium.code(of: CodeExchange.joined([shares.client, []]), key: proofKey)
        hubProof = Sodium.code(of: CodeExchange.joined([shares.hub, []]), key: proofKey)
        clientKey = Sodium.code(of: Array("memos-hub sealed by client".utf8), key: sessionKey)
        hubKey = Sodium.code(of: Array("memos-hub sealed by hub".utf8), key: sessionKey)
    }

    /// From `bytes`, so that another process of the same hub can end what one began.
    /// - Returns: `nil` for anything but 128 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 128 else { return nil }
        clientProof = Array(bytes[0..<32])
        hubProof = Array(bytes[32..<64])
        clientKey = Array(bytes[64..<96])
        hubKey = Array(bytes[96..<128])
    }

    /// Secret: 128 bytes.
    package var bytes: [UInt8] { clientProof + hubProof + clientKey + hubKey }

    /// What that side sends to prove that it had the right code: 32 bytes.
    package func confirmation(of role: CodeExchange.Role) -> [UInt8] { role == .client ? clientProof : hubProof }

    /// Whether these bytes are that side's proof, in constant time.
    package func isConfirmation(_ bytes: [UInt8], of role: CodeExchange.Role) -> Bool {
        Sodium.areEqual(bytes, confirmation(of: role))
    }

    /// Encrypts what that side says (XChaCha20-Poly1305); the random nonce of 24 bytes stands in front.
    package func seal(_ message: [UInt8], by role: CodeExchange.Role) -> [UInt8] {
        let nonce = RandomBytes.make(24)
        var sealed = [UInt8](repeating: 0, count: message.count + 16)
        _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
            &sealed, nil, message, UInt64(message.count), nil, 0, nil, nonce, key(of: role))
        return nonce + sealed
    }

    /// - Returns: `nil` for what that side did not seal with these keys, or what was altered.
    package func open(_ sealed: [UInt8], from role: CodeExchange.Role) -> [UInt8]? {
        guard sealed.count >= 40 else { return nil }
        let rest = Array(sealed[24...])
        // One byte more than needed, so that an empty message has an address too.
        var message = [UInt8](repeating: 0, count: rest.count - 15)
        let status = crypto_aead_xchacha20poly1305_ietf_decrypt(
            &message, nil, nil, rest, UInt64(rest.count), nil, 0, Array(sealed[..<24]), key(of: role))
        return status == 0 ? message.dropLast() : nil
    }

    private func key(of role: CodeExchange.Role) -> [UInt8] { role == .client ? clientKey : hubKey }
}
