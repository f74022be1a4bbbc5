import BinaryText
import CSodium
import Digest

/// The public half of a device's Ed25519 key (RFC 8032): who somebody is, for everybody else.
package struct VerifyingKey: Sendable, Hashable {
    // Four words instead of an array: such keys are the keys of every table of a team's state. No SIMD vector: what must
    // lie at multiples of 32 bytes is written beyond the frames of asynchronous functions (Swift 6.3).
    private let words: (first: UInt64, second: UInt64, third: UInt64, fourth: UInt64)

    /// - Parameter bytes: 32, otherwise `nil`. Any 32 bytes are taken; what is no point of the curve verifies nothing.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        words = bytes.withUnsafeBytes { bytes in
            func word(_ number: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: 8 * number, as: UInt64.self) }
            return (word(0), word(1), word(2), word(3))
        }
    }

    package static func == (one: VerifyingKey, other: VerifyingKey) -> Bool { one.words == other.words }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.first)
        hasher.combine(words.second)
        hasher.combine(words.third)
        hasher.combine(words.fourth)
    }

    /// - Parameter hex: 64 lowercase hexadecimal digits, otherwise `nil`.
    package init?(hex: String) {
        guard hex.utf8.count == 64, let bytes = Hexadecimal.bytes(of: hex) else { return nil }
        self.init(bytes: bytes)
    }

    package var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    package var hex: String { Hexadecimal.text(of: bytes) }

    /// What people compare: the first 16 bytes of the key's SHA-256 as eight groups of four hexadecimal digits.
    package var fingerprint: String {
        let digits = Array(SHA256.hexDigest(of: bytes).prefix(32))
        return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<$0 + 4]) }.joined(separator: " ")
    }

    /// - Parameter signature: 64 bytes. Keys of small order and signatures that are not in their one form are refused.
    package func isValid(signature: [UInt8], for message: [UInt8]) -> Bool {
        _ = Sodium.isReady
        guard signature.count == 64 else { return false }
        return crypto_sign_verify_detached(signature, message, UInt64(message.count), bytes) == 0
    }
}

extension VerifyingKey: Comparable {
    /// In the order of their bytes, which is that of their texts.
    package static func < (one: VerifyingKey, other: VerifyingKey) -> Bool {
        one.ordered < other.ordered
    }

    private var ordered: (UInt64, UInt64, UInt64, UInt64) {
        (words.first.bigEndian, words.second.bigEndian, words.third.bigEndian, words.fourth.bigEndian)
    }
}
