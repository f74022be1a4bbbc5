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

/// Ways there and what stands in them: proxies, certificates, redirects.
@Suite struct TransportTests {
    private func outcome(
        at place: ModelEndpoint, environment: [String: String] = [:]
    ) async throws -> Result<Completion, ModelFault> {
        var place = place
        place.retries = 0
        return try await withClients(environment: environment) { [place] clients in
            let model = try #require(clients.languageModel(for: place))
            do throws(ModelFault) {
                return .success(try await model.complete(hello, within: .seconds(10)))
            } catch {
                return .failure(error)
            }
        }
    }

    @Test("A server that falls silent in the midst of its answer is given up") func silence() async throws {
        let server = try await ScriptedServer.start([.streamHead, .chunk("data: a\n")])
        let connections = ModelConnections()
        let call = WireCall(url: server.address, headers: [], body: [])
        let fault = await fault { () throws(ModelFault) in
            try await connections.stream(
                call, into: TinyStream(), bound: 1000, to: endpoint(server.address), within: .seconds(20),
                silence: .milliseconds(50))
        }
        #expect(fault?.kind == .timeout)
        #expect(fault?.message.contains("fell silent") == true)
        #expect(await server.eventually { $0.closed == 1 })
        await connections.shutdown()
        await server.stop()
    }

    @Test("Nobody listens") func refused() async throws {
        let server = try await ScriptedServer.start([])
        let address = server.address
        await server.stop()
        let fault = try await outcome(at: endpoint(address)).failure
        #expect(fault?.kind == .unreachable)
        #expect(fault?.message.contains("Nobody listens") == true)
    }

    @Test("A name that nobody knows") func unknownName() async throws {
        // Longer than a label may be, so that no name server has to be waited for.
        let name = String(repeating: "a", count: 64) + ".invalid"
        let fault = try await outcome(at: endpoint("https://\(name)/v1")).failure
        #expect(fault?.kind == .unreachable)
        #expect(fault?.message.contains(name) == true)
    }

    @Test(
        "An address that is none is told as such",
        arguments: [
            "", "models.example/v1", "ftp://models.example", "https://", "https://u:p@models.example", "http://h:99999",
        ])
    func addresses(address: String) async throws {
        let fault = try await outcome(at: endpoint(address)).failure
        #expect(fault?.kind == .misconfigured)
        #expect(fault?.message.contains("u:p") == false)
    }

    @Test(
        "A key does not leave for the internet without encryption",
        arguments: [
            "http://models.example/v1", "http://8.8.8.8/v1", "http://172.32.0.1", "http://134744072/v1",
            "http://[2001:db8::1]:80/v1",
        ])
    func bareKey(address: String) async throws {
        let fault = try await outcome(at: endpoint(address, key: .text(Secret("sk-secret")))).failure
        #expect(fault?.kind == .misconfigured)
        #expect(fault?.message.contains("without encryption") == true)
        #expect(fault?.hint?.contains("https") == true)
    }

    @Test("A key with a line break is told without being shown") func brokenKey() async throws {
        let server = try await ScriptedServer.start(ScriptedServer.Step.reply(200, "{1}"))
        let fault = try await outcome(at: endpoint(server.address, key: .text(Secret("sk-secret\nX: y")))).failure
        #expect(fault?.kind == .misconfigured)
        #expect(fault.map { "\($0)".contains("sk-secret") } == false)
        await server.stop()
    }

    @Test("A redirect within the host is followed with its body", arguments: [307, 308])
    func redirectWithin(status: Int) async throws {
        let server = try await ScriptedServer.start(
            ScriptedServer.Step.reply(status, "", "Location: /v2/chat"), ScriptedServer.Step.reply(200, "{1}"))
        let outcome = try await outcome(at: endpoint(server.address, key: .text(Secret("k"))))
        #expect(try outcome.get().text == "{1}")
        #expect(server.requests.last?.hasPrefix("POST /v2/chat ") == true)
        #expect(server.requests.last?.contains("shape=text") == true)
        await server.stop()
    }

    @Test(
        "Any other redirect is refused, and the key stays",
        arguments: [
            (307, "http://elsewhere.example/v1"), (307, "http://127.0.0.1:1/v1"), (302, "/v2/chat"), (301, ""),
            (308, "//elsewhere.example/"),
        ])
    func redirectElsewhere(status: Int, location: String) async throws {
        let server = try await ScriptedServer.start(ScriptedServer.Step.reply(status, "", "Location: \(location)"))
        let fault = try await outcome(at: endpoint(server.address, key: .text(Secret("k")))).failure
        #expect(fault?.kind == .rejected)
        #expect(fault?.status == status)
        #expect(fault?.hint != nil)
        #expect(server.requests.count == 1)
        await server.stop()
    }

    @Test("A redirect in circles ends") func redirectInCircles() async throws {
        let server = try await ScriptedServer.start(ScriptedServer.Step.reply(308, "", "Location: /v1/chat"))
        #expect(try await outcome(at: endpoint(server.address)).kind == .rejected)
        #expect(server.requests.count == 4)
        await server.stop()
    }

    @Test("A call goes by the proxy of the settings, with its password") func proxy() async throws {
        let proxy = try await ScriptedServer.start(
            [.send("HTTP/1.1 200 Connected\r\n\r\n")], ScriptedServer.Step.reply(200, "{1}"))
        var place = endpoint("http://models.test/v1")
        place.proxy = "http://me:p%40ss@127.0.0.1:\(proxy.port)"
        #expect(try await outcome(at: place).get().text == "{1}")
        #expect(proxy.requests[0].hasPrefix("CONNECT models.test:80 "))
        #expect(proxy.requests[0].contains("Basic bWU6cEBzcw=="))
        #expect(proxy.requests[1].hasPrefix("POST /v1/chat "))
        await proxy.stop()
    }

    @Test(
        "The environment's proxy is taken where it fits",
        arguments: [
            (["HTTP_PROXY": "P"], true), (["http_proxy": "P"], true), (["ALL_PROXY": "P"], true),
            (["HTTPS_PROXY": "P"], false), (["http_proxy": "P", "no_proxy": "*"], false),
            (["http_proxy": "P", "NO_PROXY": "a.example, models.test"], false),
            (["http_proxy": "P", "NO_PROXY": ".test"], false), (["http_proxy": "P", "NO_PROXY": "test"], false),
            (["http_proxy": "P", "NO_PROXY": "odels.test"], true),
            (["http_proxy": "P", "NO_PROXY": "models.test:81"], true),
            (["http_proxy": "P", "NO_PROXY": "models.test:80"], false),
        ])
    func environmentProxy(variables: [String: String], isTaken: Bool) async throws {
        let proxy = try await ScriptedServer.start(
            [.send("HTTP/1.1 200 Connected\r\n\r\n")], ScriptedServer.Step.reply(200, "{1}"))
        let environment = variables.mapValues { $0 == "P" ? "http://127.0.0.1:\(proxy.port)" : $0 }
        _ = try await outcome(at: endpoint("http://models.test/v1"), environment: environment)
        #expect(proxy.requests.isEmpty != isTaken)
        await proxy.stop()
    }

    @Test("This machine is not asked by a proxy of the environment, but by one of the settings") func loopback()
        async throws
    {
        let proxy = try await ScriptedServer.start([.send("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")])
        let server = try await ScriptedServer.start(ScriptedServer.Step.reply(200, "{1}"))
        let environment = ["ALL_PROXY": "http://127.0.0.1:\(proxy.port)"]
        var place = endpoint(server.address)
        #expect(try await outcome(at: place, environment: environment).get().text == "{1}")
        #expect(proxy.requests.isEmpty)
        place.proxy = "http://127.0.0.1:\(proxy.port)"
        #expect(try await outcome(at: place).kind == .unreachable)
        place.proxy = "direct"
        #expect(try await outcome(at: place).get().text == "{1}")
        await proxy.stop()
        await server.stop()
    }

    @Test("A proxy that wants a password, and one that is none") func proxyFaults() async throws {
        let proxy = try await ScriptedServer.start([
            .send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        ])
        var place = endpoint("https://models.test/v1")
        place.proxy = "127.0.0.1:\(proxy.port)"
        let wanting = try await outcome(at: place).failure
        #expect(wanting?.kind == .misconfigured)
        #expect(wanting?.hint?.contains("user:password") == true)
        place.proxy = "https://me:hidden@127.0.0.1:1"
        let wrong = try await outcome(at: place).failure
        #expect(wrong?.kind == .misconfigured)
        #expect(wrong?.message.contains("hidden") == false)
        await proxy.stop()
    }
}
