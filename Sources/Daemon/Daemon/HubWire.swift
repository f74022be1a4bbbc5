import HubClient
import JSONText
import MemoryCore
import MemoryModel

/// What the loop asks of a hub, so that a test can be one.
protocol HubWire: Sendable {
    func standing(at place: HubPlace) async throws(HubFault) -> DeviceStanding
    /// Whether there was a token old enough.
    func renewToken(at place: HubPlace) async throws(HubFault) -> Bool
    func push(_ statements: [(id: String, envelope: JSON)], to place: HubPlace) async throws(HubFault) -> PushReply
    func feed(after cursor: Int64, limit: Int, wait: Int, at place: HubPlace) async throws(HubFault) -> FeedPage
    func devices(at place: HubPlace) async throws(HubFault) -> JSON
}

extension HubConnection: HubWire {
    func standing(at place: HubPlace) async throws(HubFault) -> DeviceStanding {
        try await authorised(at: place) { (channel, token) throws(HubFault) in try await channel.standing(token: token)
        }
    }

    func renewToken(at place: HubPlace) async throws(HubFault) -> Bool {
        guard let age = tokenAge(for: place.hub), age < 0 || age > Self.tokenLife else { return false }
        try await freshToken(at: place)
        return true
    }

    func push(_ statements: [(id: String, envelope: JSON)], to place: HubPlace) async throws(HubFault) -> PushReply {
        try await authorised(at: place) { (channel, token) throws(HubFault) in
            try await channel.push(statements, token: token)
        }
    }

    func feed(after cursor: Int64, limit: Int, wait: Int, at place: HubPlace) async throws(HubFault) -> FeedPage {
        try await authorised(at: place) { (channel, token) throws(HubFault) in
            try await channel.feed(after: cursor, limit: limit, wait: wait, token: token)
        }
    }

    func devices(at place: HubPlace) async throws(HubFault) -> JSON {
        try await authorised(at: place) { (channel, token) throws(HubFault) in
            try await channel.ask("GET", ["devices"], token: token)
        }
    }

    /// A week, in milliseconds.
    private static let tokenLife: Timestamp = 7 * 86_400_000
}
