package import JSONText
package import MemoryModel
package import SharedStatements
package import Signing

/// The way to a hub, as the core sees it. Implemented by the room that knows the network; nothing here is called inside
/// a transaction.
package protocol HubLink: Sendable {
    /// How keeping up with the hub goes. Never waits.
    func syncState() -> HubSyncState

    /// Pairs this device with a hub by an address and a short code, and writes the device's key and token down. The
    /// database is not touched: who calls keeps the membership.
    ///
    /// - Throws: `invalid_argument`, `hub_unavailable`, `hub_refused`, `hub_untrusted`, `config_write_failed`.
    func pair(_ request: HubPairingRequest) async throws(MemoryError) -> HubPairing

    /// The device's key for statements of this hub.
    ///
    /// - Throws: `hub_refused` when the key's file is gone or belongs to another hub.
    func signingKey(for hub: String) throws(MemoryError) -> SigningKey

    /// Asks the hub as this device. Size and form of the answer are bounded; nothing in it is to be believed.
    ///
    /// - Throws: `hub_unavailable`, `hub_refused`, `hub_untrusted`, and what the hub says of the request itself:
    ///   `invalid_argument`, `not_found`, `conflict`.
    func ask(_ call: HubCall, at place: HubPlace) async throws(MemoryError) -> JSON

    /// A new token instead of the present one, kept in the key's file.
    func rotateToken(at place: HubPlace) async throws(MemoryError)

    /// Deletes the device's key and token.
    func forgetKey() throws(MemoryError)

    /// The outbox, the membership or a person's wish changed: the loop looks at once. Never waits.
    func wake()

    /// Hubs that announce themselves in the local network; waits about two seconds. What they say is not to be trusted
    /// before pairing.
    func discover() async throws(MemoryError) -> [HubSighting]

    /// Writes a file that only its owner may read, all or nothing; one that is there is replaced.
    ///
    /// - Parameter path: absolute.
    /// - Throws: `path_not_writable`.
    func save(_ text: String, at path: String) throws(MemoryError)
}

/// A hub that announces itself.
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

/// Where a hub is, and how it is known again.
package struct HubPlace: Sendable, Equatable {
    /// The hub's id.
    package var hub: String
    /// As the person gave it: `host`, `host:port` or `http://127.0.0.1:port`.
    package var address: String
    /// The one certificate that is trusted, in DER form.
    package var certificate: [UInt8]

    package init(hub: String, address: String, certificate: [UInt8]) {
        self.hub = hub
        self.address = address
        self.certificate = certificate
    }
}

/// What a person says to join.
package struct HubPairingRequest: Sendable {
    package var address: String
    /// `HHHH-SSSS-SSSS`.
    package var code: String
    /// The person's name, shown to the team.
    package var name: String
    package var deviceName: String
    /// Whether a key that is there goes on being this device's: not after a revocation.
    package var keepsKey: Bool

    package init(address: String, code: String, name: String, deviceName: String, keepsKey: Bool) {
        self.address = address
        self.code = code
        self.name = name
        self.deviceName = deviceName
        self.keepsKey = keepsKey
    }
}

/// What a pairing brought. Everything in it came through the code, so who gave the code stands behind it.
package struct HubPairing: Sendable {
    package var place: HubPlace
    package var name: String
    /// Whose word counts without a grant. This device alone: it is the first of the team.
    package var roots: [VerifyingKey]
    package var device: VerifyingKey
    /// Whether the hub takes statements of this device already; else an admin has to approve it.
    package var isActive: Bool
    /// The device's grant, when there is one.
    package var grant: VerifiedEnvelope?

    package init(
        place: HubPlace, name: String, roots: [VerifyingKey], device: VerifyingKey, isActive: Bool,
        grant: VerifiedEnvelope?
    ) {
        self.place = place
        self.name = name
        self.roots = roots
        self.device = device
        self.isActive = isActive
        self.grant = grant
    }

    /// Whether this device is to sign its own grant.
    package var isFirst: Bool { roots == [device] && grant == nil }
}

/// One request to a hub.
package struct HubCall: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case delete = "DELETE"
    }

    package var method: Method
    /// Parts of the path behind `/hub/v1/`, as they are; who sends them encodes them.
    package var path: [String]
    package var query: [(name: String, value: String)]
    package var body: JSON?
    /// After which the answer is not waited for any longer.
    package var limit: Duration

    package init(
        _ method: Method, _ path: [String], query: [(name: String, value: String)] = [], body: JSON? = nil,
        limit: Duration = .seconds(10)
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.limit = limit
    }
}

/// How keeping up with a hub goes. Lives as long as the process; what lasts is in the membership.
package struct HubSyncState: Sendable, Equatable {
    package enum Activity: String, Sendable {
        /// There is no hub, or nothing to do with it.
        case idle
        case syncing
        /// All is exchanged, and the hub is listened to; or an admin has to approve the device.
        case waiting
        case failing
        /// The hub has forgotten what it knew; it is being told again.
        case rolledBack = "rolled_back"
    }

    package var activity = Activity.idle
    /// The latest number of the hub's feed, as the hub says.
    package var head: Int64?
    /// When all was exchanged last.
    package var lastSyncAt: Timestamp?
    package var lastError: MemoryError?
    package var nextTryAt: Timestamp?

    package init() {}
}

/// A memory without a network around it.
package struct NoHubLink: HubLink {
    package init() {}

    package func syncState() -> HubSyncState { HubSyncState() }

    package func pair(_ request: HubPairingRequest) async throws(MemoryError) -> HubPairing { throw Self.refusal }

    package func signingKey(for hub: String) throws(MemoryError) -> SigningKey { throw Self.refusal }

    package func ask(_ call: HubCall, at place: HubPlace) async throws(MemoryError) -> JSON { throw Self.refusal }

    package func rotateToken(at place: HubPlace) async throws(MemoryError) { throw Self.refusal }

    package func forgetKey() throws(MemoryError) {}

    package func wake() {}

    package func discover() async throws(MemoryError) -> [HubSighting] { [] }

    package func save(_ text: String, at path: String) throws(MemoryError) { throw Self.refusal }

    private static let refusal = MemoryError(.unsupported, "This memory has no way to a hub.")
}
