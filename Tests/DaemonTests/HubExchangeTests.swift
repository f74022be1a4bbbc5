import BinaryText
import Digest
import JSONText
import MemoryCore
import MemoryModel
import SharedStatements
import Signing
import Synchronization
import Testing

@testable import Daemon
@testable import HubClient

@Suite struct HubExchangeTests {
    @Test("What the hub has is taken in short parts, and what waits here is sent") func exchange() async throws {
        var loop = Loop()
        loop.hub.add(try statements(730))
        loop.book.change { $0.outbox = (try? statements(250)) ?? [] }
        #expect(await loop.settle() == .again)
        let kept = loop.book.state.withLock { $0 }
        #expect(kept.outbox.isEmpty && kept.held.count == 980)
        #expect(kept.merges.allSatisfy { $0 <= 25 })
        #expect(kept.membership?.mark.cursor == 980)
        #expect(loop.hub.state.withLock { $0.pushes } == 3)
        #expect(loop.state.lastSyncAt == 1000 && loop.state.head == 980)
    }

    @Test("A bell interrupts listening, and what waits is sent at once") func bell() async throws {
        var loop = Loop()
        _ = await loop.settle()
        loop.book.change { $0.outbox = (try? statements(1)) ?? [] }
        loop.bell.ring()
        // What was sent may come back before the bell is heard, which is no news.
        #expect([.again, .after(.seconds(1))].contains(await loop.exchange.next()))
        #expect(loop.book.state.withLock { $0.outbox.isEmpty })
        #expect(loop.hub.state.withLock { $0.feeds.last?.wait } == HubLimits.poll)
    }

    @Test("A hub that was set back is found out, read anew and told what it lost", arguments: [0, 3, 9])
    func setBack(_ left: Int) async throws {
        var loop = Loop()
        loop.hub.add(try statements(10))
        _ = await loop.settle()
        loop.hub.change { state in
            state.log.removeLast(10 - left)
            state.ids.removeLast(10 - left)
        }
        // Somebody else has gone on with it since.
        loop.hub.add(try statements(12))
        loop.exchange.isCaughtUp = false
        #expect(await loop.settle() == .again)
        let kept = loop.book.state.withLock { $0 }
        #expect(kept.settingsBack == 1 && kept.membership?.isRepairing == false)
        #expect(Set(loop.hub.state.withLock { $0.ids }) == Set(kept.held.map(\.id)))
        #expect(kept.held.count == 22)
    }

    @Test("A hub that is behind us says so by a conflict, which is the same") func behind() async throws {
        var loop = Loop()
        loop.hub.add(try statements(10))
        _ = await loop.settle()
        loop.hub.change { state in
            state.log.removeLast(4)
            state.ids.removeLast(4)
        }
        loop.exchange.isCaughtUp = false
        _ = await loop.settle()
        #expect(loop.hub.state.withLock { $0.ids.count } == 10)
        #expect(loop.book.state.withLock { $0.settingsBack } == 1)
    }

    @Test("A repair that was interrupted is taken up by the next run of the program") func interrupted() async throws {
        var loop = Loop()
        let all = try statements(10)
        loop.hub.add(Array(all.prefix(4)))
        loop.book.change { state in
            state.held = all
            state.membership?.isRepairing = true
        }
        _ = await loop.settle()
        #expect(loop.hub.state.withLock { $0.ids.count } == 10)
        #expect(loop.book.state.withLock { $0.membership?.isRepairing } == false)
    }

    @Test("A hub that tells its past differently each time is left alone") func liar() async throws {
        var loop = Loop()
        loop.hub.add(try statements(3))
        var next = HubExchange.Next.again
        for round in 0..<40 where next == .again {
            loop.exchange.isCaughtUp = false
            loop.hub.change { $0.ids = ["\(round)", "x", "y"] }
            next = await loop.exchange.next()
        }
        #expect(next == .after(.seconds(2)))
        #expect(loop.book.state.withLock { $0.settingsBack } == 3)
        #expect(loop.state.activity == .failing)
    }

    @Test("More groups mean that the feed is read again from its beginning") func wider() async throws {
        var loop = Loop()
        let all = try statements(5)
        loop.hub.add(all)
        loop.book.change { $0.widening = all[2].id }
        _ = await loop.settle()
        #expect(loop.hub.state.withLock { $0.feeds.map(\.after) } == [0, 0])
        #expect(loop.book.state.withLock { $0.membership?.mark.cursor } == 5)
    }

    @Test("Altered, forged and foreign statements are left out, and the rest is taken") func forged() async throws {
        var loop = Loop()
        let good = try statements(4)
        var altered = good[0].json
        altered["payload"] = .string(Base64.text(of: good[0].payload.dropLast() + [UInt8(ascii: "x")]))
        var forged = good[1].json
        forged["signature"] = good[2].json["signature"]
        let foreign = try statements(1, hub: "hub-2")[0]
        loop.hub.change { state in
            state.log = [altered, forged, ["payload": 1], foreign.json, good[3].json]
            state.ids = (0..<5).map { "\($0)" }
        }
        _ = await loop.settle()
        #expect(loop.book.state.withLock { $0.held.map(\.id) } == [good[3].id])
        #expect(loop.book.state.withLock { $0.membership?.mark.cursor } == 5)
        #expect(loop.book.state.withLock { $0.notes } == [.leftOut])
        #expect(loop.state.lastError?.code == .hubUnavailable)
    }

    @Test("Failures only change when it is tried again; each kind is noted once") func failures() async throws {
        var loop = Loop()
        loop.hub.change { $0.fault = HubFault(.unreachable, "Nobody listens.") }
        var pauses: [HubExchange.Next] = []
        for _ in 0..<4 { pauses.append(await loop.exchange.next()) }
        #expect(pauses == [.after(.seconds(2)), .after(.seconds(2)), .after(.seconds(4)), .after(.seconds(8))])
        #expect(loop.state.activity == .failing && loop.state.nextTryAt == 9000)
        #expect(loop.state.lastError?.code == .hubUnavailable)
        var late = HubFault(.rateLimited, "Too often.")
        late.pause = .seconds(77)
        loop.hub.change { $0.fault = late }
        #expect(await loop.exchange.next() == .after(.seconds(77)))
        loop.hub.change { $0.fault = HubFault(.certificate, "Another one.") }
        #expect(await loop.exchange.next() == .after(.seconds(60)))
        loop.hub.change { $0.fault = nil }
        _ = await loop.settle()
        #expect(loop.book.state.withLock { $0.notes } == [.faultBegan, .faultBegan, .faultBegan, .faultEnded])
        #expect(loop.state.lastError == nil && loop.state.nextTryAt == nil)
    }

    @Test("A page that takes too long is asked for in smaller parts") func smaller() async throws {
        var loop = Loop()
        loop.hub.add(try statements(60))
        loop.hub.change { $0.faults = Array(repeating: HubFault(.late, "Too slow."), count: 3) }
        for _ in 0..<3 { _ = await loop.exchange.next() }
        _ = await loop.settle()
        #expect(loop.hub.state.withLock { $0.feeds.map(\.limit) } == [500, 125, 31, 10, 20, 40])
        #expect(loop.book.state.withLock { $0.held.count } == 60)
    }

    @Test("Who is thrown out by the hub, or by the team, is out and asks no more", arguments: [true, false])
    func out(_ isHubsWord: Bool) async throws {
        var loop = Loop()
        let all = try statements(3)
        loop.hub.add(all)
        if isHubsWord {
            loop.hub.change { $0.fault = HubFault(.revoked, "This device was taken out of the team.") }
        } else {
            loop.book.change { $0.expelling = all[1].id }
        }
        #expect(await loop.exchange.next() == .again)
        #expect(loop.book.state.withLock { $0.revocation } != nil)
        #expect(await loop.exchange.next() == .whenRung)
        #expect(loop.state == HubSyncState())
    }

    @Test("Without a hub the loop sleeps") func none() async throws {
        var loop = Loop()
        loop.book.change { $0.membership = nil }
        #expect(await loop.exchange.next() == .whenRung)
        #expect(loop.hub.state.withLock { $0.feeds.isEmpty })
    }

    @Test("A device that waits for an admin asks less and less often, and goes on when it was let in")
    func pending() async throws {
        var loop = Loop(NoteBook(.pending))
        loop.hub.change { $0.isActive = false }
        #expect(await loop.exchange.next() == .after(.seconds(3)))
        #expect(await loop.exchange.next() == .after(.seconds(6)))
        for _ in 0..<30 { _ = await loop.exchange.next() }
        #expect(await loop.exchange.next() == .after(.seconds(60)))
        #expect(loop.state.activity == .waiting)
        loop.hub.change { $0.isActive = true }
        #expect(await loop.exchange.next() == .again)
        #expect(loop.book.state.withLock { $0.membership?.state } == .active)
    }

    @Test("A hub that does not wait for news is asked once a second at most") func hasty() async throws {
        var loop = Loop()
        loop.hub.change { $0.isHasty = true }
        _ = await loop.settle()
        #expect(await loop.exchange.next() == .after(.seconds(1)))
    }

    @Test("A feed that claims an end it never reaches is followed slowly") func mirage() async throws {
        var loop = Loop()
        let zeros = HubMark.start.chain
        loop.hub.change { state in
            state.page = [
                "entries": [], "cursor": 0, "head": .integer(1 << 52), "chain": .string(zeros),
                "chainAtAfter": .string(zeros),
            ]
        }
        #expect(await loop.exchange.next() == .after(.seconds(1)))
        #expect(loop.book.state.withLock { $0.merges.isEmpty })
    }

    @Test("Hub and memory may fail together") func full() async throws {
        var loop = Loop()
        loop.hub.add(try statements(1))
        loop.book.change { $0.isFull = true }
        #expect(await loop.exchange.next() == .after(.seconds(2)))
        #expect(loop.state.lastError?.code == .diskFull)
        loop.book.change { $0.isFull = false }
        _ = await loop.settle()
        #expect(loop.book.state.withLock { $0.held.count } == 1)
    }

    @Test("Taking stops when a hub sends without end") func flood() throws {
        var guardian = FloodGuard(daily: 100)
        let start = ContinuousClock.now
        let entry: JSON = ["seq": 1, "envelope": ["payload": .string(String(repeating: "x", count: 60))]]
        let zeros = HubMark.start.chain
        let page = try FeedPage(
            [
                "entries": [entry], "cursor": 1, "head": 1, "chain": .string(zeros), "chainAtAfter": .string(zeros),
            ], after: 0, limit: 1)
        try guardian.take(page, at: start)
        try guardian.take(page, at: start)
        #expect(throws: HubFault.self) { try guardian.take(page, at: start + .seconds(86_399)) }
        try guardian.take(page, at: start + .seconds(86_400))
    }

    @Test("Statements are sent in parts that are not too large, and none is cut") func batches() {
        let small = (0..<250).map { ("s\($0)", JSON.string("x")) }
        #expect(HubExchange.batches(small).map(\.count) == [100, 100, 50])
        let large = (0..<3).map { ("l\($0)", JSON.string(String(repeating: "x", count: 3 << 20))) }
        #expect(HubExchange.batches(large).map(\.count) == [1, 1, 1])
        let huge = [("h", JSON.string(String(repeating: "x", count: 5 << 20)))]
        #expect(HubExchange.batches(huge + small).map(\.count) == [1, 100, 100, 50])
        #expect(HubExchange.batches([]).isEmpty)
    }
}
