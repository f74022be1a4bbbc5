import NIOCore
import NIOEmbedded
import Testing

@testable import HubServer

@Suite("waiting for news") struct WaitRoomTests {
    private let loop = NIOAsyncTestingEventLoop()

    /// Starts a wait and returns once the room knows of it.
    private func waiter(in room: WaitRoom, beyond head: Int = 0, token: String = "a") async -> Task<Void, Never> {
        let before = room.count
        let loop = loop
        let task = Task { await room.wait(beyond: head, token: token, for: .seconds(20), on: loop) }
        while room.count <= before { await Task.yield() }
        return task
    }

    @Test("news wakes everybody who does not have them")
    func news() async {
        let room = WaitRoom(perToken: 2)
        let (one, other) = (await waiter(in: room, token: "a"), await waiter(in: room, token: "b"))
        room.announce(1)
        await one.value
        await other.value
        #expect(room.count == 0)
        // What is there already is not waited for.
        await room.wait(beyond: 0, token: "a", for: .seconds(20), on: loop)
    }

    @Test("a wait ends with its time")
    func time() async {
        let room = WaitRoom(perToken: 2)
        let waiting = await waiter(in: room)
        await loop.advanceTime(by: .seconds(19))
        #expect(room.count == 1)
        await loop.advanceTime(by: .seconds(1))
        await waiting.value
        #expect(room.count == 0)
    }

    @Test("one more than a token may have ends the oldest")
    func perToken() async {
        let room = WaitRoom(perToken: 2)
        let first = await waiter(in: room)
        let second = await waiter(in: room)
        let loop = loop
        let third = Task { await room.wait(beyond: 0, token: "a", for: .seconds(20), on: loop) }
        await first.value
        room.releaseAll()
        await second.value
        await third.value
        #expect(room.count == 0)
    }

    @Test("a closed room lets all go and nobody in")
    func closing() async {
        let room = WaitRoom(perToken: 2)
        let waiting = await waiter(in: room)
        room.close()
        await waiting.value
        await room.wait(beyond: 5, token: "b", for: .seconds(20), on: loop)
        #expect(room.isClosed && room.count == 0)
    }
}
