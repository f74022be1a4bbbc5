import Digest
import HubStore
import JSONText
import MemoryModel
import SharedStatements
import Signing

extension HubDesk {
    /// The content address of a payload.
    static func address(of payload: [UInt8]) -> String { SHA256.hexDigest(of: payload) }
}

extension HubTransaction {
    /// What a statement that gives or takes authority means beside the feed: the audit log, the state of its device.
    func note(_ envelope: VerifiedEnvelope, sender: String, at time: Timestamp) throws {
        var details = JSONObject([.init(key: "envelope", value: .string(envelope.id))])
        if sender != envelope.signer.hex { details["sender"] = .string(sender) }
        let (action, subject): (String, String)
        switch envelope.statement {
        case .item: return
        case .tombstone(let tombstone): (action, subject) = ("tombstone", tombstone.item)
        case .grant(let grant):
            (action, subject) = ("grant", grant.device.hex)
            details["member"] = .string(grant.member)
            details["role"] = .string(grant.role.rawValue)
            details["groups"] = JSON(grant.groups)
            try setState(.active, member: grant.member, ofDevice: grant.device.hex)
        case .revocation(let revocation):
            action = "revoke"
            switch revocation.subject {
            case .envelope(let id):
                subject = id
                details["kind"] = "envelope"
            case .item(let id):
                subject = id
                details["kind"] = "item"
            case .device(let key):
                subject = key.hex
                details["kind"] = "device"
            case .member(let member):
                subject = member
                details["kind"] = "member"
            }
        }
        try record(actor: envelope.signer.hex, action: action, subject: subject, details: details, at: time)
    }
}
