import JSONText
package import Signing

/// Something counts no longer, and never again.
package struct RevocationStatement: Sendable, Equatable {
    package enum Subject: Sendable, Hashable {
        /// One version of an item.
        case envelope(EnvelopeID)
        /// All versions of an item, those to come included.
        case item(String)
        case device(VerifyingKey)
        /// All devices that were ever granted to this member, those to come included.
        case member(String)
    }

    package var subject: Subject
    /// At most 1,000 bytes.
    package var reason: String
    /// For devices and members: what of theirs goes on counting. With several revocations, what all of them keep.
    package let keeps: [EnvelopeID]
    /// For devices and members: the key may be in foreign hands, so that the grants it signed give nobody access any
    /// more, but for those in `keeps`. Without it they stay.
    package var isCompromised: Bool

    package init(subject: Subject, reason: String, keeps: [EnvelopeID] = [], isCompromised: Bool = false) {
        self.subject = subject
        self.reason = reason
        self.keeps = Set(keeps).sorted()
        self.isCompromised = isCompromised
    }

    private enum SubjectKind: String, CaseIterable { case envelope, item, device, member }

    static let required = ["subject", "reason", "keeps"]
    static let optional = ["compromised"]

    init(reader: StatementReader) throws(StatementFault) {
        let part = try StatementReader(reader["subject"], place: "subject", required: ["kind", "id"])
        let subject: Subject =
            switch try part.word("kind", of: SubjectKind.self) {
            case .envelope: .envelope(try part.digits("id", count: 64))
            case .item: .item(try part.digits("id", count: 32))
            case .device: .device(try part.key("id"))
            case .member: .member(try part.slug("id"))
            }
        self.init(
            subject: subject, reason: try reader.text("reason", bytes: 0...1000),
            keeps: try reader.ids("keeps", counts: 0...15_000),
            isCompromised: reader.has("compromised") ? try reader.boolean("compromised") : false)
        // One form: what is not so is not said.
        if reader.has("compromised"), !isCompromised { throw reader.fault("compromised", "true or absent") }
    }

    var members: [(String, JSON?)] {
        let (kind, id): (SubjectKind, String) =
            switch subject {
            case .envelope(let id): (.envelope, id)
            case .item(let item): (.item, item)
            case .device(let key): (.device, key.hex)
            case .member(let member): (.member, member)
            }
        return [
            ("subject", ["kind": .string(kind.rawValue), "id": .string(id)]), ("reason", .string(reason)),
            ("keeps", JSON(keeps)), ("compromised", isCompromised ? true : nil),
        ]
    }
}
