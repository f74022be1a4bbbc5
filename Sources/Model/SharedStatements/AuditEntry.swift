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
    package init(
        seq: Int, at: Int64, actor: String, action: String, subject: String, details: JSONObject,
        after previous: String
    ) {
        self.init(
            seq: seq, at: at, actor: actor, action: action, subject: subject, details: details,
            hash: HashChain.link(
                after: previous,
                entry: Self.canonicalText(
                    seq: seq, at: at, actor: actor, action: action, subject: subject, details: details)))
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
        let text = Self.canonicalText(
            seq: seq, at: at, actor: actor, action: action, subject: subject, details: details)
        return HashChain.link(after: previous, entry: text) == hash
    }

    private static func canonicalText(
        seq: Int, at: Int64, actor: String, action: String, subject: String, details: JSONObject
    ) -> String {
        let entry: JSON = [
            "action": .string(action), "actor": .string(actor), "at": .integer(at), "details": .object(details),
            "seq": JSON(seq), "subject": .string(subject),
        ]
        return entry.canonical.text
    }
}
