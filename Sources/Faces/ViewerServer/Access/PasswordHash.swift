import Digest
import JSONText

/// A password as it is kept: salted and made slow to try (PBKDF2 with HMAC-SHA-256, RFC 8018).
struct PasswordHash: Sendable, Equatable {
    /// OWASP's recommendation for PBKDF2-HMAC-SHA256, 2023. The count lies beside each hash, so that it can grow.
    static let iterations = 600_000

    let iterations: Int
    /// Hexadecimal, as is the hash.
    let salt: String
    let hash: String

    /// Takes about a quarter of a second of one core, in pieces between which others have their turn.
    static func make(_ password: String) async -> PasswordHash {
        let salt = AccessSecret.random()
        let hash = await derive(password, salt: salt, iterations: iterations)
        return PasswordHash(iterations: iterations, salt: salt, hash: hash)
    }

    func matches(_ password: String) async -> Bool {
        AccessSecret.isEqual(await Self.derive(password, salt: salt, iterations: iterations), hash)
    }

    private static func derive(_ password: String, salt: String, iterations: Int) async -> String {
        var derivation = PBKDF2(password: Array(password.utf8), salt: Array(salt.utf8))
        var left = iterations
        while left > 0 {
            derivation.run(iterations: min(left, 8192))
            left -= 8192
            await Task.yield()
        }
        return SHA256.hexadecimal(derivation.key)
    }
}

extension PasswordHash {
    init?(json: JSON) {
        guard let iterations = json["iterations"]?.int, iterations > 0, iterations <= 100_000_000,
            let salt = json["salt"]?.string, let hash = json["hash"]?.string
        else { return nil }
        self.init(iterations: Int(iterations), salt: salt, hash: hash)
    }

    var json: JSON {
        ["iterations": JSON(iterations), "salt": .string(salt), "hash": .string(hash)]
    }
}
