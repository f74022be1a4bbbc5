import BinaryText
import HubStore
import JSONText
import MemoryModel
import SharedStatements
import Signing

/// Lets devices in by their codes. A start never tells whether there is such an invitation, and an end never why the
/// code did not do.
struct PairingDesk: Sendable {
    let database: HubDatabase
    let keeper: TeamKeeper
    let credentials: HubCredentials
    let name: String
    let limits: HubLimits
    let rate: RateLimiter
    let audit: AuditDesk
    let now: @Sendable () -> Timestamp

    private static let channel = Array("memos-hub".utf8)
    private static let proofContext = Array("memos-pair-v1\n".utf8)

    func start(_ parameters: HubParameters, address: String) async throws(HubFault) -> HubReply {
        let handle = try parameters.text("handle", maximumBytes: 16)
        let opening = try parameters.bytes("session", count: 16)
        let share = try parameters.bytes("share", count: 32)
        if let seconds = rate.take(address) { throw .rateLimited(seconds: seconds) }
        let time = now()
        do throws(MemoryError) {
            let invite = try await database.write { try $0.tryInvite(handle, at: time) }
            // Without an invitation it goes on all the same, with a code that nobody has.
            let code = invite.map { $0.handle + $0.secret } ?? PairingCode().symbols
            let exchange = CodeExchange(code: code, session: opening, channel: Self.channel)
            let ours = exchange.share
            let keys: AgreedKeys
            do { keys = try exchange.finish(peer: share, role: .hub) } catch {
                throw MemoryError(.invalidArgument, "\"share\" is no element of the group.")
            }
            let state = PairingState(
                keys: keys, session: opening + RandomBytes.make(16), clientShare: share, hubShare: ours)
            let run = Hexadecimal.text(of: RandomBytes.make(16))
            let life = Timestamp(limits.pairingLife / .milliseconds(1))
            try await database.write { transaction in
                try transaction.add(
                    HubPairing(run: run, handle: invite?.handle ?? "", state: state.text, expiresAt: time + life))
            }
            return HubReply([
                "run": .string(run), "session": .string(Hexadecimal.text(of: state.session)),
                "share": .string(Hexadecimal.text(of: ours)),
            ])
        } catch {
            throw HubFault(error)
        }
    }

    func finish(_ parameters: HubParameters, address: String) async throws(HubFault) -> HubReply {
        let run = try parameters.text("run", maximumBytes: 64)
        let confirmation = try parameters.bytes("confirmation", count: 32)
        guard let sealed = parameters.body["sealed"]?.string, sealed.utf8.count <= 8192,
            let sealedBytes = Base64.bytes(of: sealed)
        else { throw HubParameters.wrong("sealed", "base 64") }
        let time = now()
        let pairing: HubPairing?
        do throws(MemoryError) {
            pairing = try await database.write { try $0.takePairing(run, at: time) }
        } catch {
            throw HubFault(error)
        }
        guard let pairing, let state = PairingState(pairing.state) else { throw .overPairing }
        guard state.keys.isConfirmation(confirmation, of: .client),
            let opened = state.keys.open(sealedBytes, from: .client)
        else {
            await audit.refuse("code", subject: pairing.handle, address: address)
            throw .wrongCode
        }
        let guest = try Guest(opened, state: state)
        if keeper.read({ $0.revocation(of: guest.key) != nil }) { throw .revoked }
        let token = TokenSecret.random()
        let roots: [String]
        do throws(MemoryError) {
            roots = try await letIn(guest, handle: pairing.handle, token: TokenSecret.digest(token), at: time)
            if keeper.read({ $0.roots.isEmpty }) { try await keeper.catchUp() }
        } catch {
            throw error.code == .notFound ? .wrongCode : HubFault(error)
        }
        rate.giveBack(address)
        let welcome = try await welcome(to: guest.key, token: token, roots: roots)
        return HubReply([
            "confirmation": .string(Hexadecimal.text(of: state.keys.confirmation(of: .hub))),
            "sealed": .string(Base64.text(of: state.keys.seal(welcome.utf8Text, by: .hub))),
        ])
    }

    /// All of it in one transaction: the invitation is used, the device known, its token kept.
    ///
    /// - Throws: `not_found` when the invitation was used by somebody else meanwhile.
    private func letIn(
        _ guest: Guest, handle: String, token: String, at time: Timestamp
    ) async throws(MemoryError) -> [String] {
        let device = guest.key.hex
        let standing = keeper.read { $0.device(guest.key) }
        return try await database.write { transaction in
            guard let invite = try transaction.reader.invite(handle),
                try transaction.useInvite(handle, by: device, at: time)
            else { throw MemoryError(.notFound, "There is no such invitation.") }
            // The first of all, and only with the code that the hub's own machine showed.
            if invite.isApproved, invite.createdBy == HubInvite.ofHub, invite.role == TeamRole.admin.rawValue {
                _ = try transaction.establishRoot(device)
            }
            try transaction.revokeTokens(ofDevice: device)
            try transaction.save(
                HubDevice(
                    device: device, member: standing?.member, name: guest.name, deviceName: guest.deviceName,
                    state: standing == nil ? .pending : .active, role: invite.role, groups: invite.groups,
                    invitedBy: invite.createdBy, createdAt: time))
            try transaction.issueToken(hash: token, device: device, at: time)
            try transaction.record(
                actor: device, action: "pair", subject: handle,
                details: JSONObject([
                    .init(key: "invitedBy", value: .string(invite.createdBy)),
                    .init(key: "role", value: .string(invite.role)),
                ]), at: time)
            return try transaction.reader.roots()
        }
    }

    private func welcome(to key: VerifyingKey, token: String, roots: [String]) async throws(HubFault) -> JSON {
        let device = keeper.read { $0.device(key) }
        var grant: JSON?
        if let device {
            do throws(MemoryError) {
                let entry = try await database.read { try $0.statement(device.grant) }
                grant = entry.flatMap { try? JSON(parsing: $0.envelope) }
            } catch {
                throw HubFault(error)
            }
        }
        return .object(present: [
            ("hub", .string(credentials.hub)), ("name", .string(name)),
            ("certificate", .string(Base64.text(of: credentials.certificate.certificateDER))),
            ("roots", JSON(roots)), ("state", .string(device == nil ? "pending" : "active")),
            ("token", .string(token)), ("grant", grant),
        ])
    }

    /// What a device says of itself, and its proof that the key is its own.
    private struct Guest: Sendable {
        let key: VerifyingKey
        let name: String
        let deviceName: String

        init(_ opened: [UInt8], state: PairingState) throws(HubFault) {
            guard opened.count <= 4096, let json = try? JSON(parsing: opened) else {
                throw HubParameters.wrong("sealed", "a sealed object of JSON")
            }
            let told = HubParameters(captures: [:], body: json.object ?? JSONObject())
            guard let key = try VerifyingKey(bytes: told.bytes("device", count: 32)) else {
                throw HubParameters.wrong("device", "a key")
            }
            let proof = json["proof"]?.string.flatMap { Base64.bytes(of: $0) } ?? []
            let proved = proofContext + state.session + state.clientShare + state.hubShare
            guard key.isValid(signature: proof, for: proved) else {
                throw HubFault(.forbidden, "The proof is not signed by the device's key.")
            }
            self.key = key
            name = try told.text("name", maximumBytes: 200)
            deviceName = try told.text("deviceName", maximumBytes: 200)
        }
    }
}
