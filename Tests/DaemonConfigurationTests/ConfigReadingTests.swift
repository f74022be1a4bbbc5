import JSONText
import MemoryModel
import Testing

@testable import DaemonConfiguration

@Suite struct ConfigReadingTests {
    private func check(_ text: String, _ changes: (inout Settings) -> Void) throws {
        var expected = Settings()
        changes(&expected)
        #expect(try ConfigFile.settings(in: text, file: "c") == expected)
    }

    private func checkFails(_ text: String, _ message: String, hintIsGiven: Bool = true) {
        do throws(MemoryError) {
            let settings = try ConfigFile.settings(in: text, file: "c")
            Issue.record("accepted: \(settings)")
        } catch {
            #expect(error.code == .configInvalid)
            #expect(error.message == message)
            #expect(error.hint != nil)
        }
    }

    @Test func emptyFilesMeanDefaults() throws {
        for text in ["", "\n", "# only a comment\n", "---\n", "recall:\n", "recall: ~\nviewer: {}\n", "{}", "\u{FEFF}"]
        {
            try check(text) { _ in }
        }
    }

    @Test func everyKindOfValueIsRead() throws {
        try check(
            """
            viewer: {enabled: false, port: 9000}
            recall:
              scope: home   # everything
              relativeFloor: 1
              mmrLambda: .5
              documentFrequencyCap: 1e-3
              topK: {tier1: 0}
            session:
                followUpMode: "split"
            agents:
              allowed:
              - claude
              - 'codex'
            """
        ) {
            $0.viewer.enabled = false
            $0.viewer.port = 9000
            $0.recall.scope = .home
            $0.recall.relativeFloor = 1
            $0.recall.mmrLambda = 0.5
            $0.recall.documentFrequencyCap = 0.001
            $0.recall.topK.tier1 = 0
            $0.session.followUpMode = .split
            $0.agents.allowed = ["claude", "codex"]
        }
        try check("\u{FEFF}viewer:\r\n  port: 1\r\nagents:\r\n  allowed: [a, true, 7]\r\n") {
            $0.viewer.port = 1
            $0.agents.allowed = ["a", "true", "7"]
        }
    }

    @Test func mistakesNameLineAndKey() {
        checkFails("viewer:\n  prot: 1\n", "c:2:3: there is no setting viewer.prot; did you mean viewer.port?")
        checkFails("zzz: 1\n", "c:1:1: there is no setting zzz")
        checkFails(
            "recall:\n  deadlineMs: 9\n", "c:2:15: recall.deadlineMs must be a whole number from 20 to 5000, not 9")
        checkFails(
            "recall:\n  deadlineMs: 30.5\n",
            "c:2:15: recall.deadlineMs must be a whole number from 20 to 5000, not 30.5")
        checkFails(
            "recall:\n  deadlineMs: \"30\"\n",
            "c:2:15: recall.deadlineMs must be a whole number from 20 to 5000, not \"30\"")
        checkFails("viewer:\n  enabled: yes\n", "c:2:12: viewer.enabled must be true or false, not \"yes\"")
        checkFails("viewer:\n  enabled: 'true'\n", "c:2:12: viewer.enabled must be true or false, not \"true\"")
        checkFails(
            "recall:\n  mmrLambda: .inf\n", "c:2:14: recall.mmrLambda must be a number from 0 to 1, not \".inf\"")
        checkFails(
            "recall:\n  mmrLambda: 0x0p1\n", "c:2:14: recall.mmrLambda must be a number from 0 to 1, not \"0x0p1\"")
        checkFails("recall:\n  scope: team\n", "c:2:10: recall.scope must be one of agent, home, not \"team\"")
        checkFails(
            "agents:\n  allowed: claude\n",
            "c:2:12: agents.allowed must be a list of short texts, as in [one, two], not \"claude\"")
        checkFails("viewer:\n  port:\n", "c:2:8: viewer.port has no value; it must be a whole number from 0 to 65535")
        checkFails("viewer: true\n", "c:1:9: viewer is a section; put its keys on indented lines below it")
        checkFails("- viewer\n", "c:1:1: the file must consist of \"section:\" lines")
        checkFails("just text\n", "c:1:1: the file must consist of \"section:\" lines")
    }

    @Test func brokenYAMLIsExplained() {
        checkFails(
            "viewer:\n  port: 1\n  enabled: true\n  port: 2\n", "c:4:3: port is there twice; remove one of the two")
        checkFails("viewer:\n  port: 1\nviewer:\n  port: 2\n", "c:3:1: viewer is there twice; remove one of the two")
        checkFails("viewer:\n\tport: 1\n", "c:2:1: a tab indents this line; YAML wants spaces")
        checkFails("viewer:\n  port: 1\n \tenabled: true\n", "c:3:2: a tab indents this line; YAML wants spaces")
        for text in [
            "viewer: [1", "viewer: \"x", "a: b: c", "viewer: *x", "viewer: 1\n  port: 2", "\u{0}", "a: &x [*x]",
            "---\nviewer: {}\n---\nviewer: {}\n", String(repeating: "[", count: 100_000),
        ] {
            #expect(throws: MemoryError.self) { try ConfigFile.settings(in: text, file: "c") }
        }
    }

    @Test func aliasesCannotMultiplyWithoutEnd() {
        var text = "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            text +=
                "l\(level): &l\(level) [" + Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        checkFails(text, "c: the file has more than 20000 values")
    }

    @Test func allMistakesAreInTheDetails() throws {
        do throws(MemoryError) {
            _ = try ConfigFile.settings(in: "viewer:\n  prot: 1\n  port: 99999\n", file: "c")
            Issue.record("accepted")
        } catch {
            #expect(error.message.hasSuffix("(and 1 more)"))
            #expect(error.details?["key"] == "viewer.prot")
            let second = error.details?["problems"]?[1]
            #expect(second?["key"] == "viewer.port")
            #expect(second?["line"] == 3)
            #expect(second?["allowed"] == ["minimum": 0, "maximum": 65535])
            #expect(error.details?["problems"]?[0]?["suggestion"] == "viewer.port")
        }
    }

    @Test func missingFileMeansDefaults() throws {
        #expect(try ConfigFile(path: "/nowhere/at/all/config.yaml").read() == Settings())
    }

    @Test func unreadableFilesAreExplained() throws {
        let folder = TemporaryFolder()
        #expect(throws: MemoryError.self) { try ConfigFile(path: folder.path).read() }
        folder.write(String(repeating: "#", count: ConfigFile.largestFile + 1), to: "large")
        #expect(throws: MemoryError.self) { try ConfigFile(path: folder.path + "/large").read() }
    }
}
