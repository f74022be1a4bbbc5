package import JSONText

/// One line of a hub's audit log: who did what to what.
package struct AuditEntry: Sendable, Hashable {
    /// From 1, without gaps.
    package let seq: Int
    /// The hub's clock, in milliseconds since 1970.
    package let at: Int64
    /// The device that asked, in hexadecimal digits, or `hub` for what was done on the hub's machine.
    package let actor: String
    package let action: String
    package let subject: String
    package let details: JSONObject
    /// The link of the chain after this entry.
    package let hash: String

    /// The entry that follows the link `previous`.
    ///
    /// - Throws: `not_canonical` when the details hold a fraction, a key twice or the character zero.
    package init(
        seq: Int, at: Int64, actor: String, action: String, subject: String, details: JSONObject,
        after previous: String
    ) throws(StatementFault) {
        let text = try Self.canonicalText(
            seq: seq, at: at, actor: actor, action: action, subject: subject, details: details)
        self.init(
            seq: seq, at: at, actor: actor, action: action, subject: subject, details: details,
            hash: HashChain.link(after: previous, entry: text))
    }

    /// An entry as it was stored or sent, whether its link is right or not.
    package init(
        seq: Int, at: Int64, actor: String, action: String, subject: String, details: JSONObject, hash: String
    ) {
        self.seq = seq
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.details = details
        self.hash = hash
    }

    /// Whether it follows the link `previous` unchanged.
    package func follows(_ previous: String) -> Bool {
        let text = try? Self.canonicalText(
            seq: seq, at: at, actor: actor, action: action, subject: subject, details: details)
        return text.map { HashChain.link(after: previous, entry: $0) } == hash
    }

    private static func canonicalText(
        seq: Int, at: Int64, actor: String, action: String, subject: String, details: JSONObject
    ) throws(StatementFault) -> String {
        let entry: JSON = [
            "action": .string(action), "actor": .string(actor), "at": .integer(at), "details": .object(details),
            "seq": JSON(seq), "subject": .string(subject),
        ]
        return String(decoding: try entry.canonicalBytes(), as: UTF8.self)
    }
}
