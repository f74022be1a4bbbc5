import CDigest

/// A key of 32 bytes out of a password, by PBKDF2 with HMAC-SHA-256 (RFC 8018), which may be run in pieces.
package struct PBKDF2: Sendable {
    private let inner: [UInt32]
    private let outer: [UInt32]
    private var last: [UInt32]
    private var sum = [UInt32](repeating: 0, count: 8)
    private var isBegun = false
    private let salt: [UInt8]
    private let block: [UInt8]

    package init(password: [UInt8], salt: [UInt8]) {
        var key = password
        if key.count > 64 {
            var hash = SHA256()
            key.withUnsafeBytes { hash.update($0) }
            key = hash.finalize()
        }
        key += repeatElement(0, count: 64 - key.count)
        inner = SHA256.state(after: key.map { $0 ^ 0x36 })
        outer = SHA256.state(after: key.map { $0 ^ 0x5C })
        last = inner
        self.salt = salt
        block = key
    }

    /// Runs so many more iterations, at least one.
    package mutating func run(iterations: Int) {
        var left = iterations
        if !isBegun {
            isBegun = true
            last = first
            sum = last
            left -= 1
        }
        if left > 0 { memos_pbkdf2_sha256(inner, outer, &last, &sum, left) }
    }

    /// The key after the iterations so far.
    package var key: [UInt8] { SHA256.bytes(of: sum) }

    /// The first iteration reads the salt and the number of the block, which is 1.
    private var first: [UInt32] {
        var inside = SHA256()
        for part in [block.map { $0 ^ 0x36 }, salt, [0, 0, 0, 1]] { part.withUnsafeBytes { inside.update($0) } }
        var outside = SHA256()
        for part in [block.map { $0 ^ 0x5C }, inside.finalize()] { part.withUnsafeBytes { outside.update($0) } }
        return SHA256.words(of: outside.finalize())
    }
}
