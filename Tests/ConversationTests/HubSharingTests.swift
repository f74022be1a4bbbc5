import JSONText
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore
import MemoryTestSupport
import SharedStatements
import Signing
import Testing

@Suite("Sharing with a team: seen first, then signed, then sent")
struct HubSharingTests {
    private func call(_ world: TeamWorld, _ method: String, _ params: JSON) async throws -> JSON {
        try await Dispatcher(memory: world.memory.memory, now: { [clock = world.memory.clock] in clock.now })
            .call(method, params, CallContext(agent: "claude"))
    }

    private func refusal(_ world: TeamWorld, _ method: String, _ params: JSON) async -> MemoryError.Code? {
        await #expect(throws: MemoryError.self) { try await call(world, method, params) }?.code
    }

    private static let token = "ghp_" + String(repeating: "aB3dE5gH", count: 5).prefix(36)

    private func world() async throws -> TeamWorld {
        let world = try await TeamWorld()
        try await world.memory.write(
            Skill.example(
                "rotate-keys", summary: "Rotate the keys.",
                guide: "Run keytool in /home/ada/src with token \(Self.token)."))
        return world
    }

    @Test("what leaves is byte for byte what was seen, without secrets and home folders, signed by this device")
    func preview() async throws {
        let world = try await world()
        let seen = try await call(world, "hub.preview", ["id": "sk_rotate-keys", "licence": "MIT"])
        let text = seen["statement"]?["text"]?.string ?? ""
        #expect(text.contains("keytool") && !text.contains(Self.token) && !text.contains("/home/ada"))
        #expect(text.contains("~/src"))
        let kinds = (seen["redactions"]?.array ?? []).compactMap { $0["kind"]?.string }
        #expect(kinds.contains("home_folder") && kinds.count >= 2)
        #expect(try await world.service.book.outbox(limit: 10).isEmpty, "a look sends nothing")
        #expect(try await call(world, "hub.preview", ["id": "sk_rotate-keys", "licence": "MIT"]) == seen)

        let shared = try await call(
            world, "hub.share", ["id": "sk_rotate-keys", "licence": "MIT", "confirm": seen["digest"] ?? .null])
        #expect(shared["envelope"] == seen["digest"] && shared["version"] == 1)
        let sent = try #require(try await world.service.book.outbox(limit: 10).first)
        let envelope = try VerifiedEnvelope(json: sent.envelope)
        #expect(envelope.signer == world.hub.own.verifyingKey && envelope.payload.count == Int(seen["bytes"]?.int ?? 0))
        #expect(try JSON(parsing: envelope.payload) == seen["statement"])
        #expect(!String(decoding: envelope.payload, as: UTF8.self).contains(Self.token))
        #expect(world.hub.wakes > 0)
        try await world.service.book.settle(accepted: [sent.id], refused: [])
        let listed = try await call(world, "hub.shared", [:])["items"]
        #expect(listed?.array?.count == 1 && listed?[0]?["state"] == "sent")
        #expect(try await world.waiting().isEmpty, "nobody reviews what is their own")
    }

    @Test("another digest, a private project, another group and what is out of use are refused")
    func refusals() async throws {
        let world = try await world()
        let digest = try await call(world, "hub.preview", ["id": "sk_rotate-keys"])["digest"] ?? .null
        #expect(
            await refusal(world, "hub.share", ["id": "sk_rotate-keys", "licence": "MIT", "confirm": digest])
                == .conflict)
        #expect(await refusal(world, "hub.preview", ["id": "sk_rotate-keys", "groups": ["ops"]]) == .unsupported)
        #expect(await refusal(world, "hub.preview", ["id": "sk_nothing"]) == .notFound)
        world.memory.change { $0.privateProjects = PrivateProjects(["/src/api"]) }
        #expect(await refusal(world, "hub.preview", ["id": "sk_rotate-keys"]) == .conflict)
        #expect(await refusal(world, "hub.share", ["id": "sk_rotate-keys", "confirm": digest]) == .conflict)
        #expect(try await world.service.book.outbox(limit: 10).isEmpty)
        world.memory.change { $0.privateProjects = PrivateProjects() }
        _ = try await call(world, "skill.archive", ["id": "sk_rotate-keys"])
        #expect(await refusal(world, "hub.preview", ["id": "sk_rotate-keys"]) == .conflict)
    }

    @Test("steps go only when they are ticked, redacted")
    func excerpts() async throws {
        let world = try await world()
        let conversation = world.memory.conversation("a")
        try await conversation.say("rotate the keys please")
        try await conversation.call("Bash", ["command": "keytool rotate"], output: "rotated xylophone")
        try await conversation.answer("done")
        let step = try #require(try await conversation.traces().first { $0.call != nil })
        let plain = try await call(world, "hub.preview", ["id": "sk_rotate-keys"])
        #expect(plain["statement"]?["files"] == [])
        let ticked = try await call(
            world, "hub.preview", ["id": "sk_rotate-keys", "withTraces": [.string(step.id.rawValue)]])
        #expect(ticked["statement"]?["files"]?[0]?["path"] == "excerpts.md")
        let excerpt = try await call(world, "hub.preview", ["id": .string(step.id.rawValue), "kind": "excerpt"])
        #expect(excerpt["statement"]?["kind"] == "excerpt")
        #expect(excerpt["statement"]?["text"]?.string?.contains("xylophone") == true)
    }

    @Test("taking back sends a tombstone; sharing once more makes another item")
    func unsharing() async throws {
        let world = try await world()
        let digest = try await call(world, "hub.preview", ["id": "sk_rotate-keys"])["digest"] ?? .null
        let first = try await call(world, "hub.share", ["id": "sk_rotate-keys", "confirm": digest])
        _ = try await call(world, "hub.unshare", ["item": "sk_rotate-keys", "reason": "out of date"])
        let sent = try await world.service.book.outbox(limit: 10).map { try VerifiedEnvelope(json: $0.envelope) }
        #expect(sent.count == 1 && sent.first?.statement.type == .tombstone, "what was not sent does not go any more")
        #expect(try await call(world, "hub.shared", [:])["items"]?[0]?["state"] == "withdrawn")
        let again = try await call(world, "hub.preview", ["id": "sk_rotate-keys"])["digest"] ?? .null
        let second = try await call(world, "hub.share", ["id": "sk_rotate-keys", "confirm": again])
        #expect(second["item"] != first["item"] && second["version"] == 1)
    }

    @Test("what reads otherwise than what was shared says so until the new version is shared; trials do not count")
    func changes() async throws {
        let world = try await world()
        func share() async throws {
            let digest = try await call(world, "hub.preview", ["id": "sk_rotate-keys"])["digest"] ?? .null
            _ = try await call(world, "hub.share", ["id": "sk_rotate-keys", "confirm": digest])
        }
        func changed() async throws -> [JSON?] {
            try await call(world, "hub.shared", [:])["items"]?.array?.map { $0["changed"] } ?? []
        }
        try await share()
        #expect(try await changed() == [nil])
        func revise(_ change: @escaping @Sendable (inout Skill) -> Void) async throws {
            try await world.memory.database.write { transaction in
                var skill = try #require(try transaction.reader.item(SkillID("sk_rotate-keys")))
                change(&skill)
                _ = try transaction.revise(skill, reason: "learned more")
            }
        }
        try await revise { skill in
            skill.reliability = 0.25
            skill.usage.trialsAttempted += 3
        }
        #expect(try await changed() == [nil])
        try await revise { $0.summary = "Rotate the keys at night." }
        #expect(try await changed() == [true])
        try await share()
        #expect(try await changed() == [nil, nil])
        try await revise { $0.summary = "Rotate the keys at dawn." }
        #expect(try await changed() == [true, nil], "only the newest version is compared")
        _ = try await call(world, "skill.archive", ["id": "sk_rotate-keys"])
        #expect(try await changed() == [nil, nil], "what is out of use has no new version")
    }

    @Test("policies and world models come through as they are, and are shared on only as a fork")
    func structured() async throws {
        let maker = try await TeamWorld()
        try await maker.memory.write(
            Policy.example(
                "Native build fails on alpine", trigger: "pg_config not found", procedure: "apk add postgresql-dev"))
        let seen = try await call(maker, "hub.preview", ["id": "po_Native build fails on alpine"])
        _ = try await call(
            maker, "hub.share", ["id": "po_Native build fails on alpine", "confirm": seen["digest"] ?? .null])
        let sent = try VerifiedEnvelope(
            json: try #require(try await maker.service.book.outbox(limit: 1).first).envelope)
        guard case .item(let statement) = sent.statement else { return }

        let world = try await TeamWorld()
        func told(as local: String, _ text: String) throws -> VerifiedEnvelope {
            try TeamWords.say(
                .item(
                    ItemStatement(
                        kind: statement.kind, maker: world.mallory.verifyingKey, local: local,
                        version: statement.version, name: statement.name, summary: statement.summary, text: text,
                        evidence: statement.evidence, provenance: statement.provenance, licence: statement.licence,
                        groups: statement.groups, form: statement.form)), by: world.mallory)
        }
        let shared = try told(as: statement.local, statement.text)
        let lie = try told(as: "po_lies", "# Native build fails on alpine\n\nHarmless.\n")
        try await world.receive([shared, lie])
        let policy = try await call(world, "hub.approve", ["envelope": .string(shared.id)])
        #expect(policy["trigger"] == "pg_config not found" && policy["procedure"] == "apk add postgresql-dev")
        #expect(policy["preference"] == ["the package manager"] && policy["status"] == "active")
        let other = try await call(world, "hub.approve", ["envelope": .string(lie.id)])
        #expect(
            other["trigger"] == "" && !other.text.contains("apk add"), "a form counts when it says what the text says")

        let id = policy["id"] ?? .null
        #expect(await refusal(world, "hub.preview", ["id": id]) == .conflict)
        _ = try await call(world, "policy.edit", ["id": id, "procedure": "apk add libpq-dev"])
        let fork = try await call(world, "hub.preview", ["id": id])
        #expect(fork["statement"]?["forkOf"] == .string(shared.id))
    }
}
