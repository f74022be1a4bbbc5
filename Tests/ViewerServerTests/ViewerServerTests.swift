import HTTPReading
import JSONText
import Logging
import MemoryModel
import Testing

@testable import ViewerServer

@Suite struct ErrorPageTests {
    @Test func textsAreEscapedAndCommandsMarked() {
        let page = ErrorPage.html(
            ViewerError(status: 401, code: "x", message: "<b> & \"c\"", hint: "Run `a <b>` now"))
        #expect(page.contains("<h1>&lt;b&gt; &amp; &quot;c&quot;</h1>"))
        #expect(page.contains("Run <code>a &lt;b&gt;</code> now"))
        #expect(!page.contains("<script") && !page.contains("style="))
    }

    @Test func errorsOfTheCoreHaveAStatus() {
        let statuses = [
            MemoryError.Code.invalidArgument: 400, .traceNotFound: 404, .unknownMethod: 404, .conflict: 409,
            .internal: 500, .alreadyShutDown: 503, .deadlineExceeded: 504,
        ]
        for (code, status) in statuses { #expect(ViewerError(MemoryError(code, "m")).status == status) }
    }

    @Test("an error is a problem in the form of RFC 9457")
    func errorsAreProblems() {
        let error = MemoryError(.conflict, "It is there.", details: ["id": "x"], hint: "Take another name.")
        #expect(
            ViewerError(error).json == [
                "type": "about:blank", "title": "It is there.", "status": 409,
                "detail": "It is there.", "code": "conflict", "hint": "Take another name.",
                "details": ["id": "x"],
            ])
    }

    @Test func anErrorWithoutHintHasNone() {
        #expect(ViewerError(MemoryError(.conflict, "m")).json["hint"] == nil)
    }
}

@Suite struct EventStreamTests {
    private func check(_ event: ViewerEvent, _ expected: String) {
        #expect(String(decoding: EventStream.frame(event), as: UTF8.self) == expected)
    }

    @Test func anEventIsOneFrame() {
        check(
            ViewerEvent(seq: 7, type: "trace.created", data: ["type": "trace.created"]),
            "id: 7\nevent: trace.created\ndata: {\"type\":\"trace.created\"}\n\n")
    }

    @Test func nothingInAnEventEndsItsFrame() {
        check(
            ViewerEvent(seq: 1, type: "a\n\nid: 9\r", data: ["t": "x\n\ndata: y\r\u{2028}"]),
            "id: 1\nevent: aid9\ndata: {\"t\":\"x\\n\\ndata: y\\r\u{2028}\"}\n\n")
    }
}

@Suite struct StreamCountTests {
    @Test func aPermitIsGivenBackWhenNobodyHoldsIt() {
        let streams = StreamCount(maximum: 1)
        var permit = streams.permit()
        #expect(permit != nil && streams.current == 1)
        #expect(streams.permit() == nil)
        permit = nil
        #expect(streams.current == 0)
        permit = streams.permit()
        #expect(permit != nil)
    }
}

@Suite struct BoundPortTests {
    @Test func everyoneWhoWaitsHears() async throws {
        let port = BoundPort()
        async let first = port.value()
        async let second = port.value()
        port.announce(.success(18_802))
        port.announce(.success(1))
        #expect(try await [first, second] == [18_802, 18_802])
        #expect(try await port.value() == 18_802)
        #expect(port.current == 18_802)
    }

    @Test func waitingCanBeCancelled() async {
        let port = BoundPort()
        let waiting = Task { try await port.value() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}

/// Two servers on sockets, started the way the daemon starts one.
@Suite struct ViewerServerTests {
    private func server(port: Int) -> ViewerServer {
        let backend = ViewerBackend(
            read: { _, _ in .null }, call: { _, _ in [:] }, events: { _ in AsyncStream { $0.finish() } },
            health: { [:] }, ping: { [:] }, access: AccessKeeping(load: { nil }, save: { _ in }, now: { 0 }),
            download: { name, _ in throw MemoryError(.unsupported, name) },
            upload: { name, _, _ in throw MemoryError(.unsupported, name) })
        let options = ViewerOptions(preferredPort: port, assets: "/no/such/folder", uploads: "/no/such/folder")
        return ViewerServer(
            options: options, backend: backend,
            logger: Logger(label: "test") { _ in
                SwiftLogNoOpLogHandler()
            })
    }

    @Test func aTakenPortGivesWayToTheNext() async throws {
        let first = server(port: 0)
        let running = Task { try await first.run() }
        let port = try await first.boundPort()
        let second = server(port: port)
        let alsoRunning = Task { try await second.run() }
        let next = try await second.boundPort()
        #expect(next > port && next <= port + 19)
        let link = try await second.link()
        #expect(link.hasPrefix("http://127.0.0.1:\(next)/login?token="))
        running.cancel()
        alsoRunning.cancel()
        _ = await (running.result, alsoRunning.result)
    }
}
