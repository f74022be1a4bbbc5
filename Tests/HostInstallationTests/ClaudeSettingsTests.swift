import Digest
import JSONText
import Testing

@testable import HostInstallation

@Suite struct ClaudeSettingsTests {
    static let hooks = ClaudeHooks(program: "/opt/memos/bin/memos")

    /// Installs into the text, expects valid settings with all of ours and of the others', and the text back again.
    private func check(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let original = Array(text.utf8)
        let first = try SettingsInstallation.install(Self.hooks, path: "/s", current: original, recorded: nil)
        #expect(first.isChange && first.needsBackup, sourceLocation: sourceLocation)
        let events = ClaudeHooks.installed(in: first.text).map(\.event)
        #expect(Set(events) == Set(ClaudeHooks.events.map(\.name)), sourceLocation: sourceLocation)
        #expect(events.count == ClaudeHooks.events.count, sourceLocation: sourceLocation)

        let second = try SettingsInstallation.install(
            Self.hooks, path: "/s", current: first.text, recorded: first.record)
        #expect(!second.isChange && second.text == first.text, sourceLocation: sourceLocation)
        #expect(second.record == first.record, sourceLocation: sourceLocation)

        let removal = try SettingsInstallation.uninstall(
            current: first.text, recorded: first.record, backup: original)
        #expect(removal == .write(original, isOriginal: true), sourceLocation: sourceLocation)
        // Also when the backup is lost, except for blanks inside empty brackets.
        let without = try SettingsInstallation.uninstall(current: first.text, recorded: first.record, backup: nil)
        guard case .write(let bytes, _) = without else {
            Issue.record("nothing removed", sourceLocation: sourceLocation)
            return
        }
        if !text.contains("{ }"), !text.contains("{\n}"), !text.allSatisfy(\.isWhitespace) {
            #expect(String(decoding: bytes, as: UTF8.self) == text, sourceLocation: sourceLocation)
        }
        #expect(ClaudeHooks.installed(in: bytes).isEmpty, sourceLocation: sourceLocation)
    }

    @Test func emptyObjectsComeBack() throws {
        try check("{}")
        try check("{ }\n")
        try check("{\n}\n")
        try check("\n\n  {}  \n")
    }

    @Test func blankFileComesBack() throws {
        try check("")
        try check(" \n\t\n")
    }

    @Test func settingsWithoutHooksComeBack() throws {
        try check("{\n  \"model\": \"opus\"\n}\n")
        try check("{\n  \"model\": \"opus\"\n}")
        try check("{\"model\":\"opus\",\"env\":{\"A\":\"b\"}}")
        try check("{\n\t\"model\": \"opus\",\n\t\"permissions\": {\n\t\t\"allow\": [ ]\n\t}\n}\n")
        try check("{ \"a\" : 1 ,\n      \"b\":2}\n\n\n")
    }

    @Test func windowsLineEndsStay() throws {
        let text = "{\r\n    \"model\": \"opus\"\r\n}\r\n"
        try check(text)
        let installed = try ClaudeSettings.installing(Self.hooks, into: Array(text.utf8))
        let lines = String(decoding: installed, as: UTF8.self).unicodeScalars
        #expect(lines.count { $0 == "\n" } == lines.count { $0 == "\r" })
    }

    @Test func hooksOfOthersStay() throws {
        try check(
            """
            {
                "hooks": {
                    "Stop": [ { "hooks": [ { "type": "command", "command": "say done" } ] } ],
                    "PreToolUse": [
                        {"matcher": "Bash", "hooks": [{"type": "command", "command": "/usr/bin/check"}]}
                    ],
                    "UserPromptSubmit": [
                        {
                            "hooks": [
                                { "type": "command", "command": "/opt/other/memos", "args": ["hooks"] }
                            ]
                        }
                    ]
                },
                "model": "opus"
            }

            """)
    }

    @Test func emptyContainersOfOthersStay() throws {
        try check("{\n  \"hooks\": {}\n}\n")
        try check("{\n  \"hooks\": {\n    \"Stop\": []\n  }\n}\n")
        try check("{\"hooks\":{\"Stop\":[],\"PreToolUse\":[]}}")
    }

    @Test func keysWithEscapesAndDoubledKeysAreUnderstood() throws {
        try check(#"{"hooks": 1, "ho\u006fks": {"St\u006fp": []}, "a": "}\"],{"}"#)
    }

    @Test func missingFileIsMadeAndDeleted() throws {
        let made = try SettingsInstallation.install(Self.hooks, path: "/s", current: nil, recorded: nil)
        #expect(made.isChange && !made.needsBackup && !made.record.existed)
        #expect(
            try SettingsInstallation.uninstall(current: made.text, recorded: made.record, backup: nil) == .delete)
        #expect(try SettingsInstallation.uninstall(current: nil, recorded: made.record, backup: nil) == .nothing)
    }

    @Test(arguments: [
        "{\n  // mine\n  \"model\": \"opus\"\n}", "{\"a\":1,}", "[]", "\"text\"", "{", "{\"hooks\": []}",
        "{\"hooks\": {\"Stop\": {}}}", "\u{FEFF}{}",
    ])
    func whatIsNotPlainIsLeftAlone(_ text: String) {
        #expect(throws: NotEditable.self) {
            try ClaudeSettings.installing(Self.hooks, into: Array(text.utf8))
        }
    }

    @Test func editsSinceInstallationAreKept() throws {
        let original = Array("{\n  \"hooks\": {},\n  \"model\": \"opus\"\n}\n".utf8)
        let made = try SettingsInstallation.install(Self.hooks, path: "/s", current: original, recorded: nil)
        let edited = Array(String(decoding: made.text, as: UTF8.self).replacing("opus", with: "haiku").utf8)
        let removal = try SettingsInstallation.uninstall(current: edited, recorded: made.record, backup: original)
        let expected = Array("{\n  \"hooks\": {},\n  \"model\": \"haiku\"\n}\n".utf8)
        #expect(removal == .write(expected, isOriginal: false))
    }

    @Test func anotherPlaceOfInstallationReplacesOurEntries() throws {
        let original = Array("{\n  \"model\": \"opus\"\n}\n".utf8)
        let old = ClaudeHooks(program: "/old/bin/memos")
        let first = try SettingsInstallation.install(old, path: "/s", current: original, recorded: nil)
        let second = try SettingsInstallation.install(
            Self.hooks, path: "/s", current: first.text, recorded: first.record)
        #expect(second.isChange && !second.needsBackup)
        #expect(!String(decoding: second.text, as: UTF8.self).contains("/old/"))
        #expect(second.text == (try ClaudeSettings.installing(Self.hooks, into: original)))
        #expect(
            try SettingsInstallation.uninstall(current: second.text, recorded: second.record, backup: original)
                == .write(original, isOriginal: true))
    }

    @Test func textOfAnInstallation() throws {
        let text = try ClaudeSettings.installing(
            ClaudeHooks(program: "/p/memos", home: "/h"), into: Array("{\n    \"hooks\": {}\n}\n".utf8))
        let start = """
            {
                "hooks": {
                    "SessionStart": [
                        {
                            "hooks": [
                                {
                                    "type": "command",
                                    "command": "/p/memos",
                                    "args": [
                                        "hook",
                                        "--host",
                                        "claude",
                                        "--home",
                                        "/h"
                                    ],
                                    "timeout": 5
                                }
                            ]
                        }
                    ],
                    "UserPromptSubmit": [

            """
        #expect(String(decoding: text, as: UTF8.self).hasPrefix(start))
    }

    @Test func recordsSurviveTheirFile() throws {
        let made = try SettingsInstallation.install(Self.hooks, path: "/s", current: Array("{}".utf8), recorded: nil)
        var record = made.record
        record.backup = "/s.memos-backup-1"
        #expect(InstalledFile(try JSON(parsing: record.json.text)) == record)
    }
}

@Suite struct DigestAndDiffTests {
    @Test(arguments: [
        (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
        (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
        (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
        (1000, "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
    ])
    func digestsOfRowsOfTheLetterA(_ count: Int, _ digest: String) {
        #expect(SHA256.hexDigest(of: [UInt8](repeating: UInt8(ascii: "a"), count: count)) == digest)
    }

    @Test func diffShowsChangesWithTheirSurroundings() {
        let old = (1...20).map(String.init).joined(separator: "\n") + "\n"
        let new = old.replacing("\n10\n", with: "\n10\nnew\n")
        #expect(
            LineDiff.text(from: old, to: new, name: "f") == """
                --- f
                +++ f
                @@ -8,6 +8,7 @@
                 8
                 9
                 10
                +new
                 11
                 12
                 13

                """)
        #expect(LineDiff.text(from: old, to: old, name: "f").isEmpty)
        #expect(LineDiff.text(from: "", to: "a\n", name: "f").hasSuffix("@@ -0,0 +1,1 @@\n+a\n"))
    }
}
