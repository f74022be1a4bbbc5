import CSodium

/// The few primitives of libsodium that several types of this room share.
enum Sodium {
    /// Chooses the fastest code for this processor, once; before it, libsodium is not to be called from several threads.
    static let isReady: Bool = sodium_init() >= 0

    static func sha512(_ message: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 64)
        _ = crypto_hash_sha512(&digest, message, UInt64(message.count))
        return digest
    }

    /// HMAC with SHA-512, cut to its first 32 bytes (RFC 4868, FIPS 198-1), for keys of any length.
    static func code(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        var state = crypto_auth_hmacsha512256_state()
        var code = [UInt8](repeating: 0, count: 32)
        _ = crypto_auth_hmacsha512256_init(&state, key, key.count)
        _ = crypto_auth_hmacsha512256_update(&state, message, UInt64(message.count))
        _ = crypto_auth_hmacsha512256_final(&state, &code)
        return code
    }

    /// Whether two texts of bytes are the same, in a time that depends on their length only.
    static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && sodium_memcmp(a, b, a.count) == 0
    }
}
