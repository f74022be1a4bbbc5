import Foundation
import HostTranscripts
import JSONText
import MemoryModel
import Testing

/// What the MemOS plugin kept, out of a database and out of an export of its shape. The shape of the tables was taken from
/// the plugin's published schema; the rows are ours.
@Suite struct PluginMemoryTests {
    /// The tables as far as anything of them is read, with what else they must hold.
    private static let schema = """
        CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL);
        CREATE TABLE sessions (id TEXT PRIMARY KEY, agent TEXT NOT NULL, owner_agent_kind TEXT NOT NULL,
            owner_profile_id TEXT NOT NULL, owner_workspace_id TEXT, started_at INTEGER NOT NULL,
            last_seen_at INTEGER NOT NULL, meta_json TEXT NOT NULL DEFAULT '{}');
        CREATE TABLE episodes (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, started_at INTEGER NOT NULL,
            ended_at INTEGER, status TEXT NOT NULL DEFAULT 'open', r_task REAL);
        CREATE TABLE traces (id TEXT PRIMARY KEY, episode_id TEXT NOT NULL, session_id TEXT NOT NULL,
            owner_agent_kind TEXT NOT NULL, owner_profile_id TEXT NOT NULL, owner_workspace_id TEXT, ts INTEGER NOT NULL,
            user_text TEXT NOT NULL, agent_text TEXT NOT NULL, summary TEXT, tool_calls_json TEXT NOT NULL DEFAULT '[]',
            reflection TEXT, agent_thinking TEXT, value REAL NOT NULL DEFAULT 0, vec_summary BLOB,
            turn_id INTEGER NOT NULL);
        CREATE TABLE policies (id TEXT PRIMARY KEY, owner_agent_kind TEXT NOT NULL, title TEXT NOT NULL,
            trigger TEXT NOT NULL, procedure TEXT NOT NULL, verification TEXT NOT NULL, boundary TEXT NOT NULL,
            status TEXT NOT NULL, updated_at INTEGER NOT NULL);
        CREATE TABLE world_model (id TEXT PRIMARY KEY, owner_agent_kind TEXT NOT NULL, title TEXT NOT NULL,
            body TEXT NOT NULL, status TEXT NOT NULL, updated_at INTEGER NOT NULL);
        CREATE TABLE skills (id TEXT PRIMARY KEY, owner_agent_kind TEXT NOT NULL, name TEXT NOT NULL,
            invocation_guide TEXT NOT NULL, status TEXT NOT NULL, updated_at INTEGER NOT NULL);
        """
    private static let rows = """
        INSERT INTO sessions VALUES
            ('openclaw::main::agent:main:main', 'openclaw', 'openclaw', 'default', NULL, 1772352000000, 1772352100000,
            '{"namespace":{"workspacePath":"/src/pond"}}'),
            ('s2', 'hermes', 'unknown', 'default', NULL, 1772362000000, 1772362100000, '{}');
        INSERT INTO episodes VALUES ('ep1', 'openclaw::main::agent:main:main', 1772352000000, NULL, 'closed', 0.5);
        INSERT INTO traces (id, episode_id, session_id, owner_agent_kind, owner_profile_id, ts, user_text, agent_text,
            tool_calls_json, agent_thinking, value, vec_summary, turn_id) VALUES
            ('t1', 'ep1', 'openclaw::main::agent:main:main', 'openclaw', 'default', 1772352001000,
            'Where do the ducks sleep?', '',
            '[{"name":"read","input":{"path":"pond.md"},"output":"in the reeds","startedAt":1772352000500}]',
            'look it up', 0.4, x'00000000', 1772352000000),
            ('t2', 'ep1', 'openclaw::main::agent:main:main', 'openclaw', 'default', 1772352002000, '', '',
            '[{"name":"bash","input":"ls","errorCode":"failed"}]', NULL, 0.1, NULL, 1772352000000),
            ('t3', 'ep1', 'openclaw::main::agent:main:main', 'openclaw', 'default', 1772352003000, '',
            'In the reeds.', '[]', NULL, 0.2, NULL, 1772352000000),
            ('t4', 'ep1', 'openclaw::main::agent:main:main', 'openclaw', 'default', 1772352050000,
            'And the geese? <memos_context>old</memos_context>', 'On the lawn.', '[]', NULL, 0, NULL, 1772352040000),
            ('t5', 'ep2', 's2', 'unknown', 'default', 1772362001000, 'Hello', 'Hi.', '[]', NULL, 0, NULL, 1772362000000);
        INSERT INTO policies VALUES
            ('p1', 'openclaw', 'Ask the reeds', 'ducks are gone', 'look into the reeds', 'a duck is seen', 'winter',
            'active', 1772352200000),
            ('p2', 'openclaw', 'Old', 'x', 'y', '', '', 'archived', 1772352200000);
        INSERT INTO world_model VALUES ('w1', 'openclaw', 'The pond', 'Reeds north, lawn south.', 'active', 1772352200000);
        INSERT INTO skills VALUES ('k1', 'hermes', 'feed-ducks', 'Take bread.', 'candidate', 1772352200000);
        """

    private static let expected = """
        openclaw openclaw::main::agent:main:main in /src/pond at 1772352000000
          turn memos-plugin:ep1:1772352000000 of 2 from 0 to 3
            user: Where do the ducks sleep?
            thinking: look it up
            call read {"path":"pond.md"} #1772352000000:0 → in the reeds
            failed bash "ls" #1772352000000:1
            agent: In the reeds.
          turn memos-plugin:ep1:1772352040000 of 2 from 40 to 50
            user: And the geese?
            agent: On the lawn.
        hermes s2 at 1772362000000
          turn memos-plugin:ep2:1772362000000 of 2 from 0 to 1
            user: Hello
            agent: Hi.
        """

    private static let lessons = """
        hermes: Skill of the MemOS plugin › feed-ducks = Take bread.
        openclaw: Policy of the MemOS plugin › Ask the reeds = When: ducks are gone⏎Do: look into the reeds⏎Check: a duck \
        is seen⏎Not when: winter
        openclaw: World model of the MemOS plugin › The pond = Reeds north, lawn south.
        """

    private func database(_ script: String, at place: String = "memos-plugin/data") throws -> String {
        let folder = try TranscriptSamples.temporaryFolder() + "/" + place
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try SQLiteFile(folder + "/memos.db", isWritable: true).run(script)
        return folder + "/memos.db"
    }

    private func check(_ reading: SampleReading) {
        let (notes, talks) = (reading.sessions.filter(\.isNotes), reading.sessions.filter { !$0.isNotes })
        var told = reading
        told.sessions = talks
        #expect(told.text == Self.expected)
        let lines = notes.flatMap { session in
            session.turns.map {
                "\(session.host): \($0.userText) = \($0.agentText.replacing("\n", with: "⏎"))"
            }
        }
        #expect(lines.joined(separator: "\n") == Self.lessons)
    }

    @Test("steps of a turn come together, lessons come as notes, and each is its own agent's")
    func database() throws {
        let path = try database(Self.schema + Self.rows)
        defer { TranscriptSamples.remove(path) }
        let source = try #require(try TranscriptCatalogue.discover(at: path).first)
        #expect(source.format == .pluginDatabase)
        check(try SampleReading(source))
    }

    @Test("a database of ours at the same place is not taken for one, and another of that name says what is wrong")
    func others() throws {
        let ours = try database("CREATE TABLE grdb_migrations (identifier TEXT); " + Self.schema)
        let other = try database("CREATE TABLE notes (owner_agent_kind TEXT);")
        defer {
            TranscriptSamples.remove(ours)
            TranscriptSamples.remove(other)
        }
        #expect(try TranscriptCatalogue.discover(at: ours).isEmpty)
        let error = #expect(throws: MemoryError.self) { try SampleReading(path: other) }
        #expect(error?.code == .unsupported && error?.hint != nil)
    }

    @Test("columns of an older version that are missing cost only what they would have said")
    func older() throws {
        let path = try database(
            """
            CREATE TABLE traces (id TEXT, episode_id TEXT, session_id TEXT, ts INTEGER, user_text TEXT, agent_text TEXT,
                tool_calls_json TEXT, owner_agent_kind TEXT);
            INSERT INTO traces VALUES ('t', 'e', 's', 1772352001000, 'Q', 'A', '[]', 'hermes');
            """)
        defer { TranscriptSamples.remove(path) }
        let reading = try SampleReading(path: path)
        #expect(reading.sessions.map { $0.turns.map(\.userText) } == [["Q"]])
    }

    @Test("an export says the same as the database it is of")
    func export() throws {
        func trace(_ id: String, _ session: String, _ episode: String, _ ts: Int64, _ turn: Int64, _ more: JSON) -> JSON
        {
            var trace = more
            trace["id"] = .string(id)
            trace["sessionId"] = .string(session)
            trace["episodeId"] = .string(episode)
            trace["ts"] = .integer(ts)
            trace["turnId"] = .integer(turn)
            trace["ownerAgentKind"] = .string(session == "s2" ? "hermes" : "openclaw")
            return trace
        }
        let main = "openclaw::main::agent:main:main"
        let document: JSON = [
            "version": 1, "exportedAt": 1_772_370_000_000,
            "traces": [
                trace(
                    "t4", main, "ep1", 1_772_352_050_000, 1_772_352_040_000,
                    ["userText": "And the geese?", "agentText": "On the lawn.", "toolCalls": []]),
                trace(
                    "t1", main, "ep1", 1_772_352_001_000, 1_772_352_000_000,
                    [
                        "userText": "Where do the ducks sleep?", "agentText": "", "agentThinking": "look it up",
                        "value": 0.4,
                        "toolCalls": [
                            [
                                "name": "read", "input": ["path": "pond.md"], "output": "in the reeds",
                                "startedAt": 1_772_352_000_500,
                            ]
                        ],
                    ]),
                trace(
                    "t2", main, "ep1", 1_772_352_002_000, 1_772_352_000_000,
                    [
                        "userText": "", "agentText": "",
                        "toolCalls": [["name": "bash", "input": "ls", "errorCode": "failed"]],
                    ]),
                trace(
                    "t3", main, "ep1", 1_772_352_003_000, 1_772_352_000_000,
                    ["userText": "", "agentText": "In the reeds.", "toolCalls": []]),
                trace(
                    "t5", "s2", "ep2", 1_772_362_001_000, 1_772_362_000_000, ["userText": "Hello", "agentText": "Hi."]),
                ["broken": true],
            ],
            "policies": [
                [
                    "id": "p1", "ownerAgentKind": "openclaw", "title": "Ask the reeds", "trigger": "ducks are gone",
                    "procedure": "look into the reeds", "verification": "a duck is seen", "boundary": "winter",
                    "status": "active", "updatedAt": 1_772_352_200_000,
                ]
            ],
            "worldModels": [
                [
                    "ownerAgentKind": "openclaw", "title": "The pond", "body": "Reeds north, lawn south.",
                    "status": "active",
                ]
            ],
            "skills": [["ownerAgentKind": "hermes", "name": "feed-ducks", "invocationGuide": "Take bread."]],
        ]
        let path = try TranscriptSamples.file(document.text.utf8, named: "memos-export-2026-03-01.json")
        defer { TranscriptSamples.remove(path) }
        #expect(try TranscriptCatalogue.discover(at: path).map(\.format) == [.pluginExport])
        var reading = try SampleReading(path: path)
        #expect(reading.report.unknown == ["traces": 1])
        reading.report.skipped = [:]
        // An export does not say where the work was.
        for index in reading.sessions.indices where !reading.sessions[index].isNotes && index == 0 {
            reading.sessions[index].workspace = "/src/pond"
        }
        check(reading)
    }
}
