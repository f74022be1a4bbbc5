import DaemonClient
import HostInstallation
import JSONText
import MemoryModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Asks Codex itself for the hashes of hooks: only it knows how it computes them.
enum CodexHookList {
    /// The hashes of the hooks named by these keys.
    ///
    /// - Throws: when Codex is not there or does not answer.
    static func hashes(of keys: [String]) throws(MemoryError) -> [String: String] {
        guard let program = program else {
            throw MemoryError(
                .notFound, "The program codex was not found.",
                hint: "Put it on the PATH, or trust the hooks in Codex with /hooks.")
        }
        let messages: [JSON] = [
            [
                "id": 1, "method": "initialize",
                "params": [
                    "clientInfo": ["name": "memos", "title": "memos", "version": "1"],
                    "capabilities": ["experimentalApi": true],
                ],
            ],
            ["method": "initialized"],
            ["id": 2, "method": "hooks/list", "params": ["cwds": [.string(FrontContext.userFolder)]]],
        ]
        let answer = converse(with: program, messages, until: 2)
        let hooks = (answer?["result"]?["data"]?.array ?? []).flatMap { $0["hooks"]?.array ?? [] }
        var hashes: [String: String] = [:]
        for hook in hooks {
            guard let key = hook["key"]?.string, keys.contains(key), let hash = hook["currentHash"]?.string else {
                continue
            }
            hashes[key] = hash
        }
        guard hashes.count == keys.count, !keys.isEmpty else {
            throw MemoryError(
                .notFound, "Codex did not tell the hashes of our hooks.", hint: "Trust them in Codex with /hooks.")
        }
        return hashes
    }

    /// Its server answers only as long as its input stays open.
    private static func converse(with program: String, _ messages: [JSON], until id: Int64) -> JSON? {
        let silence = open("/dev/null", O_WRONLY | O_CLOEXEC)
        guard let input = Descriptor.makePipe(), let output = Descriptor.makePipe(),
            let child = try? ChildProcess.spawn(
                program, ["app-server"], descriptors: [(input.read, 0), (output.write, 1), (silence, 2)],
                newSession: false)
        else { return nil }
        for descriptor in [input.read, output.write, silence] { close(descriptor) }
        defer {
            close(input.write)
            close(output.read)
            end(child)
        }
        Descriptor.writeAll(input.write, Array(messages.map { $0.text + "\n" }.joined().utf8))
        Descriptor.setNonBlocking(output.read)
        let deadline = Deadline.after(milliseconds: 20_000)
        var bytes: [UInt8] = []
        while !deadline.isOver {
            switch Descriptor.read(output.read, into: &bytes) {
            case .bytes:
                let lines = bytes.split(separator: 0x0A).lazy.compactMap { try? JSON(parsing: Array($0)) }
                if let answer = lines.first(where: { $0["id"]?.int == id }) { return answer }
            case .wouldBlock:
                _ = Descriptor.wait(output.read, for: Int16(POLLIN), milliseconds: deadline.remainingMilliseconds)
            case .end, .failed: return nil
            }
        }
        return nil
    }

    private static func end(_ child: Int32) {
        kill(child, SIGTERM)
        let deadline = Deadline.after(milliseconds: 2_000)
        while !deadline.isOver {
            if ChildProcess.exitStatus(of: child) != nil { return }
            sleepMilliseconds(5)
        }
        kill(child, SIGKILL)
        var status: Int32 = 0
        waitpid(child, &status, 0)
    }

    private static var program: String? {
        (FrontContext.variable("PATH") ?? "").split(separator: ":").map { $0 + "/codex" }
            .first(where: PlainFile.isExecutable)
    }
}
