import NIOCore
import NIOEmbedded
import Testing

@testable import HubServer

@Suite("waiting for news") struct WaitRoomTests {
    private let loop = NIOAsyncTestingEventLoop()

    /// Starts a wait and returns once the room knows of it.
    private func waiter(in room: WaitRoom<String>, beyond head: Int = 0, token: String = "a") async -> Task<Void, Never>
    {
        let before = room.count
        let loop = loop
        let task = Task { await room.wait(beyond: head, token: token, reader: token, for: .seconds(20), on: loop) }
        while room.count <= before { await Task.yield() }
        return task
    }

    @Test("news wakes everybody who does not have them")
    func news() async {
        let room = WaitRoom<String>(perToken: 2)
        let (one, other) = (await waiter(in: room, token: "a"), await waiter(in: room, token: "b"))
        room.announce(1)
        await one.value
        await other.value
        #expect(room.count == 0)
        // What is there already is not waited for.
        await room.wait(beyond: 0, token: "a", reader: "a", for: .seconds(20), on: loop)
    }

    @Test("whom news do not concern goes on waiting, and has not missed them")
    func concern() async {
        let room = WaitRoom<String>(perToken: 2)
        let (one, other) = (await waiter(in: room, token: "a"), await waiter(in: room, token: "b"))
        room.announce(1) { $0 == "a" }
        await one.value
        #expect(room.count == 1)
        // Who has not seen them does not begin to wait.
        await room.wait(beyond: 0, token: "b", reader: "b", for: .seconds(20), on: loop)
        room.announce(2) { $0 == "b" }
        await other.value
    }

    @Test("a crowd is woken in a row")
    func crowd() async {
        let room = WaitRoom<String>(perToken: 1)
        var waiting: [Task<Void, Never>] = []
        for number in 0..<(WaitRoom<String>.atOnce + 60) { waiting.append(await waiter(in: room, token: "\(number)")) }
        room.announce(1)
        #expect(room.count == 0)
        await loop.advanceTime(by: .milliseconds(60 / Int64(WaitRoom<String>.perMillisecond) + 1))
        for one in waiting { await one.value }
    }

    @Test("a wait ends with its time")
    func time() async {
        let room = WaitRoom<String>(perToken: 2)
        let waiting = await waiter(in: room)
        await loop.advanceTime(by: .seconds(19))
        #expect(room.count == 1)
        await loop.advanceTime(by: .seconds(1))
        await waiting.value
        #expect(room.count == 0)
    }

    @Test("one more than a token may have ends the oldest")
    func perToken() async {
        let room = WaitRoom<String>(perToken: 2)
        let first = await waiter(in: room)
        let second = await waiter(in: room)
        let loop = loop
        let third = Task { await room.wait(beyond: 0, token: "a", reader: "a", for: .seconds(20), on: loop) }
        await first.value
        room.releaseAll()
        await second.value
        await third.value
        #expect(room.count == 0)
    }

    @Test("a closed room lets all go and nobody in")
    func closing() async {
        let room = WaitRoom<String>(perToken: 2)
        let waiting = await waiter(in: room)
        room.close()
        await waiting.value
        await room.wait(beyond: 5, token: "b", reader: "b", for: .seconds(20), on: loop)
        #expect(room.isClosed && room.count == 0)
    }
}
