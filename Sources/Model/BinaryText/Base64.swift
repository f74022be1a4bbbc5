import CSodium

/// Base 64 with padding (RFC 4648, 4), or without and safe in addresses (RFC 4648, 5).
package enum Base64 {
    package enum Alphabet: Sendable {
        case standard, address

        var variant: Int32 {
            switch self {
            case .standard: sodium_base64_VARIANT_ORIGINAL
            case .address: sodium_base64_VARIANT_URLSAFE_NO_PADDING
            }
        }
    }

    package static func text(of bytes: [UInt8], alphabet: Alphabet = .standard) -> String {
        // With the zero at the end that the C library writes.
        let capacity = sodium_base64_encoded_len(bytes.count, alphabet.variant)
        var characters = [CChar](repeating: 0, count: capacity)
        _ = sodium_bin2base64(&characters, capacity, bytes, bytes.count, alphabet.variant)
        return String(decoding: characters.dropLast().lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// - Returns: `nil` for anything but the one text of some bytes: no white space, no missing padding, no bits left
    ///   over.
    package static func bytes(of text: String, alphabet: Alphabet = .standard) -> [UInt8]? {
        var characters: [CChar] = []
        characters.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            // The C library takes some bytes beyond ASCII for digits.
            guard byte < 0x80 else { return nil }
            characters.append(CChar(byte))
        }
        var bytes = [UInt8](repeating: 0, count: characters.count / 4 * 3 + 3)
        var count = 0
        let status = sodium_base642bin(
            &bytes, bytes.count, characters, characters.count, nil, &count, nil, alphabet.variant)
        guard status == 0 else { return nil }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
