import Foundation
import HostHooks
import JSONText
import RuntimeHome
import Testing

/// The plugin folders and the extension that hosts install: what they wire is what their dialect understands.
@Suite struct BundleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "adapters")

    private func json(_ path: String) throws -> JSON {
        try JSON(parsing: Array(Data(contentsOf: Self.folder.appending(path: path))))
    }

    private static let hooks = [
        ("claude", "claude/plugins/memos-memory/hooks/hooks.json", 1.0),
        ("codex", "codex/plugins/memos-memory/hooks/hooks.json", 1.0), ("gemini", "gemini/hooks/hooks.json", 1000.0),
    ]

    @Test("every event that is wired asks for something, and is waited for briefly", arguments: hooks)
    func events(host: String, path: String, second: Double) throws {
        let events = try #require(try json(path)["hooks"]?.object).members
        let understood = HookFixture.all.filter { $0.host == host && $0.value["plan"] != [] }.map(\.event)
        #expect(Set(events.map(\.key)).isSubset(of: understood))
        #expect(events.count >= 6)
        for event in events {
            let handlers = (event.value.array ?? []).flatMap { $0["hooks"]?.array ?? [] }
            #expect(handlers.count == 1)
            let timeout = try #require(handlers.first?["timeout"]?.double)
            #expect((1...5).contains(timeout / second))
        }
    }

    @Test("a hook of a bundle ends with 0 and is silent, with a program, without one, and with one that crashes")
    func guarded() throws {
        let empty = FileManager.default.temporaryDirectory.appending(path: "bundle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: empty) }
        for (host, path, _) in Self.hooks {
            let command = try #require(
                try json(path)["hooks"]?.object?.members.first?.value[0]?["hooks"]?[0]?["command"]?.string)
            #expect(command.hasSuffix(" memos hook --host \(host)"))
            for (program, expected) in [
                (nil, ""), ("echo \"$@\"", "hook --host \(host)\n"), ("kill -9 $$", ""), ("exit 2", ""),
            ] {
                let file = empty.appending(path: "memos")
                try? FileManager.default.removeItem(at: file)
                if let program {
                    try Data("#!/bin/sh\n\(program)\n".utf8).write(to: file)
                    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
                }
                let (status, output) = try run(command, path: empty.path)
                #expect(status == 0)
                #expect(output == expected)
            }
        }
    }

    @Test("all bundles are of this version")
    func version() throws {
        for path in [
            "claude/plugins/memos-memory/.claude-plugin/plugin.json",
            "codex/plugins/memos-memory/.codex-plugin/plugin.json", "gemini/gemini-extension.json",
        ] {
            #expect(try json(path)["version"]?.string == ProductVersion.current.description)
            #expect(try json(path)["name"] == "memos-memory")
        }
    }

    @Test("each bundle starts the MCP server of its agent")
    func servers() throws {
        for (agent, path) in [
            ("claude", "claude/plugins/memos-memory/.mcp.json"), ("codex", "codex/plugins/memos-memory/.mcp.json"),
            ("gemini", "gemini/gemini-extension.json"),
        ] {
            let server = try json(path)["mcpServers"]?["memos"]
            #expect(server?["command"] == "memos")
            #expect(server?["args"] == ["mcp", "--agent", .string(agent)])
        }
    }

    /// Standard output and error together.
    private func run(_ command: String, path: String) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.environment = ["PATH": path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
