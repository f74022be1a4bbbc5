import BinaryText
import JSONText
import MemoryMath
import Signing
import Testing

@testable import SharedStatements

@Suite struct EnvelopeFuzzTests {
    private let team = Team()

    /// What a mutation leaves is signed anew, so that the reader behind the signature is reached.
    private func read(_ payload: [UInt8]) throws -> VerifiedEnvelope {
        let key = team.keys[0]
        return try VerifiedEnvelope(json: [
            "payload": .string(Base64.text(of: payload)), "signer": .string(key.verifyingKey.hex),
            "signature": .string(Base64.text(of: key.signature(for: Array("memos-statement-v1\n".utf8) + payload))),
        ])
    }

    @Test("payloads with bytes altered, taken out, put in and doubled are read or refused, and nothing else")
    func bytes() throws {
        var random = SplitMix64(seed: 11)
        let seeds = [
            try team.item("s", of: 0, groups: ["a", "b"]), try team.grant(1, member: "ada", groups: ["a"]),
            try team.tombstone("s", of: 0, by: 0),
            try team.revoke(.device(team.key(1)), keeps: [String(repeating: "a", count: 64)], by: 0),
        ].map(\.payload)
        let pieces = [#""a":1,"#, "[", "{", "null", "\\u0000", "-1", "1e9", "\u{FEFF}", "9223372036854775808", "\"\""]
            .map { Array($0.utf8) }
        var taken = 0
        for _ in 0..<4000 {
            var payload = seeds.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...3, using: &random) where !payload.isEmpty {
                let index = Int.random(in: payload.indices, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: payload[index] = UInt8.random(in: 0...255, using: &random)
                case 1: payload.remove(at: index)
                case 2: payload.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: index)
                case 3: payload.removeLast(payload.count - index)
                default: payload.insert(contentsOf: payload[index..<min(index + 20, payload.count)], at: index)
                }
            }
            do {
                let envelope = try read(payload)
                #expect(envelope.payload == payload)
                // What is read says itself again in the same bytes.
                let again = try team.keys[0].sign(envelope.statement, hub: envelope.hub, at: envelope.at)
                #expect(again.payload == payload)
                taken += 1
            } catch is StatementFault {}
        }
        #expect(taken > 20)
    }

    @Test("values of any kind in any place are refused or read, and nothing else")
    func values() throws {
        var random = SplitMix64(seed: 12)
        let values: [JSON] = [
            .null, true, 0, -1, .integer(.max), .integer(.min), "", "x", "everyone", [], [:], [[]], ["a"], ["a": 1],
            .string(String(repeating: "é", count: 300)), .string(team.key(3).hex), ["kind": "device", "id": "x"],
        ]
        let skill = Statement.item(Team.skill("s", maker: team.key(0)))
        let payload = skill.payload(hub: Team.hub, at: 5, signer: team.key(0))
        let keys = payload.object?.members.map(\.key) ?? []
        for _ in 0..<3000 {
            var altered = payload
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                altered[keys.randomElement(using: &random) ?? ""] = values.randomElement(using: &random)
            }
            let bytes = try altered.canonicalBytes()
            do { #expect(try read(bytes).payload == bytes) } catch is StatementFault {}
        }
    }
}
