import CSodium

/// A device's Ed25519 key (RFC 8032). Never in a database, an export or a log.
package struct SigningKey: Sendable {
    /// 32 bytes from which all of it follows.
    package let seed: [UInt8]
    package let verifyingKey: VerifyingKey
    private let secret: [UInt8]

    /// A new one.
    package init() { self.init(known: RandomBytes.make(32)) }

    /// - Parameter seed: 32 bytes, otherwise `nil`.
    package init?(seed: [UInt8]) {
        guard seed.count == 32 else { return nil }
        self.init(known: seed)
    }

    private init(known seed: [UInt8]) {
        _ = Sodium.isReady
        var publicBytes = [UInt8](repeating: 0, count: 32)
        var secret = [UInt8](repeating: 0, count: 64)
        _ = crypto_sign_seed_keypair(&publicBytes, &secret, seed)
        guard let verifyingKey = VerifyingKey(bytes: publicBytes) else { preconditionFailure("a key of 32 bytes") }
        self.seed = seed
        self.verifyingKey = verifyingKey
        self.secret = secret
    }

    /// - Returns: 64 bytes, the same for the same message.
    package func signature(for message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: 64)
        _ = crypto_sign_detached(&signature, nil, message, UInt64(message.count), secret)
        return signature
    }
}
