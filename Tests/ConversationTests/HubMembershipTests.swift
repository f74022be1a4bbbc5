import JSONText
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore
import MemoryTestSupport
import SharedStatements
import Signing
import Testing

@Suite("A membership: joining, an admin's word, a hub that was set back")
struct HubMembershipTests {
    private func call(_ memory: TestMemory, _ method: String, _ params: JSON) async throws -> JSON {
        try await Dispatcher(memory: memory.memory, now: { [clock = memory.clock] in clock.now })
            .call(method, params, CallContext(agent: "claude"))
    }

    @Test("without a hub all but status, join and discover say how to get one")
    func off() async throws {
        let memory = try TestMemory()
        #expect(try await call(memory, "hub.status", [:]) == ["state": "off"])
        #expect(try await call(memory, "hub.discover", [:])["hubs"] == [])
        for method in ["hub.review", "hub.shared", "hub.members", "hub.trusted", "hub.health", "hub.revocations"] {
            let error = await #expect(throws: MemoryError.self) { try await call(memory, method, [:]) }
            #expect(error?.code == .unsupported && error?.hint?.contains("hub join") == true, "\(method)")
        }
    }

    @Test("the first device grants itself access; a later one waits for an admin")
    func first() async throws {
        let hub = ScriptedHub(isFirst: true)
        let memory = try TestMemory(hub: hub)
        let joined = try await call(memory, "hub.join", ["address": "hub.local", "code": "0", "name": "Ada Lovelace"])
        #expect(joined["state"] == "active" && joined["role"] == "admin")
        #expect(joined["member"]?["member"] == "ada-lovelace")
        let sent = try #require(try await memory.memory.hub.book.outbox(limit: 10).first)
        #expect(try VerifiedEnvelope(json: sent.envelope).statement.type == .grant)
        let error = await #expect(throws: MemoryError.self) {
            try await call(memory, "hub.join", ["address": "hub.local", "code": "0", "name": "Ada"])
        }
        #expect(error?.code == .alreadyExists)

        let second = ScriptedHub()
        let other = try TestMemory(hub: second)
        #expect(
            try await call(other, "hub.join", ["address": "hub.local", "code": "0", "name": "Bo"])["state"] == "pending"
        )
        await #expect(throws: MemoryError.self) { try await call(other, "hub.preview", ["id": "sk_x"]) }
    }

    @Test("an admin lets a device in, gives it groups, and revokes it; a member may not")
    func administration() async throws {
        let hub = ScriptedHub(isFirst: true)
        let memory = try TestMemory(hub: hub)
        _ = try await call(memory, "hub.join", ["address": "hub.local", "code": "0", "name": "Ada"])
        let guest = ScriptedHub.key(5)
        let key = JSON.string(guest.verifyingKey.hex)
        hub.answer(
            "devices",
            with: ["devices": [["device": key, "name": "Bo", "deviceName": "Bo's desk", "state": "pending"]]])
        #expect(try await call(memory, "hub.members", [:])["pending"]?[0]?["name"] == "Bo")
        let granted = try await call(memory, "hub.grant", ["device": key, "role": "member", "groups": ["ops"]])
        #expect(granted["member"] == "bo" && granted["groups"] == ["everyone", "ops"])
        let skill = try TeamWords.skill("bo-s-skill", steps: "1. Step.", by: guest)
        _ = try await memory.memory.hub.book.merge([skill], upTo: nil)
        #expect(try await memory.memory.hub.received(in: [.waiting]).count == 1)
        _ = try await call(memory, "hub.revoke", ["kind": "member", "id": "bo", "reason": "left"])
        #expect(try await memory.memory.hub.received(in: [.waiting]).isEmpty)
        #expect(try await call(memory, "hub.revocations", [:])["revocations"]?[0]?["kind"] == "member")

        let world = try await TeamWorld()
        let error = await #expect(throws: MemoryError.self) {
            try await call(world.memory, "hub.grant", ["device": key, "role": "admin", "name": "Bo"])
        }
        #expect(error?.code == .unsupported)
        await #expect(throws: MemoryError.self) {
            try await call(world.memory, "hub.revoke", ["kind": "member", "id": "grace"])
        }
        #expect(try await world.service.book.outbox(limit: 10).isEmpty)
    }

    @Test("whom a stolen key let in is out with it; whom a lost one let in stays", arguments: [true, false])
    func stolenKey(isStolen: Bool) async throws {
        let hub = ScriptedHub(isFirst: true)
        let memory = try TestMemory(hub: hub)
        _ = try await call(memory, "hub.join", ["address": "hub.local", "code": "0", "name": "Ada"])
        let (admin, guest) = (ScriptedHub.key(5), ScriptedHub.key(6))
        let key = JSON.string(admin.verifyingKey.hex)
        hub.answer(
            "devices", with: ["devices": [["device": key, "name": "Bo", "deviceName": "desk", "state": "pending"]]])
        _ = try await call(memory, "hub.grant", ["device": key, "role": "admin", "member": "bo", "name": "Bo"])
        _ = try await memory.memory.hub.book.merge([TeamWords.grant(guest, member: "cy", by: admin)], upTo: nil)
        #expect(try await memory.memory.hub.members(asksHub: false).members.map(\.member) == ["ada", "bo", "cy"])
        _ = try await call(
            memory, "hub.revoke", ["kind": "device", "id": key, "reason": "gone", "compromised": .bool(isStolen)])
        let left = try await memory.memory.hub.members(asksHub: false).members.filter(\.isActive).map(\.member)
        #expect(left == (isStolen ? ["ada"] : ["ada", "cy"]))
        let error = await #expect(throws: MemoryError.self) {
            try await call(
                memory, "hub.revoke",
                ["kind": "item", "id": .string(String(repeating: "a", count: 32)), "compromised": true])
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test("a guest of an approved code is let in once, with the role that was given here")
    func approvedInvite() async throws {
        let hub = ScriptedHub(isFirst: true)
        let memory = try TestMemory(hub: hub)
        _ = try await call(memory, "hub.join", ["address": "hub.local", "code": "0", "name": "Ada"])
        hub.answer(
            "invites",
            with: ["handle": "7K3M", "code": "7K3M-0000-0000", "expiresAt": .integer(memory.clock.now + 600_000)])
        _ = try await call(memory, "hub.invite", ["role": "member", "approved": true])
        func waiting(_ number: UInt8) -> JSON {
            [
                "device": .string(ScriptedHub.key(number).verifyingKey.hex), "name": "Bo", "deviceName": "desk",
                "state": "pending", "invited": ["role": "member", "groups": [], "approved": true],
            ]
        }
        #expect(try await memory.memory.hub.book.admit(["devices": [waiting(5), waiting(6)]]))
        #expect(try await !memory.memory.hub.book.admit(["devices": [waiting(6)]]), "one device a code")
        #expect(try await memory.memory.hub.members(asksHub: false).members.map(\.member) == ["ada", "bo"])
    }

    @Test("a hub that was set back is told again all that is here; what was revoked stays revoked")
    func rollBack() async throws {
        let world = try await TeamWorld()
        let skill = try TeamWords.skill("rotate-keys", steps: "1. Step.", by: world.mallory)
        let tombstone = try TeamWords.tombstone(skill, by: world.mallory)
        try await world.receive([skill, tombstone])
        _ = try await world.service.book.merge([], upTo: HubMark(cursor: 5, chain: String(repeating: "a", count: 64)))
        try await world.service.book.rolledBack(head: 2)
        let membership = try #require(try await world.service.book.membership())
        #expect(membership.isRepairing && membership.mark == .start)
        #expect(try await call(world.memory, "hub.status", [:])["sync"]?["state"] == "rolled_back")
        let held = try await world.service.book.heldStatements(after: 0, limit: 100)
        #expect(held.count == 4 && held.contains { $0.id == tombstone.id } && !held.contains { $0.id == skill.id })
        try await world.receive([skill])
        #expect(try await world.waiting().isEmpty)
        try await world.service.book.repaired()
        #expect(try await world.service.book.membership()?.isRepairing == false)
    }
}
