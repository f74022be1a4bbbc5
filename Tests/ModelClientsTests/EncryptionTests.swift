import LanguageModels
import ModelClients
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

private let openssl = "/usr/bin/openssl"

/// Certificates that are made for the test, so these need the `openssl` command.
@Suite(.enabled(if: access(openssl, X_OK) == 0)) struct EncryptionTests {
    /// A certificate that signs itself, for these names.
    private func withCertificate(
        _ names: String, days: Int = 2, _ body: (_ chain: String, _ key: String) async throws -> Void
    ) async throws {
        var folder = Array("/tmp/memos-certificate-XXXXXX".utf8CString)
        _ = mkdtemp(&folder)
        let path = String(decoding: folder.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let command =
            "\(openssl) req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout \(path)/key.pem"
            + " -out \(path)/chain.pem -days \(days) -subj /CN=test -addext subjectAltName=\(names) 2>/dev/null"
        // The class under test runs commands well enough.
        let run = KeySource(.command(command + " && echo made"))
        #expect(try await run.value() == Secret("made"))
        defer {
            for file in ["key.pem", "chain.pem"] { unlink("\(path)/\(file)") }
            rmdir(path)
        }
        try await body("\(path)/chain.pem", "\(path)/key.pem")
    }

    private func outcome(at place: ModelEndpoint) async throws -> Result<Completion, ModelFault> {
        var place = place
        place.retries = 0
        return try await withClients { [place] clients in
            let model = try #require(clients.languageModel(for: place))
            do throws(ModelFault) {
                return .success(try await model.complete(hello, within: .seconds(10)))
            } catch {
                return .failure(error)
            }
        }
    }

    @Test("A certificate of one's own is refused until its file is named") func ownCertificate() async throws {
        try await withCertificate("DNS:localhost,IP:127.0.0.1") { chain, key in
            let server = try await ScriptedServer.start(
                ScriptedServer.Step.reply(200, "{1}"), certificate: (chain, key))
            for host in ["localhost", "127.0.0.1"] {
                var place = endpoint("https://\(host):\(server.port)/v1", key: .text(Secret("k")))
                let fault = try await outcome(at: place).failure
                #expect(fault?.kind == .insecure)
                #expect(fault?.hint?.contains("llm.certificates") == true)
                #expect(server.requests.isEmpty || host != "localhost")
                place.certificates = chain
                #expect(try await outcome(at: place).get().text == "{1}")
            }
            await server.stop()
        }
    }

    @Test("A certificate of another host is refused, trusted or not") func wrongHost() async throws {
        try await withCertificate("DNS:elsewhere.test") { chain, key in
            let server = try await ScriptedServer.start(
                ScriptedServer.Step.reply(200, "{1}"), certificate: (chain, key))
            var place = endpoint("https://localhost:\(server.port)/v1")
            place.certificates = chain
            let fault = try await outcome(at: place).failure
            #expect(fault?.kind == .insecure)
            #expect(fault?.message.contains("not one of localhost") == true)
            #expect(server.requests.isEmpty)
            await server.stop()
        }
    }

    @Test("A server without encryption behind https") func plainServer() async throws {
        let server = try await ScriptedServer.start(ScriptedServer.Step.reply(200, "{1}"))
        // What a web server answers to a greeting that it does not understand.
        server.greet("HTTP/1.1 400 Bad Request\r\n\r\n")
        let fault = try await outcome(at: endpoint("https://localhost:\(server.port)/v1")).failure
        #expect(fault?.kind == .insecure)
        #expect(fault?.hint?.contains("http://") == true)
        await server.stop()
    }

    @Test("A file of certificates that is not there, or holds none", arguments: ["/nonexistent.pem", "/etc/passwd"])
    func noFile(path: String) async throws {
        var place = endpoint("https://localhost:1/v1")
        place.certificates = path
        #expect(try await outcome(at: place).kind == .misconfigured)
    }
}
