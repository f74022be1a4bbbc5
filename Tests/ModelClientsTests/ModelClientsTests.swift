import LanguageModels
import ModelClients
import ModelDialects
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct ModelClientsTests {
    @Test("Nothing is opened before the first call") func lazy() async throws {
        try await withClients { clients in
            let place = endpoint("https://models.example/v1", key: .text(Secret("k")))
            _ = clients.languageModel(for: place)
            _ = clients.reranker(for: place)
            _ = clients.wire(for: place)
            #expect(clients.connectionCount == 0)
        }
    }

    @Test("A provider without conversations has no model") func noDialect() async throws {
        try await withClients { clients in
            #expect(clients.languageModel(for: ModelEndpoint(provider: .host, model: "")) == nil)
        }
    }

    @Test("The same endpoint has the same model, and endpoints of one provider rest together") func sharing()
        async throws
    {
        let server = try await ScriptedServer.start(ScriptedServer.Step.reply(401, "no"))
        try await withClients { clients in
            let first = endpoint(server.address, key: .text(Secret("k")))
            var second = first
            second.model = "other"
            var third = first
            third.key = .text(Secret("new"))
            let model = try #require(clients.languageModel(for: first))
            #expect(model as AnyObject === clients.languageModel(for: first) as AnyObject)
            #expect(await kind(of: model) == .unauthorized)
            #expect(await kind(of: model) == .resting)
            #expect(await kind(of: clients.languageModel(for: second)) == .resting)
            // Another key is another try.
            #expect(await kind(of: clients.languageModel(for: third)) == .unauthorized)
            #expect(server.requests.count == 2)
            await clients.forget(first)
            #expect(await kind(of: model) == .unauthorized)
        }
        await server.stop()
    }

    private func kind(of model: (any LanguageModel)?) async -> ModelFault.Kind? {
        guard let model else { return nil }
        return await fault { () throws(ModelFault) in try await model.complete(hello, within: .seconds(5)) }?.kind
    }

    @Test("A key that was changed behind its command is fetched again once") func rotatedKey() async throws {
        let server = try await ScriptedServer.start(
            ScriptedServer.Step.reply(401, "no"), ScriptedServer.Step.reply(200, "{1}"))
        let mark = "/tmp/memos-rotation-\(getpid())"
        defer { unlink(mark) }
        try await withClients { clients in
            let place = endpoint(server.address, key: .command("[ -e \(mark) ] && echo new || echo old; touch \(mark)"))
            let model = try #require(clients.languageModel(for: place))
            #expect(try await model.complete(hello, within: .seconds(5)).text == "{1}")
        }
        #expect(server.requests.map { $0.contains("Bearer old") } == [true, false])
        #expect(server.requests.map { $0.contains("Bearer new") } == [false, true])
        await server.stop()
    }

    @Test("A provider that fails is left alone, and asked again by one call after a while") func breaker() async throws
    {
        let server = try await ScriptedServer.start(ScriptedServer.Step.reply(500, "no"))
        let time = TestTime()
        try await withClients(time) { clients in
            let place = endpoint(server.address)
            let model = try #require(clients.languageModel(for: place))
            for _ in 0..<4 { _ = await kind(of: model) }
            #expect(server.requests.count == 5)
            #expect(await kind(of: model) == .resting)
            let health = try #require(clients.health(of: place))
            #expect(health.lastFault?.kind == .serverError)
            #expect(health.restingUntil != nil)
            time.pass(.seconds(31))
            server.state.withLock { $0.replies = [ScriptedServer.Step.reply(200, "{1}")] }
            #expect(await kind(of: model) == nil)
            #expect(clients.health(of: place)?.restingUntil == nil)
            #expect(clients.health(of: place)?.latencies.count == 1)
        }
        await server.stop()
    }

    @Test("Who waits too briefly does not put a slow provider to rest") func impatient() async throws {
        let server = try await ScriptedServer.start([])
        try await withClients { clients in
            var place = endpoint(server.address)
            place.retries = 0
            let model = try #require(clients.languageModel(for: place))
            for _ in 0..<7 {
                let fault = await fault { () throws(ModelFault) in
                    try await model.complete(hello, within: .milliseconds(10))
                }
                #expect(fault?.kind == .timeout)
            }
        }
        await server.stop()
    }

    @Test("A reranker and a wire go the same way") func others() async throws {
        let server = try await ScriptedServer.start(
            ScriptedServer.Step.reply(500, "no"), ScriptedServer.Step.reply(200, "{1}"))
        try await withClients { clients in
            let place = endpoint(server.address)
            let reranker = try #require(clients.reranker(for: place))
            let reply = try await reranker.scores(of: ["a", "b"], for: "q", within: .seconds(5))
            #expect(reply.scores == [0.5, 0.5])
            #expect(try await reranker.scores(of: [], for: "q", within: .seconds(5)).scores.isEmpty)
            let answer = try await clients.wire(for: place).carry(
                .seconds(5), { _ in WireCall(method: "GET", url: place.address, headers: [], body: []) },
                { ModelFault(.rejected, "\($0.status)") })
            #expect(answer.body.count == 3)
        }
        #expect(server.requests.count == 3)
        await server.stop()
    }

    @Test("After the shutdown nothing goes out") func shutdown() async throws {
        try await withClients { clients in
            let model = try #require(clients.languageModel(for: endpoint("http://127.0.0.1:9")))
            await clients.shutdown()
            #expect(await kind(of: model) == .cancelled)
        }
    }
}
