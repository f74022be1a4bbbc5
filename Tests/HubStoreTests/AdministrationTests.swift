import HubStore
import JSONText
import MemoryModel
import Testing

@Suite("Devices, tokens and invitations")
struct AdministrationTests {
    private func device(_ key: String, state: HubDevice.State = .pending) -> HubDevice {
        HubDevice(
            device: key, name: "Ann", deviceName: "laptop", state: state, role: "member", groups: ["ops", "设计"],
            invitedBy: "hub", createdAt: HubFixture.start)
    }

    private func invite(_ handle: String, at time: Int64 = HubFixture.start) -> HubInvite {
        HubInvite(
            handle: handle, secret: "SECRET", role: "reader", groups: ["ops"], isApproved: true, createdBy: "d0",
            createdAt: time, expiresAt: time + 600_000)
    }

    @Test("a device is kept as it came, and is approved", arguments: HubPlace.available)
    func devices(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        try await database.write { try $0.save(device("d1")) }
        #expect(try await database.read { try $0.device("d1") } == device("d1"))
        #expect(try await database.write { try $0.setState(.active, member: "ann", ofDevice: "d1") })
        let approved = try await database.read { try $0.devices() }
        #expect(approved.map(\.state) == [.active] && approved.first?.member == "ann")
        #expect(try await database.write { try $0.setState(.active, ofDevice: "unknown") } == false)
        await fixture.close(database)
    }

    @Test("what was seen is written when the database is closed", arguments: HubPlace.available)
    func presence(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        try await database.write { transaction in
            for number in 0..<70 { try transaction.save(device("d\(number)")) }
            try transaction.issueToken(hash: token("a"), device: "d0", at: 1)
        }
        for number in 0..<70 { database.noteSeen(device: "d\(number)", cursor: number, at: HubFixture.start) }
        database.noteSeen(device: "d0", at: HubFixture.start + 9)
        _ = try await database.authenticate(tokenHash: token("a"), at: HubFixture.start + 9)
        await fixture.close(database)
        let again = try await fixture.open()
        let devices = try await again.read { try $0.devices() }
        #expect(devices.count == 70)
        #expect(devices.first { $0.device == "d69" }?.cursor == 69)
        #expect(devices.first { $0.device == "d0" }?.lastSeenAt == HubFixture.start + 9)
        #expect(devices.first { $0.device == "d0" }?.cursor == 0)
        #expect(try await again.read { try $0.tokens(ofDevice: "d0").first?.lastUsedAt } == HubFixture.start + 9)
        again.noteSeen(device: "d0", at: HubFixture.start + 20)
        await fixture.close(again)
        let third = try await fixture.open()
        let seen = try await third.read { try $0.device("d0") }
        #expect(seen?.cursor == 0 && seen?.lastSeenAt == HubFixture.start + 20)
        await fixture.close(third)
    }

    @Test("only a device that waits can be turned away, and its tokens go", arguments: HubPlace.available)
    func rejection(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        try await database.write { transaction in
            try transaction.save(device("waits"))
            try transaction.save(device("works", state: .active))
            try transaction.issueToken(hash: token("w"), device: "waits", at: 1)
        }
        #expect(try await database.write { try $0.reject(device: "waits") })
        #expect(try await database.write { try $0.reject(device: "works") } == false)
        #expect(try await database.write { try $0.reject(device: "unknown") } == false)
        #expect(try await database.read { try $0.tokens(ofDevice: nil) }.isEmpty)
        await fixture.close(database)
    }

    private func token(_ letter: String) -> String { String(repeating: letter, count: 64) }

    @Test("a token holds until the one in its place is used", arguments: HubPlace.available)
    func rotation(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let (old, lost, new) = (token("a"), token("b"), token("c"))
        try await database.write { try $0.issueToken(hash: old, device: "d1", at: 1) }
        try await database.write { try $0.issueToken(hash: lost, device: "d1", at: 2, replacing: old) }
        try await database.write { try $0.issueToken(hash: new, device: "d1", at: 3, replacing: old) }
        #expect(try await database.authenticate(tokenHash: lost, at: 4) == nil)
        #expect(try await database.authenticate(tokenHash: old, at: 4)?.device == "d1")
        #expect(try await database.authenticate(tokenHash: new, at: 5)?.isFresh == true)
        #expect(try await database.authenticate(tokenHash: old, at: 6) == nil)
        #expect(try await database.authenticate(tokenHash: new, at: 6)?.isFresh == false)
        let listed = try await database.read { try $0.tokens(ofDevice: "d1") }
        #expect(listed.map(\.id) == [String(new.prefix(16))])
        #expect(try await database.write { try $0.revokeToken(id: listed[0].id, ofDevice: "d2") } == false)
        #expect(try await database.write { try $0.revokeToken(id: listed[0].id, ofDevice: "d1") })
        #expect(try await database.authenticate(tokenHash: new, at: 7) == nil)
        await fixture.close(database)
    }

    @Test("five tries end an invitation, so does its use, so does its time", arguments: HubPlace.available)
    func invitations(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let start = HubFixture.start
        #expect(try await database.write { try $0.add(invite("AAAA")) })
        #expect(try await database.write { try $0.add(invite("AAAA")) } == false)
        #expect(try await database.write { try $0.tryInvite("AAAA", at: start) } == invite("AAAA"))
        for _ in 2...5 { #expect(try await database.write { try $0.tryInvite("AAAA", at: start) } != nil) }
        #expect(try await database.write { try $0.tryInvite("AAAA", at: start) } == nil)
        #expect(try await database.write { try $0.tryInvite("ZZZZ", at: start) } == nil)
        #expect(try await database.write { try $0.add(invite("BBBB")) })
        #expect(try await database.write { try $0.useInvite("BBBB", by: "d1", at: start + 1) })
        #expect(try await database.write { try $0.useInvite("BBBB", by: "d2", at: start + 2) } == false)
        #expect(try await database.write { try $0.tryInvite("BBBB", at: start + 2) } == nil)
        let used = try await database.read { try $0.invite("BBBB") }
        #expect(used?.usedBy == "d1" && used?.secret == "")
        #expect(try await database.write { try $0.add(invite("CCCC")) })
        #expect(try await database.write { try $0.tryInvite("CCCC", at: start + 600_000) } == nil)
        #expect(try await database.read { try $0.invites().map(\.handle) } == ["AAAA", "BBBB", "CCCC"])
        #expect(try await database.write { try $0.deleteInvite("CCCC") })
        #expect(try await database.write { try $0.add(invite("DDDD", at: start + 2 * HubFixture.day)) })
        #expect(try await database.read { try $0.invites().map(\.handle) } == ["DDDD"])
        await fixture.close(database)
    }

    @Test("an exchange has one second message", arguments: HubPlace.available)
    func pairings(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let pairing = HubPairing(run: "r1", handle: "AAAA", state: #"{"k":"v"}"#, expiresAt: HubFixture.start + 100)
        try await database.write { try $0.add(pairing) }
        #expect(try await database.write { try $0.takePairing("r1", at: HubFixture.start) } == pairing)
        #expect(try await database.write { try $0.takePairing("r1", at: HubFixture.start) } == nil)
        try await database.write { try $0.add(pairing) }
        #expect(try await database.write { try $0.takePairing("r1", at: HubFixture.start + 100) } == nil)
        await fixture.close(database)
    }

    @Test("figures count what is there", arguments: HubPlace.available)
    func figures(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let author = Author()
        try await database.write { transaction in
            try transaction.save(device("d1"))
            try transaction.save(device("d2", state: .active))
            try transaction.issueToken(hash: token("a"), device: "d2", at: 1)
            try transaction.record(actor: "hub", action: "serve", subject: "", at: 1)
        }
        let statement = try author.skill("one")
        try await database.append([statement], by: author)
        let figures = try await database.read { try $0.figures() }
        #expect(figures.statements == 1 && figures.devices == 1 && figures.pendingDevices == 1 && figures.tokens == 1)
        #expect(figures.auditEntries == 1 && figures.envelopeBytes == statement.envelope.utf8.count)
        #expect(figures.databaseBytes > 10_000)
        await fixture.close(database)
    }
}
