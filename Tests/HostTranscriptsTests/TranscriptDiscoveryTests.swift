import Foundation
import HostTranscripts
import MemoryModel
import RuntimeHome
import Testing

/// Which files are taken for transcripts, and of which host.
@Suite struct TranscriptDiscoveryTests {
    @Test func aFolderGivesEveryFormatAndNothingForeign() throws {
        let root = TranscriptSamples.fixtures
        let found = try TranscriptCatalogue.discover(at: root).map { source in
            "\(source.format.rawValue): \(source.path.dropFirst(root.count + 1))"
        }
        #expect(
            found == [
                "aider: aider/.aider.chat.history.md",
                "antigravity: antigravity/brain/ag-1/.system_generated/logs/transcript.jsonl",
                "claude-code: claude-code/projects/-home-ada-pond/c0ffee00-1111-4222-8333-444455556666.jsonl",
                "cline: cline/sessions/cl-1/cl-1.messages.json",
                "cline: cline/tasks/1772380000000/api_conversation_history.json",
                "codex: codex/2026/03/01/rollout-2026-03-01T09-00-00-0199aaaa.jsonl",
                "codex: codex/2026/03/01/rollout-2026-03-01T09-05-00-0199bbbb.jsonl",
                "copilot: copilot/cp-1/events.jsonl",
                "cursor: cursor/projects/home-ada-pond/agent-transcripts/cu-1/cu-1.jsonl",
                "deepseek: deepseek/sessions/--home-ada--/ds-1/session.jsonl",
                "gemini: gemini/tmp/pond/chats/session-2025-10-01T12-00-cccc.json",
                "gemini: gemini/tmp/pond/chats/session-2026-03-01T12-00-aaaa.jsonl",
                "gemini: gemini/tmp/pond/chats/session-2026-03-01T12-10-bbbb.jsonl",
                "gemini: gemini/tmp/pond/chats/session-2026-03-01T12-20-dddd.jsonl",
                "goose: goose/sessions/20260301_1.jsonl",
                "grok: grok/sessions/home%2Fada/gk-1/updates.jsonl",
                "hermes: hermes/.hermes/sessions/session_20250101_120000_cd.json",
                "kimi: kimi/sessions/wd_pond_01/session_k1/agents/main/wire.jsonl",
                "omp: omp/sessions/2026-03-01_omp-1.jsonl",
                "openclaw: openclaw/agents/main/sessions/0c1a.jsonl",
                "pi: pi/sessions/2026-03-01_pi-1.jsonl",
                "qwen: qwen/projects/-home-ada-pond/chats/qw-1.jsonl",
                "roo: roo/tasks/0f0e/api_conversation_history.json",
            ])
    }

    @Test(arguments: [
        ("hermes/hermes.sql", "state.db", TranscriptFormat.hermes), ("zed/zed.sql", "threads.db", .zed),
        ("cursor/editor.sql", "state.vscdb", .cursorEditor), ("opencode/opencode.sql", "opencode.db", .opencode),
        ("goose/goose.sql", "sessions.db", .goose),
    ])
    func databasesAreKnownByName(dump: String, name: String, format: TranscriptFormat) throws {
        let path = try TranscriptSamples.database("\(TranscriptSamples.fixtures)/\(dump)", named: name)
        defer { TranscriptSamples.remove(path) }
        let source = try #require(try TranscriptCatalogue.discover(at: path).first)
        #expect(source.format == format)
        #expect(source.size > 0 && source.modifiedAt > 1_700_000_000_000)
    }

    @Test func aForeignFileIsNoTranscript() throws {
        #expect(try TranscriptCatalogue.discover(at: TranscriptSamples.fixtures + "/foreign/notes.jsonl").isEmpty)
    }

    @Test func aDatabaseThatIsNotTheHostsIsRefusedWithAHint() throws {
        let path = try TranscriptSamples.database("\(TranscriptSamples.fixtures)/zed/zed.sql", named: "state.db")
        defer { TranscriptSamples.remove(path) }
        let error = #expect(throws: MemoryError.self) { try SampleReading(path: path) }
        #expect(error?.code == .unsupported)
        #expect(error?.hint != nil)
    }

    @Test func aMissingPathSaysSo() {
        let error = #expect(throws: MemoryError.self) { try TranscriptCatalogue.discover(at: "/no/such/folder") }
        #expect(error?.code == .notFound)
        #expect(error?.hint != nil)
    }

    @Test("every format has its usual places, but an export that somebody saved")
    func usualPlaces() {
        let places = HostPlaces(home: "/home/ada")
        #expect(places.locations(of: .claudeCode).first == "/home/ada/.claude/projects")
        for format in TranscriptFormat.allCases
        where format != .pluginExport && format != .openclawNotes {
            #expect(!places.locations(of: format).isEmpty, "\(format)")
        }
        #expect(TranscriptFormat.formats(of: "claude") == [.claudeCode, .claudeNotes])
        #expect(TranscriptFormat.formats(of: "claude-code") == [.claudeCode])
        #expect(
            TranscriptFormat.formats(of: "dsh") == [.deepseek]
                && TranscriptFormat.formats(of: "deepseek") == [.deepseek])
        #expect(TranscriptFormat.formats(of: "nobody").isEmpty)
        #expect(Set(TranscriptFormat.hosts).count == TranscriptFormat.hosts.count)
    }

    @Test(
        "a variable of the environment moves a host, and what is at the usual place counts too",
        arguments: [
            (TranscriptFormat.claudeCode, "CLAUDE_CONFIG_DIR", "/moved/projects", "/home/ada/.claude/projects"),
            (.codex, "CODEX_HOME", "/moved/sessions", "/home/ada/.codex/sessions"),
            (.hermes, "HERMES_HOME", "/moved/state.db", "/home/ada/.hermes/state.db"),
            (.deepseek, "DSH_HOME", "/moved/sessions", "/home/ada/.dsh/sessions"),
            (.qwen, "QWEN_HOME", "/moved/projects", "/home/ada/.qwen/projects"),
            (.kimi, "KIMI_CODE_HOME", "/moved/sessions", "/home/ada/.kimi-code/sessions"),
            (.opencode, "OPENCODE_DB", "/moved", "/home/ada/.local/share/opencode/opencode.db"),
            (.openclaw, "OPENCLAW_STATE_DIR", "/moved/agents", "/home/ada/.openclaw/agents"),
            (.openclaw, "OPENCLAW_HOME", "/moved/.openclaw/agents", "/home/ada/.openclaw/agents"),
            (.goose, "XDG_DATA_HOME", "/moved/goose/sessions", "/home/ada/.local/share/goose/sessions"),
            (.pluginDatabase, "HERMES_HOME", "/moved/memos-plugin/data", "/home/ada/.openclaw/memos-plugin/data"),
        ])
    func moved(format: TranscriptFormat, variable: String, place: String, usual: String) {
        let places = HostPlaces(home: "/home/ada", variables: [variable: "/moved"]).locations(of: format)
        #expect(places.contains(place) && places.contains(usual))
        #expect(HostVariables.names.contains(variable))
        let ignored = HostPlaces(home: "/home/ada", variables: [variable: "moved"]).locations(of: format)
        #expect(!ignored.contains { $0.hasPrefix("moved") })
        #expect(
            HostPlaces(home: "/root", variables: ["HOME": "/home/ada"]).locations(of: .codex).first
                == "/home/ada/.codex/sessions")
    }
}

/// Samples written by others, where they lie beside the package.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: TranscriptSamples.foreign)))
struct ForeignSampleTests {
    /// What each sample holds: sessions, turns, tool calls, failed ones, unknown records.
    private static let table = """
        aider: 1 1 0 0 0
        antigravity: 1 1 0 0 0
        claude-code: 1 1 0 0 0
        cline: 1 1 0 0 0
        cline: 1 1 0 0 0
        codex: 1 1 0 0 0
        copilot: 1 1 0 0 0
        cursor: 1 1 0 0 0
        deepseek: 1 1 1 0 0
        gemini: 1 1 0 0 0
        gemini: 1 1 0 0 0
        goose: 1 1 0 0 0
        grok: 1 1 0 0 0
        kimi: 1 2 0 0 0
        omp: 1 1 0 0 0
        openclaw: 1 1 0 0 0
        pi: 1 1 0 0 0
        qwen: 1 1 0 0 0
        roo: 1 1 0 0 0
        hermes: 2 2 0 0 0 (database)
        opencode: 1 1 0 0 0 (database)
        goose: 1 1 0 0 0 (database)
        zed: 2 2 0 0 0 (database)
        """

    @Test("every sample is read whole: its sessions, turns, calls and failures")
    func everySampleIsReadWhole() throws {
        let dumps = [
            ("hermes/profiles/architect/hermes.sql", "state.db"), ("opencode/opencode.sql", "opencode.db"),
            ("goose/sessions/goose.sql", "sessions.db"), ("zed/zed.sql", "threads.db"),
        ]
        var lines: [String] = []
        for source in try TranscriptCatalogue.discover(at: TranscriptSamples.foreign) {
            lines.append(Self.line(source.format, try SampleReading(source)))
        }
        for (dump, name) in dumps {
            let path = try TranscriptSamples.database("\(TranscriptSamples.foreign)/\(dump)", named: name)
            defer { TranscriptSamples.remove(path) }
            let source = try #require(try TranscriptCatalogue.discover(at: path).first)
            lines.append(Self.line(source.format, try SampleReading(source)) + " (database)")
        }
        #expect(lines.joined(separator: "\n") == Self.table)
    }

    private static func line(_ format: TranscriptFormat, _ reading: SampleReading) -> String {
        let calls = reading.sessions.flatMap(\.turns).flatMap(\.calls)
        let counts = [
            reading.report.sessions, reading.report.turns, calls.count, calls.count { $0.isError },
            reading.report.unknown.values.reduce(0, +),
        ]
        return "\(format.rawValue): \(counts.map(String.init).joined(separator: " "))"
    }

    @Test func everySampleHasAQuestionAndAnAnswer() throws {
        let sources = try TranscriptCatalogue.discover(at: TranscriptSamples.foreign)
        // Databases come as dumps; notes and what the MemOS plugin kept are none of a host's.
        #expect(Set(sources.map(\.format)).count == TranscriptFormat.allCases.count - 4 - 5)
        for source in sources {
            let turns = try SampleReading(source).sessions.flatMap(\.turns)
            #expect(!turns.isEmpty, "\(source.path)")
            for turn in turns {
                #expect(!turn.userText.isEmpty && !turn.agentText.isEmpty, "\(source.path)")
                #expect(!turn.userText.contains("<") && !turn.agentText.contains("hidden"), "\(source.path)")
            }
        }
    }

    @Test(arguments: [
        ("hermes/profiles/architect/hermes.sql", "state.db", 2, 4),
        ("opencode/opencode.sql", "opencode.db", 1, 2),
        ("goose/sessions/goose.sql", "sessions.db", 1, 2), ("zed/zed.sql", "threads.db", 2, 4),
    ])
    func everyDumpIsRead(dump: String, name: String, turns: Int, messages: Int) throws {
        let path = try TranscriptSamples.database("\(TranscriptSamples.foreign)/\(dump)", named: name)
        defer { TranscriptSamples.remove(path) }
        let reading = try SampleReading(path: path)
        #expect(reading.report.turns == turns)
        #expect(reading.report.messages == messages)
        #expect(reading.report.unknown.isEmpty)
        #expect(reading.sessions.flatMap(\.turns).allSatisfy { !$0.userText.isEmpty && !$0.agentText.isEmpty })
    }
}
