import Digest
import Signing

/// The random word that lets a device in, and how the hub keeps it: by its digest.
enum TokenSecret {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    /// 32 bytes in base64url without padding.
    static let length = 43

    static func random() -> String {
        text(of: RandomBytes.make(32))
    }

    /// A short name of one among others; it lets nobody in.
    static func identifier() -> String {
        "tk_" + SHA256.hexadecimal(RandomBytes.make(8))
    }

    static func digest(_ token: String) -> String {
        SHA256.hexDigest(of: Array(token.utf8))
    }

    /// The word behind `Bearer`; `nil` when the header is absent or speaks of something else.
    static func bearer(in header: String?) -> String? {
        guard let header, header.utf8.count <= 256, header.prefix(7).lowercased() == "bearer " else { return nil }
        let word = header.dropFirst(7)
        return word.isEmpty ? nil : String(word)
    }

    private static func text(of bytes: [UInt8]) -> String {
        var text = ""
        var (buffer, bits) = (0, 0)
        for byte in bytes {
            (buffer, bits) = (buffer << 8 | Int(byte), bits + 8)
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[buffer >> bits & 63])
            }
            buffer &= (1 << bits) - 1
        }
        if bits > 0 { text.append(alphabet[buffer << (6 - bits) & 63]) }
        return text
    }
}
