import JSONText
import LanguageModels
import ModelClients
import Synchronization
import Testing

@Suite struct HTTPLanguageModelTests {
    /// Asks a server that is scripted so.
    private func ask(
        _ replies: [ScriptedServer.Step]..., isStreamed: Bool = false, timeout: Duration = .seconds(20),
        limit: Duration = .seconds(30), request: CompletionRequest = hello, time: TestTime = TestTime(),
        retries: Int = 2, times: Int = 1
    ) async throws -> (outcomes: [Result<Completion, ModelFault>], requests: [String]) {
        let server = try await ScriptedServer.start(replies)
        var place = endpoint(server.address, isStreamed: isStreamed, timeout: timeout)
        place.retries = retries
        let outcomes = try await withClients(time) { [place] clients in
            let model = try #require(clients.languageModel(for: place))
            var outcomes: [Result<Completion, ModelFault>] = []
            for _ in 0..<times {
                do throws(ModelFault) {
                    outcomes.append(.success(try await model.complete(request, within: limit)))
                } catch {
                    outcomes.append(.failure(error))
                }
            }
            return outcomes
        }
        await server.stop()
        return (outcomes, server.requests)
    }

    @Test("A whole answer is read") func whole() async throws {
        let (outcomes, requests) = try await ask(ScriptedServer.Step.reply(200, "{1}"))
        #expect(try outcomes[0].get().text == "{1}")
        #expect(requests.count == 1)
    }

    @Test("An answer in pieces is put together") func pieces() async throws {
        let (outcomes, _) = try await ask(
            [
                .streamHead, .chunk("data: on"), .pause(.milliseconds(20)), .chunk("e\ndata: two\ndata: [DONE]\n"),
                .streamEnd,
            ],
            isStreamed: true)
        #expect(try outcomes[0].get().text == "onetwo")
    }

    @Test("A server that does not know streams is read all the same") func noStream() async throws {
        let (outcomes, _) = try await ask(ScriptedServer.Step.reply(200, "{1}"), isStreamed: true)
        #expect(try outcomes[0].get().text == "{1}")
    }

    @Test("Events that come under the name of something else are read as events") func wrongType() async throws {
        let (outcomes, _) = try await ask(
            ScriptedServer.Step.reply(200, "data: one\ndata: [DONE]\n"), isStreamed: true)
        #expect(try outcomes[0].get().text == "one")
    }

    @Test("What a provider says in the midst of its answer is the fault") func errorInStream() async throws {
        let (outcomes, _) = try await ask(
            [.streamHead, .chunk("data: !error\n"), .streamEnd], isStreamed: true, retries: 0)
        #expect(outcomes[0].kind == .serverError)
    }

    @Test("5xx is tried again with random pauses that double") func serverErrors() async throws {
        let time = TestTime()
        let (outcomes, requests) = try await ask(
            ScriptedServer.Step.reply(500, "no"), ScriptedServer.Step.reply(503, "no"),
            ScriptedServer.Step.reply(200, "{1}"), time: time)
        #expect(try outcomes[0].get().text == "{1}")
        #expect(requests.count == 3)
        #expect(time.waits == [.milliseconds(250), .milliseconds(500)])
    }

    @Test("After the last attempt the fault is told") func attemptsEnd() async throws {
        let (outcomes, requests) = try await ask(ScriptedServer.Step.reply(500, "no"))
        #expect(outcomes[0].kind == .serverError)
        #expect(requests.count == 3)
    }

    @Test("Tokens of attempts that failed are counted with the answer, and with the last fault") func wasted()
        async throws
    {
        let first = try await ask(
            ScriptedServer.Step.reply(503, "no"), ScriptedServer.Step.reply(503, "no"),
            ScriptedServer.Step.reply(200, "{1}"))
        #expect(try first.outcomes[0].get().usage == TokenUsage(input: 25, output: 4))
        let second = try await ask(ScriptedServer.Step.reply(503, "no"))
        #expect(second.outcomes[0].failure?.usage == TokenUsage(input: 30, output: 3))
    }

    @Test("What the provider does not take is not tried again", arguments: [400, 404, 413])
    func rejected(status: Int) async throws {
        let (outcomes, requests) = try await ask(ScriptedServer.Step.reply(status, "no"))
        #expect(outcomes[0].kind == .rejected)
        #expect(requests.count == 1)
    }

    @Test("Retry-After is kept to") func retryAfter() async throws {
        let time = TestTime()
        let (outcomes, _) = try await ask(
            ScriptedServer.Step.reply(429, "later", "Retry-After: 7"), ScriptedServer.Step.reply(200, "{1}"), time: time
        )
        #expect(try outcomes[0].get().text == "{1}")
        #expect(time.waits == [.seconds(7)])
    }

    @Test("429 without Retry-After is tried again after a pause") func rateLimited() async throws {
        let time = TestTime()
        let (outcomes, _) = try await ask(
            ScriptedServer.Step.reply(429, "later"), ScriptedServer.Step.reply(200, "{1}"), time: time)
        #expect(try outcomes[0].get().text == "{1}")
        #expect(time.waits == [.milliseconds(250)])
    }

    @Test("A Retry-After beyond the limit fails at once, and the provider is left alone that long")
    func retryAfterTooLong() async throws {
        let time = TestTime()
        let (outcomes, requests) = try await ask(
            ScriptedServer.Step.reply(429, "later", "Retry-After: 40"), time: time, times: 2)
        #expect(outcomes[0].kind == .rateLimited)
        #expect(outcomes[0].failure?.retryAfter == .seconds(40))
        #expect(time.waits.isEmpty)
        #expect(outcomes[1].kind == .resting)
        #expect(requests.count == 1)
    }

    @Test("A server that refuses the form of answer is asked without, and from then on always") func noShape()
        async throws
    {
        let json = CompletionRequest(
            messages: [], maxTokens: 9, temperature: 0, shape: .json(schema: ["type": "object"], name: "x"))
        let (outcomes, requests) = try await ask(
            ScriptedServer.Step.reply(400, #"{"error": "response_format is not supported"}"#),
            ScriptedServer.Step.reply(200, "{1}"), request: json, times: 2)
        #expect(try outcomes.map { try $0.get().text } == ["{1}", "{1}"])
        #expect(requests.map { $0.contains("shape=json") } == [true, false, false])
        #expect(requests.allSatisfy { $0.contains("temperature=") })
    }

    @Test("A server that takes no temperature is asked without") func noTemperature() async throws {
        let (outcomes, requests) = try await ask(
            ScriptedServer.Step.reply(400, "Unsupported value: temperature"), ScriptedServer.Step.reply(200, "{1}"),
            times: 2)
        #expect(try outcomes.map { try $0.get().text } == ["{1}", "{1}"])
        #expect(requests.map { $0.contains("temperature") } == [true, false, false])
    }

    @Test("What is refused with and without is the fault, and nothing is remembered") func refusedAnyway() async throws
    {
        let (outcomes, requests) = try await ask(ScriptedServer.Step.reply(400, "temperature is nice"), times: 2)
        #expect(outcomes.map(\.kind) == [.rejected, .rejected])
        #expect(requests.map { $0.contains("temperature") } == [true, false, true, false])
    }

    @Test("A silent server is given up at the limit") func slow() async throws {
        let (outcomes, _) = try await ask([], timeout: .milliseconds(80), retries: 0)
        #expect(outcomes[0].kind == .timeout)
    }

    @Test("The limit of the call ends an attempt, whatever the attempt might take") func callLimit() async throws {
        let (outcomes, _) = try await ask([], limit: .milliseconds(80), retries: 5)
        #expect(outcomes[0].kind == .timeout)
    }

    @Test("An answer that trickles is given up at the limit") func trickle() async throws {
        let (outcomes, _) = try await ask(
            [.streamHead, .chunk("data: a\n"), .pause(.milliseconds(60)), .chunk("data: b\n"), .pause(.seconds(5))],
            isStreamed: true, timeout: .milliseconds(150), retries: 0)
        #expect(outcomes[0].kind == .timeout)
    }

    @Test("A connection that closes before the answer is told apart from one that closes in it") func closing()
        async throws
    {
        let before = try await ask([.close], retries: 0)
        #expect(before.outcomes[0].kind == .unreachable)
        let within = try await ask(
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\n{12"), .close],
            retries: 0)
        #expect(within.outcomes[0].kind == .cut)
        let streamed = try await ask([.streamHead, .chunk("data: a\n"), .close], isStreamed: true, retries: 0)
        #expect(streamed.outcomes[0].kind == .cut)
        let unfinished = try await ask([.streamHead, .chunk("data: a\n"), .streamEnd], isStreamed: true, retries: 0)
        #expect(unfinished.outcomes[0].kind == .cut)
    }

    @Test("Bytes that are no HTTP") func garbage() async throws {
        let (outcomes, _) = try await ask([.send("SSH-2.0-OpenSSH_9.2\r\n\r\n"), .close])
        #expect(outcomes[0].kind == .malformed)
    }

    @Test("A page where an answer should be") func page() async throws {
        let (outcomes, _) = try await ask(
            ScriptedServer.Step.reply(200, "<html>log in", "Content-Type: text/html"), isStreamed: true)
        #expect(outcomes[0].kind == .malformed)
    }

    @Test("An endless answer is not read to its end") func oversized() async throws {
        let announced = try await ask([
            .send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99000000\r\n\r\n{")
        ])
        #expect(announced.outcomes[0].kind == .oversized)
        let piece = String(repeating: "a", count: 1 << 20)
        let sent = try await ask(
            [
                .send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
            ] + Array(repeating: .chunk(piece), count: 10))
        #expect(sent.outcomes[0].kind == .oversized)
        let streamed = try await ask(
            [.streamHead] + Array(repeating: .chunk("data: \(piece.prefix(40_000))\n"), count: 2), isStreamed: true)
        #expect(streamed.outcomes[0].kind == .oversized)
    }

    @Test("Of a failure's text only the beginning is read") func longFault() async throws {
        let (outcomes, _) = try await ask(ScriptedServer.Step.reply(400, String(repeating: "a", count: 300_000)))
        #expect(outcomes[0].kind == .rejected)
    }

    @Test("Cancelling closes the connection at once") func cancelling() async throws {
        let server = try await ScriptedServer.start([.streamHead, .chunk("data: a\n")])
        try await withClients { clients in
            let model = try #require(clients.languageModel(for: endpoint(server.address, isStreamed: true)))
            let call = Task {
                await fault { () throws(ModelFault) in try await model.complete(hello, within: .seconds(30)) }
            }
            #expect(await server.eventually { $0.requests.count == 1 })
            call.cancel()
            #expect(await call.value?.kind == .cancelled)
            #expect(await server.eventually { $0.closed == 1 })
        }
        await server.stop()
    }

    @Test("A connection is used again") func keptAlive() async throws {
        let server = try await ScriptedServer.start(ScriptedServer.Step.reply(200, "{1}"))
        try await withClients { clients in
            let model = try #require(clients.languageModel(for: endpoint(server.address)))
            for _ in 0..<5 { _ = try await model.complete(hello, within: .seconds(5)) }
            #expect(server.state.withLock { $0.opened } == 1)
        }
        await server.stop()
    }
}

extension Result where Success == Completion, Failure == ModelFault {
    var failure: ModelFault? { if case .failure(let fault) = self { fault } else { nil } }
    var kind: ModelFault.Kind? { failure?.kind }
}
