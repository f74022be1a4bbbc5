import JSONText
import Synchronization
import Testing

@testable import BridgeServer
@testable import JSONRPC

@Suite("Requests to connected hosts")
struct HostCallsTests {
    /// A host that keeps what it is sent.
    private final class Host: Sendable {
        private let lines = Mutex<[JSON]>([])
        var received: [JSON] { lines.withLock { $0 } }
        @Sendable func take(_ line: JSON) { lines.withLock { $0.append(line) } }

        /// The id of the next request, when it has come.
        func request(_ number: Int = 0) async -> JSON {
            while received.count <= number { await Task.yield() }
            return received[number]["id"] ?? .null
        }
    }

    @Test("the host's answer comes back to whoever asked")
    func answer() async throws {
        let (calls, host) = (HostCalls(), Host())
        _ = calls.join(host.take)
        async let reply = calls.call("host.llm.complete", ["n": 1], within: .seconds(60))
        calls.answered(await host.request(), .success(["text": "hi"]))
        #expect(try await reply == ["text": "hi"])
        #expect(host.received.first?["method"] == "host.llm.complete")
        #expect(host.received.first?["params"] == ["n": 1])
    }

    @Test("without a host nobody answers, at once")
    func nobody() async {
        let calls = HostCalls()
        #expect(!calls.isReachable("m"))
        await #expect(throws: HostCalls.Failure.nobody) { try await calls.call("m", [:], within: .seconds(60)) }
    }

    @Test("a host that does not know the method is not asked again, and another is")
    func unknownMethod() async throws {
        let (calls, older, newer) = (HostCalls(), Host(), Host())
        _ = calls.join(older.take)
        _ = calls.join(newer.take)
        let first = Task { try await calls.call("m", [:], within: .seconds(60)) }
        let error = ResponseError(code: -32601, message: "unknown", data: nil)
        calls.answered(await newer.request(), .failure(error))
        await #expect(throws: HostCalls.Failure.refused(["code": -32601, "message": "unknown"])) {
            try await first.value
        }
        async let second = calls.call("m", [:], within: .seconds(60))
        calls.answered(await older.request(), .success(true))
        #expect(try await second == true)
        #expect(newer.received.count == 1)
    }

    @Test("a client that says what it offers is asked for nothing else, unless it is named")
    func offering() async throws {
        let (calls, client) = (HostCalls(), Host())
        let line = calls.join(offering: [], client.take)
        #expect(!calls.isReachable("host.llm.complete") && !calls.isReachable("sampling/createMessage"))
        calls.offer(["sampling/createMessage"], on: line)
        #expect(!calls.isReachable("host.llm.complete") && calls.isReachable("sampling/createMessage"))
        _ = calls.join(Host().take)
        async let lent = calls.call("sampling/createMessage", [:], within: .seconds(60))
        calls.answered(await client.request(), .success(1))
        #expect(try await lent == 1)
        async let asked = calls.call("elicitation/create", [:], within: .seconds(60), on: line)
        calls.answered(await client.request(1), .success(2))
        #expect(try await asked == 2)
    }

    @Test("when the host goes, what it was asked ends")
    func gone() async {
        let (calls, host) = (HostCalls(), Host())
        let line = calls.join(host.take)
        let asked = Task { try await calls.call("m", [:], within: .seconds(60)) }
        _ = await host.request()
        calls.leave(line)
        await #expect(throws: HostCalls.Failure.gone) { try await asked.value }
        #expect(!calls.isReachable("m"))
    }

    @Test("a host that says nothing is waited for as long as was said, and a late answer is nobody's")
    func silence() async {
        let (calls, host) = (HostCalls(), Host())
        _ = calls.join(host.take)
        await #expect(throws: HostCalls.Failure.timeout) {
            try await calls.call("m", [:], within: .milliseconds(10))
        }
        calls.answered(await host.request(), .success(1))
    }

    @Test("whoever is called off does not wait")
    func cancellation() async {
        let (calls, host) = (HostCalls(), Host())
        _ = calls.join(host.take)
        let asked = Task { try await calls.call("m", [:], within: .seconds(60)) }
        _ = await host.request()
        asked.cancel()
        await #expect(throws: HostCalls.Failure.cancelled) { try await asked.value }
    }
}
