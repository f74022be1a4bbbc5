import Digest
package import Signing

/// What makes a hub the one its members pinned: its key, and what follows from it.
package struct HubCredentials: Sendable {
    package let key: SigningKey
    package let certificate: CertificateIdentity
    /// 32 hexadecimal digits: the beginning of the SHA-256 of the public key.
    package let hub: String

    package init(key: SigningKey) {
        self.key = key
        // One name for all: with the hub's own in it, a hub that was renamed would be another one for its members.
        certificate = CertificateIdentity(key: key, name: CertificateIdentity.serverName)
        hub = String(SHA256.hexDigest(of: key.verifyingKey.bytes).prefix(32))
    }
}
