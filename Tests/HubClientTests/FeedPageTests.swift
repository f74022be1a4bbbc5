import JSONText
import Testing

@testable import HubClient

@Suite struct FeedPageTests {
    private static let chain = String(repeating: "ab", count: 32)

    private func page(
        cursor: JSON = 5, head: JSON = 9, chain: JSON = .string(chain), before: JSON = .string(chain),
        sequences: [JSON] = [3, 5], after: Int64 = 2, limit: Int = 500
    ) throws -> FeedPage {
        let entries = sequences.map { JSON.object(present: [("seq", $0), ("envelope", ["payload": ""])]) }
        return try FeedPage(
            [
                "entries": .array(entries), "cursor": cursor, "head": head, "chain": chain, "chainAtAfter": before,
            ], after: after, limit: limit)
    }

    @Test("A page whose numbers fit is taken") func fits() throws {
        let taken = try page()
        #expect(taken.entries.map(\.sequence) == [3, 5])
        #expect(taken.cursor == 5 && taken.head == 9)
        #expect(try page(cursor: 2, head: 2, sequences: []).entries.isEmpty)
    }

    @Test("A page that goes back, jumps, floods or is no page is refused, whatever its numbers") func lies() {
        let attempts: [() throws -> FeedPage] = [
            { try page(cursor: 1, sequences: []) }, { try page(head: 4) }, { try page(sequences: [5, 3]) },
            { try page(sequences: [3, 3]) }, { try page(sequences: [2]) }, { try page(sequences: [6]) },
            { try page(sequences: [3, 4, 5], limit: 2) }, { try page(chain: "zz") }, { try page(before: .null) },
            { try page(chain: .string(Self.chain.uppercased())) }, { try page(cursor: "5") },
            { try page(cursor: .integer(.max), head: .integer(.max)) }, { try page(head: .double(1e300)) },
            { try page(cursor: .integer(.min)) }, { try page(sequences: [.integer(.min)]) },
            { try page(sequences: [.null]) }, { try FeedPage([:], after: 0, limit: 1) },
            { try FeedPage(.array([]), after: 0, limit: 1) },
        ]
        for attempt in attempts {
            #expect(throws: HubFault.self) { _ = try attempt() }
        }
    }

    @Test("Of what is said about statements only those count that were sent, once each") func push() {
        let reply = PushReply(
            [
                "accepted": ["a", "x", "a", 7], "known": ["b", "a"],
                "refused": [
                    ["id": "c", "code": "forbidden", "message": "No\u{1B}."], ["id": "b", "code": "revoked"],
                    ["id": "y"], "c",
                ],
            ], sent: ["a", "b", "c", "d"])
        #expect(reply.accepted == ["a", "b"])
        #expect(reply.refused == [PushReply.Refusal(id: "c", code: "forbidden", message: "No .")])
        #expect(PushReply(.array([]), sent: ["a"]).accepted.isEmpty)
    }

    @Test("A text of very many small values is known before it is read") func modest() {
        let many = Array("[".utf8) + Array(repeating: UInt8(ascii: ","), count: HubLimits.values) + Array("]".utf8)
        #expect(!HubReply.isModest(many))
        #expect(HubReply.isModest(Array("{\"a\":[1,2,3]}".utf8)))
    }
}
