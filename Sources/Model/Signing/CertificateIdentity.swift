import Digest

/// A hub's certificate: X.509 version 3, signed by its own Ed25519 key (RFC 5280, RFC 8410).
///
/// It follows from key and name alone, and holds from 2000 to 9999: what a client pinned can be made again from the key,
/// and a wrong clock locks nobody out. The client trusts exactly these bytes, so no name in it is ever compared.
package struct CertificateIdentity: Sendable {
    package let certificateDER: [UInt8]
    /// PKCS #8.
    package let privateKeyDER: [UInt8]

    /// SHA-256 of the certificate, 64 hexadecimal digits.
    package var fingerprint: String { SHA256.hexDigest(of: certificateDER) }

    /// The name every hub's certificate is for, whatever address it is reached by.
    package static let serverName = "memos-hub"

    /// - Parameter name: what people call the hub; cut to the 64 characters a certificate allows.
    package init(key: SigningKey, name: String) {
        let algorithm = DER.sequence(DER.identifier(Self.ed25519))
        let publicKey = key.verifyingKey.bytes
        let title = name.isEmpty ? Self.serverName : String(String.UnicodeScalarView(name.unicodeScalars.prefix(64)))
        let holder = DER.sequence(DER.set(DER.sequence(DER.identifier(Self.commonName), DER.text(title))))
        let content = DER.sequence(
            DER.tagged(0, isConstructed: true, DER.integer([2])),
            DER.integer(Self.serial(of: publicKey)),
            algorithm,
            holder,
            DER.sequence(DER.shortTime("000101000000Z"), DER.longTime("99991231235959Z")),
            holder,
            DER.sequence(algorithm, DER.bitString(publicKey)),
            DER.tagged(3, isConstructed: true, Self.extensions(publicKey: publicKey)))
        certificateDER = DER.sequence(content, algorithm, DER.bitString(key.signature(for: content)))
        privateKeyDER = DER.sequence(DER.integer([0]), algorithm, DER.octetString(DER.octetString(key.seed)))
    }

    private static let ed25519: [UInt8] = [0x2B, 0x65, 0x70]
    private static let commonName: [UInt8] = [0x55, 0x04, 0x03]
    private static let subjectKeyIdentifier: [UInt8] = [0x55, 0x1D, 0x0E]
    private static let keyUsage: [UInt8] = [0x55, 0x1D, 0x0F]
    private static let subjectAlternativeName: [UInt8] = [0x55, 0x1D, 0x11]
    private static let basicConstraints: [UInt8] = [0x55, 0x1D, 0x13]

    /// 16 bytes of the key's hash; the first is made positive and not zero.
    private static func serial(of publicKey: [UInt8]) -> [UInt8] {
        var serial = Array(digest(of: publicKey).prefix(16))
        serial[0] = serial[0] & 0x7F | 0x40
        return serial
    }

    /// It is its own authority, so it must be allowed to sign certificates as well as to be a server.
    private static func extensions(publicKey: [UInt8]) -> [UInt8] {
        DER.sequence(
            DER.sequence(
                DER.identifier(subjectKeyIdentifier),
                DER.octetString(DER.octetString(Array(digest(of: publicKey).suffix(20))))),
            // Bits 0 and 5: digital signature, signature of certificates.
            DER.sequence(
                DER.identifier(keyUsage), DER.boolean(true), DER.octetString(DER.bitString([0x84], unusedBits: 2))),
            DER.sequence(
                DER.identifier(subjectAlternativeName),
                DER.octetString(DER.sequence(DER.tagged(2, isConstructed: false, Array(serverName.utf8))))),
            DER.sequence(
                DER.identifier(basicConstraints), DER.boolean(true),
                DER.octetString(DER.sequence(DER.boolean(true)))))
    }

    private static func digest(of bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update($0) }
        return hash.finalize()
    }
}
