import BinaryText
import Digest
import Signing

/// The random word that lets a device in, and how the hub keeps it: by its digest.
enum TokenSecret {
    /// 32 bytes in base 64 for addresses.
    static func random() -> String {
        Base64.text(of: RandomBytes.make(32), alphabet: .address)
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
}
