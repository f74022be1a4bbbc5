import JSONText

/// The two ways in which clients of the Model Context Protocol talk: after a handshake (until 2025-11-25), or with all
/// that matters in each request (2026-07-28). One connection may use both.
enum Era: Sendable, Equatable {
    case handshake
    /// - Parameter version: as the request names it, known or not.
    case stateless(version: String)

    static let handshakeVersions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
    static let statelessVersions = ["2026-07-28"]

    private static let prefix = "io.modelcontextprotocol/"
    static let versionKey = prefix + "protocolVersion"
    static let capabilitiesKey = prefix + "clientCapabilities"
    static let clientKey = prefix + "clientInfo"
    static let serverKey = prefix + "serverInfo"

    /// A request says which it is: a version in its metadata is the mark of the stateless era.
    init(params: JSON?) {
        if let version = params?["_meta"]?[Self.versionKey]?.string {
            self = .stateless(version: version)
        } else {
            self = .handshake
        }
    }

    var isStateless: Bool { self != .handshake }

    /// A result in the form of the era: since 2026-07-28 each says what kind it is, and how long a copy holds.
    ///
    /// - Parameter isCacheable: lists, what is read, and what the server says of itself.
    func dress(_ result: JSON, isCacheable: Bool) -> JSON {
        guard isStateless, let object = result.object else { return result }
        var members = object.members
        if object["resultType"] == nil { members.insert(.init(key: "resultType", value: "complete"), at: 0) }
        if isCacheable {
            // What was learned may change at any time, and belongs to one person.
            members += [.init(key: "ttlMs", value: 0), .init(key: "cacheScope", value: "private")]
        }
        return .object(JSONObject(members))
    }
}
