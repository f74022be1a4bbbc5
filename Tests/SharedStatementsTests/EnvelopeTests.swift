import BinaryText
import JSONText
import Signing
import Testing

@testable import SharedStatements

@Suite struct EnvelopeTests {
    private let team = Team()

    private func code(_ json: JSON) -> StatementFault.Code? {
        do throws(StatementFault) {
            _ = try VerifiedEnvelope(json: json)
            return nil
        } catch {
            return error.code
        }
    }

    /// An envelope around any payload, rightly signed.
    private func envelope(_ payload: String, by device: Int = 0) -> JSON {
        envelope(Array(payload.utf8), by: device)
    }

    private func envelope(_ payload: [UInt8], by device: Int = 0) -> JSON {
        let key = team.keys[device]
        return [
            "payload": .string(Base64.text(of: payload)), "signer": .string(key.verifyingKey.hex),
            "signature": .string(Base64.text(of: key.signature(for: Array("memos-statement-v1\n".utf8) + payload))),
        ]
    }

    /// A payload with one member put in, taken out or replaced, in canonical form.
    private func payload(
        _ statement: Statement, _ key: String, _ value: JSON?, by device: Int = 0
    ) throws -> [UInt8] {
        var payload = statement.payload(hub: Team.hub, at: 5, signer: team.key(device))
        payload[key] = value
        return try payload.canonicalBytes()
    }

    private var statements: [Statement] {
        let skill = ItemStatement(
            kind: .worldModel, maker: team.key(0), local: "wm-1", version: 3,
            parents: [String(repeating: "a", count: 64)], forkOf: String(repeating: "b", count: 64), name: "Näme “x”",
            summary: "line\nline\t\u{7F}\u{1}", text: "# Text\n\\\"/",
            files: [SharedFile(path: "a/b.sh", content: [0, 255])],
            evidence: SharedEvidence(support: 1, gain: -40, reliability: 1000, trials: 0, sources: 2, tools: ["bash"]),
            provenance: .model(name: "m"), licence: "MIT", groups: ["ops", "everyone", "ops"],
            project: SharedProject(name: "shop", fingerprint: "f1"), form: ["a": ["y": "ü"], "b": [1, .null, true]])
        return [
            .item(skill), .item(Team.skill("s", maker: team.key(0))),
            .grant(
                GrantStatement(
                    device: team.key(1), member: "ada", name: "Ada", deviceName: "laptop", role: .admin,
                    groups: ["z", "a"], version: 2)),
            .tombstone(TombstoneStatement(item: String(repeating: "0", count: 32), reason: "")),
            .revocation(
                RevocationStatement(
                    subject: .device(team.key(2)), reason: "lost", keeps: [String(repeating: "c", count: 64)],
                    isCompromised: true)),
            .revocation(RevocationStatement(subject: .member("ada"), reason: "")),
            .revocation(RevocationStatement(subject: .item(String(repeating: "1", count: 32)), reason: "")),
            .revocation(RevocationStatement(subject: .envelope(String(repeating: "1", count: 64)), reason: "")),
        ]
    }

    @Test("every statement comes back from its envelope as it was said")
    func roundTrip() throws {
        for statement in statements {
            let signed = try team.say(statement, by: 0)
            let read = try VerifiedEnvelope(json: JSON(parsing: signed.json.text))
            #expect(read == signed)
            #expect(read.statement == statement)
            #expect(read.signer == team.key(0))
            #expect(read.hub == Team.hub)
            #expect(read.at == 1_800_000_000_000)
            #expect(try VerifiedEnvelope(stored: signed.json) == signed)
        }
    }

    @Test("the bytes that are signed are these")
    func canonical() throws {
        let signed = try team.say(
            .tombstone(TombstoneStatement(item: "0123456789abcdef0123456789abcdef", reason: "ä\n")), by: 0)
        #expect(
            String(decoding: signed.payload, as: UTF8.self)
                == #"{"at":1800000000000,"hub":"hub-1","item":"0123456789abcdef0123456789abcdef","reason":"ä\n","signer":""#
                + team.key(0).hex + #"","type":"tombstone","v":1}"#)
    }

    @Test("an altered payload, signature or signer is refused")
    func altered() throws {
        let signed = try team.item("s", of: 1)
        let other = try team.item("t", of: 1)
        for key in ["payload", "signature"] {
            var json = signed.json
            json[key] = other.json[key]
            #expect(code(json) == .wrongSignature)
        }
        var json = signed.json
        json["signer"] = .string(team.key(2).hex)
        #expect(code(json) == .wrongSignature)
        for index in signed.payload.indices {
            var payload = signed.payload
            payload[index] ^= 1
            var json = signed.json
            json["payload"] = .string(Base64.text(of: payload))
            #expect(code(json) == .wrongSignature)
        }
    }

    @Test("a payload that names another signer is refused, so nobody takes over another's address")
    func foreignSigner() throws {
        let signed = try team.item("s", of: 1)
        #expect(code(envelope(signed.payload, by: 2)) == .wrongSignature)
        // The same words of another device are another statement.
        #expect(try team.tombstone("s", of: 1, by: 1).id != team.tombstone("s", of: 1, by: 2).id)
    }

    @Test("a signature over the payload alone, without what it is for, is refused")
    func context() throws {
        let signed = try team.item("s", of: 1)
        var json = signed.json
        json["signature"] = .string(Base64.text(of: team.keys[1].signature(for: signed.payload)))
        #expect(code(json) == .wrongSignature)
    }

    @Test("what is not in the one form is refused")
    func notCanonical() throws {
        let signer = team.key(0).hex
        let good =
            #"{"at":5,"hub":"hub-1","item":"0123456789abcdef0123456789abcdef","reason":"r","signer":"\#(signer)","type":"tombstone","v":1}"#
        #expect(code(envelope(good)) == nil)
        for bad in [
            " " + good, good + "\n", good.replacing(#""at":5,"#, with: #""at": 5,"#),
            good.replacing(#""at":5,"hub":"hub-1""#, with: #""hub":"hub-1","at":5"#),
            good.replacing(#""at":5"#, with: #""at":5.0"#), good.replacing(#""at":5"#, with: #""at":5e0"#),
            good.replacing(#""at":5"#, with: #""at":-0"#),
            good.replacing(#""at":5"#, with: #""at":99999999999999999999"#),
            good.replacing(#""at":5"#, with: #""at":5,"at":5"#), good.replacing(#""r""#, with: #""\u0072""#),
            good.replacing(#""r""#, with: #""\/""#), good.replacing(#""r""#, with: #""\u0000""#),
            good.replacing(#""r""#, with: #""\uD800""#), good.replacing(#""r""#, with: "\"\u{7F}\""),
            good.replacing(#""reason""#, with: #""\u0072eason""#),
        ] {
            #expect(code(envelope(bad)) == .notCanonical, "\(bad)")
        }
    }

    @Test("what is no JSON is refused")
    func noJSON() {
        for bad in ["", "{", "nul", "{}{}", "[1,]", "\"\u{1}\""] {
            #expect(code(envelope(bad)) == .malformed, "\(bad)")
        }
        #expect(code(envelope([0x22, 0xC3, 0x28, 0x22])) == .malformed)
        let deep = String(repeating: "[", count: 100_000)
        #expect(code(envelope(deep)) == .malformed)
    }

    @Test("an envelope has three keys of the right form")
    func envelopes() throws {
        let signed = try team.item("s", of: 1).json
        for bad: JSON in [.null, "x", [], [:], ["payload": "e30="]] { #expect(code(bad) == .malformed) }
        for (key, value): (String, JSON?) in [
            ("payload", nil), ("payload", 5), ("payload", "%"), ("signature", ""), ("signature", "AAAA"),
            ("signer", "00"), ("signer", .string(team.key(1).hex.uppercased())), ("more", 1),
        ] {
            var json = signed
            json[key] = value
            #expect(code(json) == .malformed, "\(key)")
        }
    }

    @Test("a payload of more than 1 MiB is refused, unread")
    func tooLarge() throws {
        let text = String(repeating: "x", count: 1 << 20)
        #expect(throws: StatementFault.self) { try team.item("s", of: 0, text: text) }
        #expect(code(envelope([UInt8](repeating: 0x20, count: 1 << 20 + 1))) == .tooLarge)
        let fits = String(repeating: "x", count: 1 << 20 - 2000)
        #expect(code(try team.item("s", of: 0, text: fits).json) == nil)
    }

    @Test("a statement of a later version is told apart from a broken one")
    func laterVersion() throws {
        let statement = Statement.tombstone(TombstoneStatement(item: String(repeating: "0", count: 32), reason: ""))
        #expect(code(envelope(try payload(statement, "v", 2))) == .unsupported)
        #expect(code(envelope(try payload(statement, "v", "1"))) == .invalidStatement)
        #expect(code(envelope(try payload(statement, "v", nil))) == .invalidStatement)
    }

    @Test("each key must be there and in its bounds, and no other")
    func shapes() throws {
        let long = JSON(String(repeating: "x", count: 30_000))
        let wrong: [(Int, String, [JSON?])] = [
            (0, "type", [nil, "other", 1]), (0, "hub", [nil, "", "Hub", "a b", 1]), (0, "at", [nil, -1, "1"]),
            (0, "signer", [nil, "", 1]), (0, "kind", [nil, "poem"]), (0, "maker", [nil, "00"]),
            (0, "item", [nil, "0123456789abcdef0123456789abcdef"]), (0, "local", [nil, "", long, "other"]),
            (0, "version", [nil, 0, -1, "1", 4_294_967_296]), (0, "parents", [nil, ["a"], "x", [1]]),
            (0, "forkOf", ["x", 1, .null]), (0, "name", [nil, "", "a\nb", long]),
            (0, "summary", [nil, long]), (0, "text", [nil, 1]), (0, "licence", [nil, long]),
            (0, "groups", [nil, [], ["b", "a"], ["a", "a"], ["A"], [""], [1], "a", ["-a"]]),
            (0, "evidence", [nil, [:], 1]), (0, "provenance", [nil, ["by": "magic"], ["by": "rules", "model": "m"]]),
            (0, "project", [1, ["name": "x"], ["name": "x", "fingerprint": "", "more": 1]]), (0, "extra", [1]),
            (
                0, "files",
                [
                    nil, 1, [["path": "a"]], [["path": "../a", "content": ""]], [["path": "/a", "content": ""]],
                    [["path": "a//b", "content": ""]], [["path": "a\\b", "content": ""]],
                    [["path": "a", "content": "%"]], [["path": "a", "content": "", "mode": 1]],
                    [["path": "a", "content": ""], ["path": "a", "content": ""]],
                ]
            ),
            (2, "device", [nil, "x"]), (2, "member", [nil, "", "Ada", "a/b", 1]), (2, "name", [nil, ""]),
            (2, "deviceName", [nil, "", "a\u{1B}b"]), (2, "role", [nil, "owner"]), (2, "groups", [nil, ["b", "a"]]),
            (2, "version", [nil, 0]), (3, "item", [nil, "x"]), (3, "reason", [nil, long]),
            (4, "subject", [nil, [:], ["kind": "world", "id": "x"], ["kind": "device", "id": "x"]]),
            (4, "keeps", [nil, ["x"], 1]), (4, "compromised", [false, 1]),
            (5, "subject", [["kind": "member", "id": ""]]),
        ]
        for (index, key, values) in wrong {
            for value in values {
                let bytes = try payload(statements[index], key, value)
                #expect(code(envelope(bytes)) != nil, "\(key) = \(value?.text.prefix(60) ?? "nothing")")
            }
        }
    }

    @Test("what nobody would read is not signed")
    func refusedAtSigning() {
        var skill = Team.skill("s", maker: team.key(0))
        skill.form = ["gain": 0.5]
        #expect(throws: StatementFault.self) { try team.say(.item(skill), by: 0) }
        skill.form = nil
        skill.name = ""
        #expect(throws: StatementFault.self) { try team.say(.item(skill), by: 0) }
        #expect(throws: StatementFault.self) {
            try team.say(.item(Team.skill("s", maker: team.key(0), groups: [])), by: 0)
        }
    }

    @Test("two keys that look the same are two keys, and stand in the order of their bytes")
    func keysByBytes() throws {
        let composed = JSON.object(
            JSONObject([.init(key: "\u{E9}", value: 1), .init(key: "e\u{301}", value: 2), .init(key: "Z", value: 3)]))
        #expect(
            String(decoding: try composed.canonicalBytes(), as: UTF8.self) == "{\"Z\":3,\"e\u{301}\":2,\"\u{E9}\":1}")
        let twice = JSON.object(JSONObject([.init(key: "a", value: 1), .init(key: "a", value: 1)]))
        #expect(throws: StatementFault.self) { try twice.canonicalBytes() }
    }
}
