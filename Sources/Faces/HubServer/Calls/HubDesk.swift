import HubStore
import JSONText
import Logging
import MemoryModel
import NIOCore
import SharedStatements
import Signing

/// Everything that answers calls, built once.
struct HubDesk: Sendable {
    let database: HubDatabase
    let keeper: TeamKeeper
    let room: WaitRoom<TeamDevice>
    let gate: HubGate
    let pairing: PairingDesk
    let invites: InviteDesk
    let audit: AuditDesk
    let credentials: HubCredentials
    let options: HubServerOptions
    let latency: LatencyRing
    let startedAt: Timestamp
    let now: @Sendable () -> Timestamp

    var limits: HubLimits { options.limits }

    /// One request that was let in.
    struct Visit: Sendable {
        let parameters: HubParameters
        /// Of the network, as it counts.
        let address: String
        let loop: any EventLoop
        /// How long it waited for news.
        let waiting: WaitingTime
    }

    func answer(_ call: HubCall, _ visit: Visit) async throws(HubFault) -> HubReply {
        switch call {
        case .hello: hello()
        case .startPairing: try await pairing.start(visit.parameters, address: visit.address)
        case .finishPairing: try await finishPairing(visit)
        default: throw .internal
        }
    }

    /// Who comes in with a code is no stranger: the two requests do not count for the address.
    private func finishPairing(_ visit: Visit) async throws(HubFault) -> HubReply {
        let reply = try await pairing.finish(visit.parameters, address: visit.address)
        for _ in 0..<2 { gate.addressRate.giveBack(visit.address) }
        return reply
    }

    func answer(_ call: HubCall, _ visit: Visit, by caller: HubCaller) async throws(HubFault) -> HubReply {
        switch call {
        case .hello, .startPairing, .finishPairing: try await answer(call, visit)
        case .me: try await me(caller)
        case .rotateToken: try await rotateToken(caller)
        case .post: try await post(visit, by: caller)
        case .feed: try await feed(visit, by: caller)
        case .search: try await search(visit.parameters, by: caller)
        case .devices: try await devices(caller)
        case .rejectDevice: try await rejectDevice(visit.parameters, by: caller)
        case .invite: try await invite(visit.parameters, by: caller)
        case .invites: try await openInvites()
        case .cancelInvite: try await cancelInvite(visit.parameters, by: caller)
        case .tokens: try await tokens(caller)
        case .revokeToken: try await revokeToken(visit.parameters, by: caller)
        case .audit: try await auditPage(visit.parameters)
        case .health: try await health(caller)
        }
    }

    private func hello() -> HubReply {
        HubReply([
            "hub": .string(credentials.hub), "name": .string(options.name), "version": .string(options.version),
            "certificate": .string(credentials.certificate.fingerprint), "time": .integer(now()),
        ])
    }

    /// Asks the store, and tells its errors as ours.
    func stored<Value: Sendable>(
        _ body: @escaping @Sendable (HubReader) throws -> Value
    ) async throws(HubFault) -> Value {
        do throws(MemoryError) { return try await database.read(body) } catch { throw HubFault(error) }
    }

    /// Writes, and tells the store's errors as ours.
    func writing<Value: Sendable>(
        _ body: @escaping @Sendable (HubTransaction) throws -> Value
    ) async throws(HubFault) -> Value {
        do throws(MemoryError) { return try await database.write(body) } catch { throw HubFault(error) }
    }
}
