import HubStore
import MemoryModel
import SharedStatements
import Signing

/// Lets requests in: token, standing in the team, rates.
struct HubGate: Sendable {
    let database: HubDatabase
    let keeper: TeamKeeper
    let tokenRate: RateLimiter
    let addressRate: RateLimiter
    let now: @Sendable () -> Timestamp

    /// Who asks.
    ///
    /// Requests without a token that is known to be good count for their address, so that strangers behind it do not use
    /// up what members there need.
    func caller(header: String?, address: String) async throws(HubFault) -> HubCaller {
        guard let token = TokenSecret.bearer(in: header) else {
            try take(addressRate, address)
            throw .unauthenticated
        }
        let hash = TokenSecret.digest(token)
        if !tokenRate.knows(hash) { try take(addressRate, address) }
        let known: HubToken?
        do throws(MemoryError) {
            known = try await database.authenticate(tokenHash: hash, at: now())
        } catch {
            throw HubFault(error)
        }
        guard let known, let key = VerifyingKey(hex: known.device) else {
            tokenRate.forget(hash)
            throw .unauthenticated
        }
        try take(tokenRate, hash)
        addressRate.giveBack(address)
        return try standing(HubCaller(key: key, tokenHash: hash, tokenID: known.id, device: nil, isRoot: false))
    }

    /// The same caller as the team has it now. Throws `revoked`.
    func standing(_ caller: HubCaller) throws(HubFault) -> HubCaller {
        let key = caller.key
        let (device, isRevoked, isRoot) = keeper.read {
            ($0.device(key), $0.revocation(of: key) != nil, $0.roots.contains(key))
        }
        if isRevoked { throw .revoked }
        return HubCaller(
            key: key, tokenHash: caller.tokenHash, tokenID: caller.tokenID, device: device, isRoot: isRoot)
    }

    /// After a wait: the token may be gone, and the device out.
    func check(_ caller: HubCaller) async throws(HubFault) -> HubCaller {
        let current = try standing(caller)
        let hash = caller.tokenHash
        let isKnown: Bool
        do throws(MemoryError) {
            isKnown = try await database.read { try $0.token(hash: hash) != nil }
        } catch {
            throw HubFault(error)
        }
        guard isKnown else { throw .unauthenticated }
        return current
    }

    func admit(_ caller: HubCaller, to admission: HubRoute.Admission) throws(HubFault) {
        switch admission {
        case .all, .device: return
        case .active: guard caller.isActive else { throw .pending }
        case .admin:
            guard caller.isActive else { throw .pending }
            guard caller.isAdmin else { throw .notAdmin }
        }
    }

    /// Of strangers.
    func takeFromAddress(_ address: String) throws(HubFault) {
        try take(addressRate, address)
    }

    private func take(_ limiter: RateLimiter, _ key: String) throws(HubFault) {
        if let seconds = limiter.take(key) { throw .rateLimited(seconds: seconds) }
    }
}
