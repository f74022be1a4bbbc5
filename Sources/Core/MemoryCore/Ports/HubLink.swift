package import JSONText
package import MemoryModel
package import Signing

/// The way to a hub: pairing, calls over a pinned certificate, and the background work that pushes and pulls. Nothing of
/// it knows what is remembered; nothing of memory waits for it before a turn.
package protocol HubLink: Sendable {
    /// What the background work is doing.
    var activity: HubActivity { get }

    /// The key this device signs with; `nil` before it joined a hub. It is in no database, export or log.
    ///
    /// - Throws: `internal` when the file is there and cannot be read.
    func key() throws(MemoryError) -> SigningKey?

    /// Makes this device known to a hub: a new key, the exchange by the code, the hub's certificate pinned by what came
    /// out of it. Key and token are kept when it succeeds; what an earlier pairing kept is replaced.
    ///
    /// - Throws: `invalid_argument` for a wrong code or address, `transport_closed` when nobody answers.
    func pair(_ request: HubPairingRequest) async throws(MemoryError) -> HubPairing

    /// One call with this device's token; only the hub with the pinned certificate is talked to.
    ///
    /// - Returns: the answer's body; `null` for an empty one.
    /// - Throws: what the hub answered, with its own code under `hubCode` in the details; `transport_closed` when nobody
    ///   answers in time.
    func call(_ call: HubCall, at peer: HubPeer) async throws(MemoryError) -> JSON

    /// Takes a new token and keeps it.
    func rotateToken(at peer: HubPeer) async throws(MemoryError)

    /// Hubs that announce themselves in the local network; waits about two seconds.
    func discover() async throws(MemoryError) -> [HubSighting]

    /// There is something to push, or a person wants to know: the background work goes round at once.
    func wake()

    /// Removes key and token. Nothing happens without them.
    func discardKey() throws(MemoryError)

    /// Writes a file that only its owner may read; one that is there is replaced.
    ///
    /// - Parameter path: absolute.
    /// - Throws: `path_not_writable`.
    func save(_ text: String, at path: String) throws(MemoryError)
}

package struct HubPairingRequest: Sendable, Equatable {
    /// `host`, `host:port`, or an `https://` URL.
    package var address: String
    package var code: String
    /// Of the person, for people.
    package var name: String
    /// Of this machine, for people.
    package var deviceName: String

    package init(address: String, code: String, name: String, deviceName: String) {
        self.address = address
        self.code = code
        self.name = name
        self.deviceName = deviceName
    }
}

/// A hub as this device knows it since they were paired.
package struct HubPeer: Sendable, Equatable {
    /// Its id.
    package var hub: String
    /// For people.
    package var name: String
    package var address: String
    /// SHA-256 of the certificate it must show, hexadecimal.
    package var fingerprint: String

    package init(hub: String, name: String, address: String, fingerprint: String) {
        self.hub = hub
        self.name = name
        self.address = address
        self.fingerprint = fingerprint
    }
}

/// What came of pairing.
package struct HubPairing: Sendable {
    package var peer: HubPeer
    /// Keys whose grants need no other, hexadecimal; the first admin's device.
    package var roots: [String]
    /// This device's grant as an envelope, where the hub had one.
    package var grant: JSON?

    package init(peer: HubPeer, roots: [String], grant: JSON? = nil) {
        self.peer = peer
        self.roots = roots
        self.grant = grant
    }
}

package struct HubCall: Sendable {
    /// `GET`, `POST` or `DELETE`.
    package var method: String
    /// Below `/hub/v1`, with a slash in front, such as `/devices`.
    package var path: String
    /// Not escaped.
    package var query: [(name: String, value: String)]
    package var body: JSON?
    package var timeout: Duration

    package init(
        _ method: String, _ path: String, query: [(name: String, value: String)] = [], body: JSON? = nil,
        timeout: Duration = .seconds(10)
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.timeout = timeout
    }
}

/// A hub that announces itself; what it says of itself is not to be trusted before it is paired with.
package struct HubSighting: Sendable, Equatable {
    package var name: String
    package var address: String
    /// Of its certificate; empty where it tells none.
    package var fingerprint: String

    package init(name: String, address: String, fingerprint: String) {
        self.name = name
        self.address = address
        self.fingerprint = fingerprint
    }
}

/// What the background work of a membership is doing.
package struct HubActivity: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        /// Not running: no membership, or switched off.
        case idle
        case syncing
        /// Everything is exchanged; it waits for news.
        case waiting
        case failing
    }

    package var state: State
    package var lastSyncAt: Timestamp?
    /// For people; never what a hub said word by word.
    package var lastError: String?
    package var nextTryAt: Timestamp?

    package static let idle = HubActivity(state: .idle)

    package init(
        state: State, lastSyncAt: Timestamp? = nil, lastError: String? = nil, nextTryAt: Timestamp? = nil
    ) {
        self.state = state
        self.lastSyncAt = lastSyncAt
        self.lastError = lastError
        self.nextTryAt = nextTryAt
    }
}

/// A memory without a network.
package struct NoHubLink: HubLink {
    package init() {}

    package var activity: HubActivity { .idle }

    package func key() throws(MemoryError) -> SigningKey? { nil }

    package func pair(_ request: HubPairingRequest) async throws(MemoryError) -> HubPairing { throw Self.refusal }

    package func call(_ call: HubCall, at peer: HubPeer) async throws(MemoryError) -> JSON { throw Self.refusal }

    package func rotateToken(at peer: HubPeer) async throws(MemoryError) { throw Self.refusal }

    package func discover() async throws(MemoryError) -> [HubSighting] { [] }

    package func wake() {}

    package func discardKey() throws(MemoryError) {}

    package func save(_ text: String, at path: String) throws(MemoryError) { throw Self.refusal }

    private static let refusal = MemoryError(
        .unsupported, "This memory has no way to a hub.", hint: "The daemon has one; ask it.")
}
