package import JSONText
package import SharedStatements

/// What the daemon asks of a hub by itself, typed.
extension HubChannel {
    /// How this device stands with the hub.
    package func standing(token: String) async throws(HubFault) -> DeviceStanding {
        try DeviceStanding(await ask("GET", ["me"], token: token))
    }

    /// A new token; the present one holds until the new one was used.
    package func rotatedToken(token: String) async throws(HubFault) -> String {
        try Self.token(in: await ask("POST", ["token", "rotate"], body: [:], token: token))
    }

    private static func token(in answer: JSON) throws(HubFault) -> String {
        guard let token = answer["token"]?.string, HubWelcome.isToken(token) else { throw .nonsense("it has no token") }
        return token
    }

    /// Sends statements, at most `HubLimits.statements`.
    package func push(_ statements: [(id: String, envelope: JSON)], token: String) async throws(HubFault) -> PushReply {
        let answer = try await ask(
            "POST", ["statements"], body: ["statements": .array(statements.map(\.envelope))], token: token,
            limit: HubLimits.bulk)
        return PushReply(answer, sent: Set(statements.map(\.id)))
    }

    /// What came behind a place of the feed.
    ///
    /// - Parameters:
    ///   - wait: seconds the hub may wait for news, at most `HubLimits.poll`.
    ///   - limit: entries, at most `HubLimits.entries`.
    /// - Throws: `conflict` with the hub's head when it has less than was read already.
    package func feed(after cursor: Int64, limit: Int, wait: Int, token: String) async throws(HubFault) -> FeedPage {
        let slack = wait == 0 ? HubLimits.bulk : .seconds(wait + 5)
        let answer = try await ask(
            "GET", ["feed"],
            query: [("after", "\(cursor)"), ("limit", "\(limit)"), ("wait", "\(wait)")], token: token, limit: slack,
            bound: HubLimits.page)
        return try FeedPage(answer, after: cursor, limit: limit)
    }
}

/// What a hub says of the device that asks.
package struct DeviceStanding: Sendable, Equatable {
    package var isActive: Bool
    package var isRevoked: Bool
    package var member: String?
    package var name: String?
    package var role: String?
    package var groups: [String]

    init(_ json: JSON) throws(HubFault) {
        guard let state = json["state"]?.string, ["active", "pending", "revoked"].contains(state) else {
            throw .nonsense("it does not say how this device stands")
        }
        isActive = state == "active"
        isRevoked = state == "revoked"
        member = Self.words(json["member"])
        name = Self.words(json["name"])
        role = json["role"]?.string.flatMap { ["admin", "member", "reader"].contains($0) ? $0 : nil }
        groups = (json["groups"]?.array ?? []).prefix(256).compactMap(Self.words)
    }

    private static func words(_ json: JSON?) -> String? {
        json?.string.map(HubWords.clean).flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// What a hub decided about statements that were sent. Ids that were not sent are left out.
package struct PushReply: Sendable, Equatable {
    package struct Refusal: Sendable, Equatable {
        package var id: String
        package var code: String
        package var message: String
    }

    /// Taken now, or before.
    package var accepted: [String] = []
    package var refused: [Refusal] = []

    init(_ json: JSON, sent: Set<String>) {
        var open = sent
        for key in ["accepted", "known"] {
            for id in json[key]?.array ?? [] {
                if let id = id.string, open.remove(id) != nil { accepted.append(id) }
            }
        }
        for refusal in json["refused"]?.array ?? [] {
            guard let id = refusal["id"]?.string, open.remove(id) != nil else { continue }
            let code = refusal["code"]?.string.map(HubWords.clean) ?? ""
            refused.append(
                Refusal(
                    id: id, code: code.isEmpty ? "forbidden" : code,
                    message: HubWords.clean(refusal["message"]?.string ?? "The hub says no more.")))
        }
    }
}

/// A part of a hub's feed whose numbers fit each other and what was asked for.
package struct FeedPage: Sendable {
    /// In order; the envelopes are as they came.
    package let entries: [(sequence: Int64, envelope: JSON)]
    /// Up to where the feed is read with this page; entries that this device may not read are passed over.
    package let cursor: Int64
    /// The hub's chain at the cursor.
    package let chain: String
    /// The latest number of the feed.
    package let head: Int64
    /// The hub's chain where the page begins: another than before means that the hub was set back.
    package let chainBefore: String

    /// - Throws: `nonsense` for numbers out of order, backwards, or beyond the head, and for more than was asked for.
    init(_ json: JSON, after: Int64, limit: Int) throws(HubFault) {
        guard let cursor = json["cursor"]?.int, let head = json["head"]?.int,
            let chain = json["chain"]?.string, Self.isChain(chain),
            let before = json["chainAtAfter"]?.string, Self.isChain(before), let list = json["entries"]?.array
        else { throw .nonsense("it is no part of a feed") }
        guard cursor >= after, head >= cursor, head <= Self.largestNumber else {
            throw .nonsense("the numbers of its feed go back")
        }
        guard list.count <= limit else { throw .nonsense("it holds more than was asked for") }
        var entries: [(sequence: Int64, envelope: JSON)] = []
        var last = after
        for entry in list {
            guard let sequence = entry["seq"]?.int, sequence > last, sequence <= cursor,
                let envelope = entry["envelope"], envelope.object != nil
            else { throw .nonsense("the entries of its feed are out of order") }
            entries.append((sequence, envelope))
            last = sequence
        }
        self.entries = entries
        self.cursor = cursor
        self.chain = chain
        self.head = head
        chainBefore = before
    }

    /// The entries that are what they say: canonical, rightly addressed and signed, and of this hub.
    ///
    /// - Returns: them, and how many were left out.
    package func verified(hub: String) -> (statements: [VerifiedEnvelope], leftOut: Int) {
        var statements: [VerifiedEnvelope] = []
        for entry in entries {
            guard let envelope = try? VerifiedEnvelope(json: entry.envelope), envelope.hub == hub else { continue }
            statements.append(envelope)
        }
        return (statements, entries.count - statements.count)
    }

    private static func isChain(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }

    /// No feed comes near it, and arithmetic with it stays in range.
    private static let largestNumber: Int64 = 1 << 53
}
