import Digest

/// Random words that let somebody in, and how they are kept: not themselves but their digests, so that a file of them
/// lets nobody in. With 256 random bits a plain digest is enough; only what people think of needs a slow one.
enum AccessSecret {
    static let tokenPrefix = "memos_"

    /// 256 random bits as 64 hexadecimal digits.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        for _ in 0..<4 { withUnsafeBytes(of: generator.next()) { bytes += $0 } }
        return SHA256.hexadecimal(bytes)
    }

    /// A short name that tells one of ours from another; it lets nobody in.
    static func identifier(_ prefix: String) -> String {
        prefix + "_" + random().prefix(16)
    }

    static func digest(_ secret: String) -> String {
        SHA256.hexDigest(of: Array(secret.utf8))
    }

    /// What a page of this session sends along with each change. It follows from the secret in the cookie, which no
    /// script can read, and says nothing of it.
    static func formMark(of session: String) -> String {
        digest("form mark\n" + session)
    }

    /// Takes the same time wherever the texts differ.
    static func isEqual(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
