import DaemonConfiguration
import HubClient
import JSONText
import MemoryCore
import MemoryModel
import SharedStatements
import Signing
import Synchronization

/// The daemon's way to its hub: key and token, one set of connections, and how keeping up goes.
final class HubConnection: HubLink, Sendable {
    private struct State {
        var secret: DeviceSecret?
        var channel: (place: HubPlace, channel: HubChannel)?
        var sync = HubSyncState()
    }

    private let state = Mutex(State())
    private let file: HubKeyFile
    private let now: @Sendable () -> Timestamp
    /// Rung when the loop has something to do.
    let bell = WakeBell()

    init(file: HubKeyFile, now: @escaping @Sendable () -> Timestamp) {
        self.file = file
        self.now = now
    }

    func syncState() -> HubSyncState { state.withLock { $0.sync } }

    func update(_ change: (inout HubSyncState) -> Void) { state.withLock { change(&$0.sync) } }

    func wake() { bell.ring() }

    /// Closes the connections.
    func shutdown() async {
        let channel = state.withLock { state in
            defer { state.channel = nil }
            return state.channel?.channel
        }
        await channel?.shutdown()
    }

    func signingKey(for hub: String) throws(MemoryError) -> SigningKey { try secret(for: hub).key }

    func ask(_ call: HubCall, at place: HubPlace) async throws(MemoryError) -> JSON {
        do throws(HubFault) {
            return try await authorised(at: place) { (channel, token) throws(HubFault) in
                try await channel.ask(
                    call.method.rawValue, call.path, query: call.query, body: call.body, token: token,
                    limit: call.limit)
            }
        } catch {
            // The loop finds out what it means.
            if error.kind == .revoked || error.kind == .pending { wake() }
            throw error.memoryError
        }
    }

    func rotateToken(at place: HubPlace) async throws(MemoryError) {
        do throws(HubFault) { try await freshToken(at: place) } catch { throw error.memoryError }
    }

    func forgetKey() throws(MemoryError) {
        state.withLock { $0.secret = nil }
        try file.remove()
    }

    func save(_ text: String, at path: String) throws(MemoryError) {
        do throws(MemoryError) {
            try PrivateFile.replace(path, with: text)
        } catch {
            throw MemoryError(.pathNotWritable, error.message, details: error.details, hint: error.hint)
        }
    }

    /// Calls the hub with the token; with the one before when the hub does not know it, which is then the one.
    func authorised<Answer: Sendable>(
        at place: HubPlace, _ work: (HubChannel, String) async throws(HubFault) -> Answer
    ) async throws(HubFault) -> Answer {
        let channel = try channel(to: place)
        let secret = try token(for: place.hub)
        do throws(HubFault) {
            return try await work(channel, secret.token)
        } catch {
            guard error.kind == .unauthenticated, let earlier = secret.earlierToken else { throw error }
            let answer = try await work(channel, earlier)
            try keep(token: earlier, earlier: nil, at: place)
            return answer
        }
    }

    func freshToken(at place: HubPlace) async throws(HubFault) {
        let (token, fresh) = try await authorised(at: place) { (channel, token) throws(HubFault) in
            (token, try await channel.rotatedToken(token: token))
        }
        try keep(token: fresh, earlier: token, at: place)
    }

    /// Milliseconds since the token was made, below 0 when the clock was set back; `nil` when there is none for this hub.
    func tokenAge(for hub: String) -> Timestamp? { (try? secret(for: hub)).map { now() - $0.tokenAt } }

    func keep(token: String, of key: SigningKey, for hub: String) throws(MemoryError) {
        try keep(DeviceSecret(hub: hub, key: key, token: token, tokenAt: now()))
    }

    private func keep(_ secret: DeviceSecret) throws(MemoryError) {
        try file.save(secret)
        state.withLock { $0.secret = secret }
    }

    /// The key of this device as it lies there, whatever hub it was made for.
    func storedKey() -> SigningKey? { (try? file.load())?.key }

    private func keep(token: String, earlier: String?, at place: HubPlace) throws(HubFault) {
        do throws(MemoryError) {
            var secret = try secret(for: place.hub)
            (secret.token, secret.earlierToken, secret.tokenAt) = (token, earlier, now())
            try keep(secret)
        } catch {
            throw HubFault(.unauthenticated, error.message, hint: error.hint)
        }
    }

    private func token(for hub: String) throws(HubFault) -> DeviceSecret {
        do throws(MemoryError) { return try secret(for: hub) } catch {
            throw HubFault(.unauthenticated, error.message, hint: error.hint)
        }
    }

    private func secret(for hub: String) throws(MemoryError) -> DeviceSecret {
        if let secret = state.withLock({ $0.secret }), secret.hub == hub { return secret }
        guard let secret = try file.load(), secret.hub == hub else {
            throw MemoryError(
                .hubRefused, "The key by which the hub knows this device is not here.", details: ["reason": "key"],
                hint: "A home that was copied or restored has no key. Leave the hub and join it again with a new code.")
        }
        state.withLock { $0.secret = secret }
        return secret
    }

    private func channel(to place: HubPlace) throws(HubFault) -> HubChannel {
        if let known = state.withLock({ $0.channel }), known.place == place { return known.channel }
        let fresh = try Self.channel(to: place)
        // Who comes second takes what the first made; what is not used closes itself.
        return state.withLock { state in
            if let known = state.channel, known.place == place { return known.channel }
            state.channel = (place, fresh)
            return fresh
        }
    }

    static func channel(to place: HubPlace) throws(HubFault) -> HubChannel {
        guard let address = HubAddress(place.address) else { throw malformedAddress }
        return try HubChannel(address: address, trust: .pinned(place.certificate), hub: place.hub)
    }

    static let malformedAddress = HubFault(
        .invalid, "This is no address of a hub.",
        hint: "It looks like hub.local or 192.168.1.20:18912; http:// is for a hub on this machine only.")
}
