import Digest

/// A list to which is only ever added: each link holds the digest of the one before it, so that whoever knows one link
/// notices when something before it was changed, left out or taken back.
package enum HashChain {
    /// The link before the first entry: 64 zeros.
    package static let start = String(repeating: "0", count: 64)

    /// The link after an entry, in 64 hexadecimal digits: SHA-256 of the link before it, as digits, and the entry.
    ///
    /// - Parameter entry: the id of a statement in the feed; the canonical JSON of an entry of the audit log.
    package static func link(after previous: String, entry: String) -> String {
        SHA256.hexDigest(of: Array(previous.utf8) + Array(entry.utf8))
    }
}
