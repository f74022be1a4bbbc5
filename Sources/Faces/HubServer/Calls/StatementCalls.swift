import BinaryText
import HubStore
import JSONText
import MemoryModel
import SharedStatements
import Signing

/// A statement that was not taken.
private struct Refusal: Sendable {
    let id: String
    let code: String
    let message: String

    var json: JSON { ["id": .string(id), "code": .string(code), "message": .string(message)] }
}

extension HubDesk {
    func post(_ visit: Visit, by caller: HubCaller) async throws(HubFault) -> HubReply {
        guard caller.isActive || caller.isRoot else { throw .pending }
        guard let list = visit.parameters.body["statements"]?.array else {
            throw HubParameters.wrong("statements", "a list of envelopes")
        }
        guard list.count <= limits.statementsPerCall else {
            throw HubFault(
                .tooLarge, "These are too many statements at once.",
                hint: "Send at most \(limits.statementsPerCall) in one call.")
        }
        var work = PostingWork()
        for json in list {
            let envelope: VerifiedEnvelope
            do throws(StatementFault) {
                envelope = try VerifiedEnvelope(json: json)
            } catch {
                work.refuse(json, error)
                continue
            }
            // What follows may rest on what this says.
            if let fault = refusal(of: envelope, by: caller) {
                work.refused.append(Refusal(id: envelope.id, code: fault.code.rawValue, message: fault.message))
                if fault.code == .forbidden {
                    await audit.refuse(
                        "statement", subject: envelope.id, device: caller.key.hex, address: visit.address)
                }
                continue
            }
            work.waiting.append(envelope)
            if envelope.statement.type != .item { try await keep(&work, by: caller) }
        }
        try await keep(&work, by: caller)
        if !work.overLimit.isEmpty, work.accepted.isEmpty, work.known.isEmpty { throw .dayFull(seconds: secondsOfDay) }
        return HubReply([
            "accepted": JSON(work.accepted), "known": JSON(work.known),
            "refused": .array(work.refused.map(\.json)),
        ])
    }

    /// Why a statement is not taken; `nil` when it is.
    private func refusal(of envelope: VerifiedEnvelope, by caller: HubCaller) -> HubFault? {
        guard envelope.hub == credentials.hub else {
            return HubFault(.invalidArgument, "The statement is for another hub.")
        }
        let (isKnown, verdict, objection, isRevoked) = keeper.read {
            (
                $0.contains(envelope.id), $0.admission(of: envelope), $0.objection(to: envelope),
                $0.revocation(of: envelope.signer) != nil
            )
        }
        if isKnown { return nil }
        if !caller.isActive, !isFirstGrant(envelope, of: caller) {
            return HubFault(.forbidden, "The first admin's own grant comes first.")
        }
        switch verdict {
        case .tombstoned: return HubFault(.revoked, "The item was taken back.")
        case .revoked: return HubFault(.revoked, "The item, this version or its signer was revoked.")
        case .unauthorised(let reason): return HubFault(.forbidden, reason)
        case .unknown: return HubFault(.forbidden, "Its signer may not say this.")
        case .valid: break
        }
        // The merge, which knows no order, would still count it; the hub saw what came first.
        if let objection { return HubFault(isRevoked ? .revoked : .forbidden, objection) }
        return nil
    }

    private func isFirstGrant(_ envelope: VerifiedEnvelope, of caller: HubCaller) -> Bool {
        guard case .grant(let grant) = envelope.statement else { return false }
        return caller.isRoot && envelope.signer == caller.key && grant.device == caller.key && grant.role == .admin
    }

    /// Puts what waits into the feed; it counts when this returns.
    private func keep(_ work: inout PostingWork, by caller: HubCaller) async throws(HubFault) {
        guard !work.waiting.isEmpty else { return }
        let envelopes = work.waiting
        work.waiting = []
        let (sender, time, limit) = (caller.key.hex, now(), limits.dayBytes)
        let receipt = try await writing { transaction in
            let receipt = try transaction.append(
                envelopes.map(NewStatement.init), sender: sender, at: time, dailyLimit: limit)
            for envelope in envelopes where receipt.accepted.contains(envelope.id) {
                try transaction.note(envelope, sender: sender, at: time)
            }
            return receipt
        }
        do throws(MemoryError) { try await keeper.catchUp() } catch { throw HubFault(error) }
        work.take(receipt)
        for envelope in envelopes where envelope.statement.type == .revocation { room.releaseAll() }
    }

    /// Until the day ends (UTC).
    private var secondsOfDay: Int {
        Int(86_400 - now() / 1000 % 86_400)
    }
}

/// One call's statements on their way.
private struct PostingWork {
    var waiting: [VerifiedEnvelope] = []
    var accepted: [String] = []
    var known: [String] = []
    var overLimit: [String] = []
    var refused: [Refusal] = []

    mutating func refuse(_ json: JSON, _ fault: StatementFault) {
        let id = json["payload"]?.string.flatMap { Base64.bytes(of: $0) }.map(HubDesk.address) ?? ""
        let code = fault.code == .tooLarge ? HubFault.Code.tooLarge : .invalidArgument
        refused.append(Refusal(id: id, code: code.rawValue, message: fault.message))
    }

    mutating func take(_ receipt: AppendReceipt) {
        accepted += receipt.accepted
        known += receipt.known
        overLimit += receipt.overLimit
        refused += receipt.overLimit.map {
            Refusal(
                id: $0, code: HubFault.Code.rateLimited.rawValue,
                message: "This device has sent as much as it may in a day.")
        }
    }
}
