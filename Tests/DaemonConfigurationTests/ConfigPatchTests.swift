import JSONText
import MemoryModel
import Testing

@testable import DaemonConfiguration

@Suite struct ConfigPatchTests {
    private func check(
        _ before: String, _ patch: JSON, _ after: String, restart: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folder = TemporaryFolder()
        folder.write(before, to: "config.yaml")
        let result = try ConfigFile(path: folder.path + "/config.yaml").patch(patch)
        #expect(result.text == after, sourceLocation: sourceLocation)
        #expect(folder.text("config.yaml") == after, sourceLocation: sourceLocation)
        #expect(result.restartRequired == restart, sourceLocation: sourceLocation)
        #expect(folder.names() == ["config.yaml"], sourceLocation: sourceLocation)
        #expect(try ConfigFile(path: folder.path + "/config.yaml").read() == result.settings)
    }

    private func checkFails(
        _ before: String, _ patch: JSON, _ code: MemoryError.Code = .configInvalid,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let folder = TemporaryFolder()
        folder.write(before, to: "config.yaml")
        do throws(MemoryError) {
            let result = try ConfigFile(path: folder.path + "/config.yaml").patch(patch)
            Issue.record("accepted: \(result.text)", sourceLocation: sourceLocation)
        } catch {
            #expect(error.code == code, sourceLocation: sourceLocation)
            #expect(error.hint != nil, sourceLocation: sourceLocation)
        }
        #expect(folder.text("config.yaml") == before, sourceLocation: sourceLocation)
        #expect(folder.names() == ["config.yaml"], sourceLocation: sourceLocation)
    }

    @Test func onlyTheValueOfAKeyChanges() throws {
        try check(
            "# head\nrecall:   # about\n  deadlineMs:   300   # ms\n\n  enabled: true\n# tail",
            ["recall": ["deadlineMs": 500]],
            "# head\nrecall:   # about\n  deadlineMs:   500   # ms\n\n  enabled: true\n# tail")
        try check(
            "recall: {deadlineMs: 300, enabled: true}", ["recall": ["deadlineMs": 500]],
            "recall: {deadlineMs: 500, enabled: true}")
        try check("recall:\n  scope: \"agent\" # é\n", ["recall.scope": "home"], "recall:\n  scope: home # é\n")
        try check(
            "recall:\n  scope: 'agent' #\n", ["recall.scope": "home"],
            "recall:\n  scope: home #\n")
        try check(
            "\"recall\":\r\n  'scope' : agent\r\n", ["recall.scope": "home"], "\"recall\":\r\n  'scope' : home\r\n")
        try check(
            "\u{FEFF}viewer: {port: 1}\n", ["viewer": ["port": 2]], "\u{FEFF}viewer: {port: 2}\n",
            restart: ["viewer.port"])
    }

    @Test func missingKeysAreAddedToTheirSection() throws {
        try check(
            "recall:\n    enabled: true # on\n\n# next\nviewer:\n  port: 1\n", ["recall": ["deadlineMs": 500]],
            "recall:\n    enabled: true # on\n    deadlineMs: 500\n\n# next\nviewer:\n  port: 1\n")
        try check(
            "recall:\n  enabled: true", ["recall": ["deadlineMs": 500]], "recall:\n  enabled: true\n  deadlineMs: 500\n"
        )
        try check(
            "recall: # nothing yet\nviewer:\n", ["recall": ["deadlineMs": 500]],
            "recall: # nothing yet\n  deadlineMs: 500\nviewer:\n")
        try check("recall: ~ # none\n", ["recall": ["deadlineMs": 500]], "recall:  # none\n  deadlineMs: 500\n")
        try check("recall: {}\n", ["recall": ["deadlineMs": 500]], "recall: {deadlineMs: 500}\n")
        try check(
            "recall: {enabled: true}\n", ["recall": ["topK": ["tier1": 9]]],
            "recall: {enabled: true, topK: {tier1: 9}}\n")
        try check(
            "recall:\n  topK:\n    tier2: 1\n  enabled: true\n", ["recall": ["topK": ["tier1": 9]]],
            "recall:\n  topK:\n    tier2: 1\n    tier1: 9\n  enabled: true\n")
        try check(
            "recall:\n  enabled: true\n", ["recall": ["topK": ["tier1": 9]]],
            "recall:\n  enabled: true\n  topK:\n    tier1: 9\n")
    }

    @Test func missingSectionsAreAddedAtTheEnd() throws {
        try check("", ["viewer": ["port": 5]], "viewer:\n  port: 5\n", restart: ["viewer.port"])
        try check("# mine\n", ["recall": ["deadlineMs": 500]], "# mine\n\nrecall:\n  deadlineMs: 500\n")
        try check(
            "viewer:\n  port: 1\n# end", ["recall": ["topK": ["tier1": 9], "deadlineMs": 500]],
            "viewer:\n  port: 1\n# end\n\nrecall:\n  topK:\n    tier1: 9\n  deadlineMs: 500\n")
        try check(
            "{viewer: {port: 1}}\n", ["recall": ["deadlineMs": 500]],
            "{viewer: {port: 1}, recall: {deadlineMs: 500}}\n")
        try check(
            "viewer: {port: 1}\r\n", ["recall": ["deadlineMs": 500]],
            "viewer: {port: 1}\r\n\r\nrecall:\r\n  deadlineMs: 500\r\n")
        try check(
            "viewer: {port: 1}\n...\n", ["recall": ["deadlineMs": 500]],
            "viewer: {port: 1}\nrecall:\n  deadlineMs: 500\n...\n")
    }

    @Test func outcommentedLineShowsWhereAKeyGoes() throws {
        try check(
            "recall:\n  # Time.\n  # deadlineMs: 300\n  # More.\n  # scope: agent\n", ["recall": ["deadlineMs": 500]],
            "recall:\n  # Time.\n  # deadlineMs: 300\n  deadlineMs: 500\n  # More.\n  # scope: agent\n")
    }

    @Test func everySettingCanBeChangedInTheTemplate() throws {
        for option in Settings.options {
            let folder = TemporaryFolder()
            let file = ConfigFile(path: folder.path + "/config.yaml")
            let result = try file.patch([option.key: option.defaultValue])
            #expect(result.restartRequired.isEmpty)
            let name = option.components[option.components.count - 1]
            let line = name + ": " + YAMLWriting.text(option.defaultValue)
            let indentation = String(repeating: "  ", count: option.components.count - 1)
            let added = result.text.replacing(
                "\(indentation)# \(line)\n\(indentation)\(line)\n", with: "\(indentation)# \(line)\n")
            #expect(added == HomeTemplate.configText, "\(option.key)")
        }
    }

    @Test func listsChangeItemByItem() throws {
        func allowed(_ values: JSON) -> JSON { ["agents": ["allowed": values]] }
        try check("agents:\n  allowed: [a, 'b'] # who\n", allowed(["c"]), "agents:\n  allowed: [c] # who\n")
        try check("agents:\n  allowed: [\n    a, # first\n  ]\n", allowed([]), "agents:\n  allowed: []\n")
        try check(
            "agents:\n  allowed:\n    - a # first\n    # between\n    - b\n    - c # third\n",
            allowed(["a", "c", "d"]),
            "agents:\n  allowed:\n    - a # first\n    # between\n    - c # third\n    - d\n")
        try check(
            "agents:\n  allowed: # who\n  - a\n  - b", allowed(["z", "b", "x"]),
            "agents:\n  allowed: # who\n  - z\n  - b\n  - x\n")
        try check("agents:\n  allowed:\n  - a # x\nrecall:\n", allowed([]), "agents:\n  allowed: []\nrecall:\n")
        try check(
            "agents:\n  allowed: []\n", allowed(["true", "two words", "ü", "7"]),
            "agents:\n  allowed: [\"true\", \"two words\", \"ü\", \"7\"]\n")
        try check("agents: {allowed: [a]}\n", allowed(["b", "c"]), "agents: {allowed: [b, c]}\n")
    }

    @Test func nullSetsBackToTheDefault() throws {
        try check("recall:\n  deadlineMs: 500\n", ["recall": ["deadlineMs": .null]], "recall:\n  deadlineMs: 300\n")
    }

    @Test func onlyChangedValuesNeedARestart() throws {
        try check(
            "viewer:\n  port: 5\n", ["viewer": ["port": 5, "enabled": true], "recall": ["enabled": false]],
            "viewer:\n  port: 5\n  enabled: true\n\nrecall:\n  enabled: false\n")
        try check(
            "viewer:\n  port: 5\n", ["viewer": ["port": 6], "logging": ["filesKept": 4]],
            "viewer:\n  port: 6\n\nlogging:\n  filesKept: 4\n", restart: ["viewer.port", "logging.filesKept"])
    }

    @Test func aPatchCanRepairAMistake() throws {
        try check(
            "recall:\n  deadlineMs: soon # ?\n", ["recall": ["deadlineMs": 500]], "recall:\n  deadlineMs: 500 # ?\n")
        try check("recall:\n  deadlineMs:\n", ["recall": ["deadlineMs": 500]], "recall:\n  deadlineMs: 500\n")
    }

    @Test func wrongPatchesChangeNothing() {
        checkFails("recall:\n  deadlineMs: 300\n", ["recall": ["deadlineMs": 1]])
        checkFails("recall:\n  deadlineMs: 300\n", ["recall": ["deadlineMS": 100]])
        checkFails("", ["recall": 5])
        checkFails("", ["recall": ["enabled": false], "nope": 1])
        checkFails("", 5)
        checkFails("", ["agents": ["allowed": ["a\nb"]]])
        checkFails("viewer:\n  prot: 1\n", ["recall": ["enabled": false]])
        checkFails("viewer: [\n", ["recall": ["enabled": false]])
        checkFails("viewer: {port: &p 5}\n", ["viewer": ["port": 6]], .configWriteFailed)
        checkFails("recall:\n  scope: >-\n    agent\n", ["recall.scope": "home"], .configWriteFailed)
    }

    @Test func missingFileStartsFromTheTemplate() throws {
        let folder = TemporaryFolder()
        let result = try ConfigFile(path: folder.path + "/config.yaml").patch(["recall": ["deadlineMs": 500]])
        #expect(result.settings.recall.deadlineMs == 500)
        #expect(result.text.contains("  # deadlineMs: 300\n  deadlineMs: 500\n"))
        #expect(folder.mode("config.yaml") == 0o600)
    }

    @Test func unwritableFolderIsExplained() {
        do throws(MemoryError) {
            _ = try ConfigFile(path: "/nowhere/at/all/config.yaml").patch(["recall": ["deadlineMs": 500]])
            Issue.record("written")
        } catch {
            #expect(error.code == .configWriteFailed)
            #expect(error.hint != nil)
        }
    }
}
