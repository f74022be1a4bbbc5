import Digest
import JSONText
import SharedStatements
import Testing

@Suite("Chains and the audit log")
struct AuditEntryTests {
    private let details = JSONObject([
        JSONObject.Member(key: "role", value: "member"), JSONObject.Member(key: "groups", value: ["ops"]),
    ])

    private func entry(_ seq: Int, after previous: String, subject: String = "d1") throws -> AuditEntry {
        try AuditEntry(
            seq: seq, at: 1_000, actor: "hub", action: "invite", subject: subject, details: details, after: previous)
    }

    @Test("a link is SHA-256 of the link before it and the entry, both as text")
    func link() {
        let expected = SHA256.hexDigest(of: Array((HashChain.start + "abc").utf8))
        #expect(HashChain.link(after: HashChain.start, entry: "abc") == expected)
        #expect(HashChain.start == String(repeating: "0", count: 64))
    }

    @Test("an entry is hashed as its canonical JSON without the hash")
    func canonical() throws {
        let text =
            #"{"action":"invite","actor":"hub","at":1000,"details":{"groups":["ops"],"role":"member"},"#
            + #""seq":1,"subject":"d1"}"#
        #expect(
            try entry(1, after: HashChain.start).hash == HashChain.link(after: HashChain.start, entry: text))
    }

    @Test("an entry follows the one before it, and no other; a changed one follows nothing")
    func following() throws {
        let first = try entry(1, after: HashChain.start)
        let second = try entry(2, after: first.hash)
        #expect(first.follows(HashChain.start) && second.follows(first.hash))
        #expect(!second.follows(HashChain.start))
        let changed = AuditEntry(
            seq: 2, at: second.at, actor: "hub", action: "invite", subject: "d2", details: details, hash: second.hash)
        #expect(!changed.follows(first.hash))
    }
}
