import LanguageModels
import ModelClients
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct KeySourceTests {
    private func source(
        _ key: ModelKey, _ environment: [String: String] = [:], time: TestTime = TestTime(),
        limit: Duration = .seconds(10)
    ) -> KeySource {
        KeySource(key, timing: time.timing(), environment: { environment[$0] }, commandLimit: limit)
    }

    private func file() -> String { "/tmp/memos-key-\(getpid())-\(UInt64.random(in: 0..<UInt64.max))" }

    private func text(of path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
    }

    @Test("A key of the settings, of a variable, of a command, and none") func kinds() async throws {
        #expect(try await source(.none).value() == nil)
        #expect(try await source(.text(Secret("a"))).value() == Secret("a"))
        #expect(try await source(.text(Secret(""))).value() == nil)
        #expect(try await source(.environment("KEY"), ["KEY": "b"]).value() == Secret("b"))
        #expect(try await source(.command("printf '  c \\n\\n'")).value() == Secret("c"))
    }

    @Test("A variable that is not there is said by name", arguments: [[:], ["KEY": ""]])
    func missing(environment: [String: String]) async {
        let fault = await fault { () throws(ModelFault) in try await source(.environment("KEY"), environment).value() }
        #expect(fault?.kind == .misconfigured)
        #expect(fault?.message.contains("KEY") == true)
        #expect(fault?.hint?.contains("shell") == true)
    }

    @Test(
        "A command that gives no key is a fault that holds nothing it wrote",
        arguments: [
            ("echo secret; echo secret >&2; exit 3", "code 3"), ("kill -9 $$", "signal 9"), ("true", "nothing"),
            ("printf 'secret\\nsecret'", "one line"), ("head -c 100000 /dev/zero | tr '\\0' s", "8192 bytes"),
            ("no-such-program-here", "code 127"),
        ])
    func faults(command: String, words: String) async {
        let fault = await fault { () throws(ModelFault) in try await source(.command(command)).value() }
        #expect(fault?.kind == .misconfigured)
        #expect(fault?.message.contains(words) == true)
        #expect(fault?.message.contains("secret") == false)
        #expect(fault?.hint?.contains("secret") != true)
    }

    @Test("A command that hangs is killed with all it started") func hanging() async throws {
        let mark = file()
        defer { unlink(mark) }
        let source = source(.command("(sleep 0.6; echo late > \(mark)) & sleep 30"), limit: .milliseconds(150))
        let fault = await fault { () throws(ModelFault) in try await source.value() }
        #expect(fault?.kind == .misconfigured)
        #expect(fault?.message.contains("0.2 s") == true || fault?.message.contains("0.1 s") == true)
        try await Task.sleep(for: .milliseconds(700))
        #expect(text(of: mark) == nil)
    }

    @Test("What a command leaves in the background does not outlive it, nor is it waited for") func background()
        async throws
    {
        let mark = file()
        defer { unlink(mark) }
        let source = source(.command("(sleep 0.5; echo late > \(mark)) & echo key"))
        #expect(try await source.value() == Secret("key"))
        try await Task.sleep(for: .milliseconds(650))
        #expect(text(of: mark) == nil)
    }

    @Test("A command is run once for many who ask at once, and again after five minutes") func once() async throws {
        let mark = file()
        defer { unlink(mark) }
        let time = TestTime()
        let source = source(.command("echo run >> \(mark); sleep 0.05; echo key"), time: time)
        await withTaskGroup(of: Secret?.self) { group in
            for _ in 0..<50 { group.addTask { try? await source.value() } }
            for await key in group { #expect(key == Secret("key")) }
        }
        time.pass(.seconds(299))
        _ = try await source.value()
        #expect(text(of: mark) == "run\n")
        time.pass(.seconds(2))
        _ = try await source.value()
        #expect(text(of: mark) == "run\nrun\n")
        #expect(await source.drop(Secret("key")))
        _ = try await source.value()
        #expect(text(of: mark) == "run\nrun\nrun\n")
    }

    @Test("Who cannot wait for a command goes, and the next has its key") func impatient() async throws {
        let sign = file()
        defer { unlink(sign) }
        let source = source(.command("while [ ! -e \(sign) ]; do sleep 0.02; done; echo key"))
        let fault = await fault { () throws(ModelFault) in try await source.value(within: .milliseconds(20)) }
        #expect(fault?.kind == .timeout)
        let call = Task { try await source.value() }
        call.cancel()
        await #expect(throws: ModelFault.self) { try await call.value }
        fclose(fopen(sign, "w"))
        #expect(try await source.value() == Secret("key"))
    }

    @Test("A command neither reads input nor holds descriptors of ours") func descriptors() async throws {
        let inherited = dup(0)
        defer { close(inherited) }
        let source = source(.command("cat; [ -e /dev/fd/\(inherited) ] && echo open || echo closed"))
        #expect(try await source.value() == Secret("closed"))
    }

    @Test("Stopping kills a command that runs") func stopping() async throws {
        let source = source(.command("sleep 30"))
        let call = Task { await fault { () throws(ModelFault) in try await source.value() } }
        try await Task.sleep(for: .milliseconds(50))
        source.stop()
        #expect(await call.value?.kind == .cancelled)
    }
}
