import Signing
import Testing

@testable import SharedStatements

@Suite struct TeamStateTests {
    private let team = Team()

    @Test("only grants in a chain from a root give access")
    func chain() throws {
        let state = team.state([
            try team.grant(0, member: "rita", role: .admin), try team.grant(1, member: "ada", role: .admin),
            try team.grant(2, member: "bob", by: 1), try team.grant(3, member: "eve", role: .admin, by: 3),
            try team.grant(4, member: "mallory", role: .admin, by: 2),
        ])
        #expect(state.devices.map(\.member).sorted() == ["ada", "bob", "rita"])
        #expect(state.device(team.key(0))?.isRoot == true)
        #expect(state.device(team.key(2))?.role == .member)
        #expect(state.device(team.key(2))?.groups == ["everyone"])
        #expect(state.members.map(\.member) == ["ada", "bob", "rita"])
        #expect(state.groups == ["everyone": ["ada", "bob", "rita"]])
    }

    @Test("a grant that comes after what rests on it makes it valid")
    func grantComesLate() throws {
        let admin = try team.grant(1, member: "ada", role: .admin)
        let member = try team.grant(2, member: "bob", by: 1)
        let item = try team.item("s", of: 2)
        let tombstone = try team.tombstone("t", of: 2, by: 1)
        let taken = try team.item("t", of: 2)
        var state = team.state([taken, tombstone, item, member])
        for statement in [taken, tombstone, item, member] {
            #expect(!state.verdict(of: statement.id).isValid)
            #expect(!state.verdict(of: statement.id).isFinal)
        }
        state.add(admin)
        #expect(state.verdict(of: item.id) == .valid)
        #expect(state.verdict(of: member.id) == .valid)
        #expect(state.verdict(of: taken.id) == .tombstoned(reason: "taken back by 1"))
    }

    @Test("a statement that is here already, or for another hub, is no news")
    func replay() throws {
        let item = try team.item("s", of: 0)
        let elsewhere = try team.say(.item(Team.skill("s", maker: team.key(0))), by: 0, hub: "hub-2")
        var state = team.state([item])
        let news = [state.add(item), state.add(elsewhere)]
        #expect(news == [false, false])
        #expect(state.verdict(of: elsewhere.id) == .unknown)
        #expect(!state.admission(of: elsewhere).isValid)
        #expect(state.count == 1)
    }

    @Test("readers share nothing, and nobody shares into a group that is not theirs")
    func rolesAndGroups() throws {
        let reader = try team.item("s", of: 1)
        let inside = try team.item("s", of: 2, groups: ["ops"])
        let outside = try team.item("t", of: 2, groups: ["dev", "ops"])
        let state = team.state([
            try team.grant(1, member: "ada", role: .reader), try team.grant(2, member: "bob", groups: ["ops"]), reader,
            inside, outside,
        ])
        #expect(state.verdict(of: reader.id) == .unauthorised(reason: "Its signer may read only."))
        #expect(state.verdict(of: inside.id) == .valid)
        #expect(state.verdict(of: outside.id) == .unauthorised(reason: "Its signer is not in the group dev."))
    }

    @Test("the grant with the highest version counts, then that with the highest id")
    func latestGrant() throws {
        let first = try team.grant(1, member: "ada", groups: ["ops"])
        let second = try team.grant(1, member: "ada", role: .reader, version: 2)
        #expect(team.state([second, first]).device(team.key(1))?.role == .reader)
        let rival = try team.grant(1, member: "ada", groups: ["dev"])
        let higher = max(first.id, rival.id)
        #expect(team.state([first, rival]).device(team.key(1))?.grant == higher)
        #expect(team.state([rival, first]).device(team.key(1))?.grant == higher)
    }

    @Test("an admin who was made a member cannot make itself an admin again, directly or through a friend")
    func demotion() throws {
        let before = [try team.grant(1, member: "ada", role: .admin)]
        let demotion = try team.grant(1, member: "ada", role: .member, version: 2)
        let again = try team.grant(1, member: "ada", role: .admin, version: 3, by: 1)
        let friend = try team.grant(2, member: "bob", role: .admin, by: 1)
        let throughFriend = try team.grant(1, member: "ada", role: .admin, version: 4, by: 2)
        let state = team.state(before + [demotion, again, friend, throughFriend])
        #expect(state.device(team.key(1))?.role == .member)
        #expect(!state.verdict(of: again.id).isValid)
        #expect(!state.verdict(of: throughFriend.id).isValid)
        let restored = try team.grant(1, member: "ada", role: .admin, version: 5)
        #expect(team.state(before + [demotion, again, restored]).device(team.key(1))?.role == .admin)
    }

    @Test("nobody but a root grants to a root or revokes one; it may revoke itself")
    func roots() throws {
        let admin = try team.grant(1, member: "ada", role: .admin)
        let own = try team.grant(0, member: "rita", role: .admin)
        let lowered = try team.grant(0, member: "rita", role: .reader, version: 9, by: 1)
        let revoked = try team.revoke(.device(team.key(0)), by: 1)
        let member = try team.revoke(.member("rita"), by: 1)
        var state = team.state([own, admin, lowered, revoked, member])
        #expect(state.device(team.key(0))?.role == .admin)
        #expect(state.device(team.key(0))?.isActive == true)
        #expect(!state.verdict(of: revoked.id).isValid)
        #expect(!state.verdict(of: lowered.id).isValid)
        state.add(try team.revoke(.device(team.key(0)), by: 0))
        #expect(state.device(team.key(0))?.isActive == false)
    }

    @Test("versions count of devices of the same member, and nobody else speaks in an item of theirs")
    func versions() throws {
        let grants = [
            try team.grant(1, member: "ada"), try team.grant(2, member: "ada"), try team.grant(3, member: "bob"),
        ]
        let first = try team.item("s", of: 1)
        let second = try team.item("s", of: 1, version: 2, by: 2)
        let foreign = try team.item("s", of: 1, version: 9, by: 3)
        let state = team.state(grants + [first, second, foreign])
        let item = try #require(state.item(team.itemID("s", of: 1)))
        #expect(item.head == second.id)
        #expect(item.isLive)
        #expect(item.member == "ada")
        #expect(item.versions.map(\.version) == [9, 2, 1])
        #expect(state.verdict(of: foreign.id) == .unauthorised(reason: "The item is another member's."))
    }

    @Test("forks of one version are both there, and the one with the highest id is the head")
    func forks() throws {
        let grant = try team.grant(1, member: "ada")
        let one = try team.item("s", of: 1, version: 2, text: "one")
        let other = try team.item("s", of: 1, version: 2, text: "other")
        for order in [[grant, one, other], [other, one, grant]] {
            let item = try #require(team.state(order).item(team.itemID("s", of: 1)))
            #expect(item.head == max(one.id, other.id))
            #expect(item.versions.count == 2)
        }
    }

    @Test("a tombstone of the member or an admin takes an item back for good; a stranger's does nothing")
    func tombstones() throws {
        let grants = [
            try team.grant(1, member: "ada"), try team.grant(2, member: "ada"), try team.grant(3, member: "bob"),
            try team.grant(4, member: "carl", role: .admin),
        ]
        let item = try team.item("s", of: 1)
        let stranger = try team.tombstone("s", of: 1, by: 3)
        var state = team.state(grants + [item, stranger])
        #expect(state.verdict(of: item.id) == .valid)
        #expect(!state.verdict(of: stranger.id).isValid)
        for signer in [1, 2, 4] {
            var taken = state
            taken.add(try team.tombstone("s", of: 1, by: signer))
            #expect(taken.verdict(of: item.id) == .tombstoned(reason: "taken back by \(signer)"))
            let later = try team.item("s", of: 1, version: 7)
            taken.add(later)
            #expect(taken.verdict(of: later.id).isFinal)
            #expect(taken.item(team.itemID("s", of: 1))?.isLive == false)
        }
        state.add(try team.tombstone("other", of: 1, by: 1))
        #expect(state.verdict(of: item.id) == .valid)
    }

    @Test("a revoked device's items go but for those that are kept; with two revocations what both keep")
    func keeps() throws {
        let grants = [try team.grant(1, member: "ada"), try team.grant(2, member: "bob", role: .admin)]
        let items = [try team.item("a", of: 1), try team.item("b", of: 1), try team.item("c", of: 1)]
        var state = team.state(grants + items)
        state.add(try team.revoke(.device(team.key(1)), keeps: [items[0].id, items[1].id], by: 0))
        #expect(items.map { state.verdict(of: $0.id).isValid } == [true, true, false])
        state.add(try team.revoke(.member("ada"), keeps: [items[1].id, items[2].id], by: 2))
        #expect(items.map { state.verdict(of: $0.id).isValid } == [false, true, false])
        #expect(state.device(team.key(1))?.isActive == false)
    }

    @Test("a revoked member is out with all devices, those to come included, and under no other name")
    func members() throws {
        let item = try team.item("s", of: 3)
        let state = team.state([
            try team.grant(1, member: "ada"), try team.grant(2, member: "ada"), try team.revoke(.member("ada"), by: 0),
            try team.grant(3, member: "ada"), try team.grant(1, member: "eva", version: 2), item,
        ])
        for device in 1...3 { #expect(state.revocation(of: team.key(device)) == "revoked by 0") }
        #expect(state.verdict(of: item.id) == .revoked(reason: "revoked by 0"))
        #expect(state.groups.isEmpty)
    }

    @Test("a device leaves by itself, and a member by any of its devices; nobody is thrown out by an equal")
    func leaving() throws {
        let grants = [
            try team.grant(1, member: "ada"), try team.grant(2, member: "ada"), try team.grant(3, member: "bob"),
        ]
        let hostile = [try team.revoke(.device(team.key(1)), by: 3), try team.revoke(.member("ada"), by: 3)]
        #expect(team.state(grants + hostile).devices.filter(\.isActive).count == 3)
        let device = team.state(grants + [try team.revoke(.device(team.key(1)), by: 1)])
        #expect(device.devices.filter(\.isActive).count == 2)
        let member = team.state(grants + [try team.revoke(.member("ada"), by: 2)])
        #expect(member.devices.filter(\.isActive).map(\.member) == ["bob"])
    }

    @Test("admins who revoke each other are both out, and what they removed and granted stays")
    func mutual() throws {
        let grants = [
            try team.grant(1, member: "ada", role: .admin), try team.grant(2, member: "bob", role: .admin),
            try team.grant(3, member: "carl", by: 1), try team.grant(4, member: "dora", by: 2),
        ]
        let item = try team.item("s", of: 3)
        let item4 = try team.item("s", of: 4)
        let state = team.state(
            grants + [
                item, item4, try team.revoke(.device(team.key(2)), by: 1), try team.revoke(.device(team.key(1)), by: 2),
                try team.revoke(.envelope(item4.id), by: 2),
            ])
        #expect(state.device(team.key(1))?.isActive == false)
        #expect(state.device(team.key(2))?.isActive == false)
        #expect(state.device(team.key(3))?.isActive == true)
        #expect(state.device(team.key(4))?.isActive == true)
        #expect(state.verdict(of: item.id) == .valid)
        #expect(state.verdict(of: item4.id) == .revoked(reason: "revoked by 2"))
    }

    @Test("a compromised admin's grants give nothing any more but those that are kept; what it removed stays removed")
    func compromised() throws {
        let kept = try team.grant(2, member: "bob", by: 1)
        let forged = try team.grant(3, member: "bob", role: .admin, by: 1)
        let item = try team.item("s", of: 3)
        let removed = try team.item("t", of: 2)
        var state = team.state([
            try team.grant(1, member: "ada", role: .admin), kept, forged, item, removed,
            try team.revoke(.item(team.itemID("t", of: 2)), by: 3),
        ])
        #expect(state.verdict(of: item.id) == .valid)
        state.add(try team.revoke(.device(team.key(1)), keeps: [kept.id], isCompromised: true, by: 0))
        #expect(state.device(team.key(2))?.isActive == true)
        #expect(state.device(team.key(3)) == nil)
        #expect(state.verdict(of: forged.id) == .revoked(reason: "revoked by 0"))
        #expect(!state.verdict(of: item.id).isValid)
        #expect(state.verdict(of: removed.id).isFinal)
        state.add(try team.grant(3, member: "emil"))
        #expect(state.verdict(of: item.id) == .valid)
    }

    @Test("a revoked version gives way to another, a revoked item to none")
    func versionsAndItems() throws {
        let grant = try team.grant(1, member: "ada")
        let first = try team.item("s", of: 1)
        let second = try team.item("s", of: 1, version: 2)
        var state = team.state([grant, first, second, try team.revoke(.envelope(second.id), by: 0)])
        #expect(state.item(team.itemID("s", of: 1))?.head == first.id)
        state.add(try team.revoke(.item(team.itemID("s", of: 1)), by: 1))
        #expect(state.item(team.itemID("s", of: 1))?.isLive == true)
        state.add(try team.revoke(.item(team.itemID("s", of: 1)), by: 0))
        #expect(state.item(team.itemID("s", of: 1))?.state == .revoked(reason: "revoked by 0"))
    }

    @Test("an active device reads what is for its groups and what tells who counts")
    func reading() throws {
        let grants = [
            try team.grant(1, member: "ada", groups: ["ops"]), try team.grant(2, member: "bob", role: .reader),
            try team.grant(3, member: "ada"),
        ]
        let ops = try team.item("s", of: 1, groups: ["ops"])
        let all = try team.item("t", of: 1)
        var state = team.state(grants + [ops, all])
        #expect(state.mayRead(team.key(1), ops.id))
        #expect(!state.mayRead(team.key(2), ops.id))
        #expect(state.mayRead(team.key(2), all.id))
        #expect(state.mayRead(team.key(3), ops.id), "of the same member")
        #expect(state.mayRead(team.key(2), grants[0].id))
        #expect(!state.mayRead(team.key(5), grants[0].id))
        #expect(!state.mayRead(team.key(1), String(repeating: "0", count: 64)))
        let tombstone = try team.tombstone("t", of: 1, by: 1)
        state.add(tombstone)
        #expect(!state.mayRead(team.key(2), all.id))
        #expect(state.mayRead(team.key(2), tombstone.id))
        state.add(try team.revoke(.device(team.key(2)), by: 0))
        #expect(!state.mayRead(team.key(2), tombstone.id))
    }

    @Test("who saw the order takes nothing new from the revoked, and no grants from those who are no admins any more")
    func order() throws {
        let grants = [
            try team.grant(1, member: "ada", role: .admin), try team.grant(2, member: "bob", role: .admin),
            try team.grant(3, member: "carl"), try team.item("s", of: 1), try team.item("t", of: 3),
        ]
        let byRoot = try team.grant(5, member: "eva")
        let byAda = try team.grant(5, member: "eva", by: 1)
        let byBob = try team.grant(5, member: "eva", by: 2)
        var state = team.state(grants)
        for grant in [byRoot, byAda, byBob] { #expect(state.objection(to: grant) == nil) }
        state.add(try team.grant(1, member: "ada", version: 2))
        state.add(try team.revoke(.device(team.key(2)), by: 0))
        #expect(state.isAdmin(team.key(0)))
        #expect(!state.isAdmin(team.key(1)))
        #expect(!state.isAdmin(team.key(2)))
        #expect(state.objection(to: byRoot) == nil)
        for late in [byAda, byBob, try team.revoke(.device(team.key(3)), by: 1), try team.tombstone("t", of: 3, by: 1)]
        {
            #expect(state.admission(of: late) == .valid)
            #expect(state.objection(to: late) != nil)
        }
        for own in [
            try team.tombstone("s", of: 1, by: 1), try team.revoke(.device(team.key(1)), by: 1),
            try team.revoke(.member("carl"), by: 3), try team.item("u", of: 1),
        ] {
            #expect(state.objection(to: own) == nil)
        }
    }

    @Test("without roots nobody may say anything")
    func noRoots() throws {
        var state = TeamState(roots: [], hub: Team.hub)
        let grant = try team.grant(0, member: "rita", role: .admin)
        state.add(grant)
        #expect(!state.verdict(of: grant.id).isValid)
        #expect(state.devices.isEmpty)
    }
}
