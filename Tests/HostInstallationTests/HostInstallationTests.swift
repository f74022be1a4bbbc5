import JSONText
import RuntimeHome
import Testing

@testable import HostInstallation

@Suite struct HostInstallationTests {
    @Test("What is installed twice is the same, and what is taken out was never there", arguments: Agent.allCases)
    func roundTrip(_ host: Agent) throws {
        let machine = Machine()
        let first = try machine.install(host)
        #expect(first.isChange)
        let after = machine.files
        let second = try machine.install(host, recorded: first.record)
        #expect(!second.isChange && second.record.files == first.record.files && machine.files == after)
        #expect(machine.state(of: host).installation == .complete)
        _ = try machine.uninstall(host, recorded: second.record)
        #expect(machine.files.isEmpty)
        #expect(machine.state(of: host).installation == .none)
    }

    @Test("Without a record, what is ours is known by its words", arguments: Agent.allCases)
    func lostRecord(_ host: Agent) throws {
        let machine = Machine(["/u/.hermes/config.yaml": "a: 1\n", "/u/.codex/config.toml": "a = 1\n"])
        _ = try machine.install(host)
        _ = try machine.uninstall(host, recorded: nil)
        for (path, text) in machine.files where !path.hasSuffix(".backup") {
            #expect(!String(decoding: text, as: UTF8.self).contains("memos"), "\(path)")
        }
    }

    @Test("A program that moved is told, and mended by installing again", arguments: [Agent.claude, .codex, .cursor])
    func movedProgram(_ host: Agent) throws {
        let machine = Machine()
        let first = try machine.install(host, program: "/old/bin/memos")
        let state = machine.state(of: host)
        #expect(state.installation == .partly && state.missingPrograms == ["/old/bin/memos"])
        #expect(state.commands.allSatisfy { $0.command.program == "/old/bin/memos" })
        let second = try machine.install(host, recorded: first.record)
        #expect(second.isChange && machine.state(of: host).missingPrograms.isEmpty)
        for text in machine.files.values { #expect(!String(decoding: text, as: UTF8.self).contains("/old/")) }
        _ = try machine.uninstall(host, recorded: second.record)
        #expect(machine.files.isEmpty)
    }

    @Test func whatSomebodyAddsToAFileWeMadeStays() throws {
        let machine = Machine()
        let first = try machine.install(.claude)
        let path = "/u/.claude.json"
        machine.files[path] = Array(
            machine.text(path).replacing("{\n", with: "{\n  \"mine\": 1,\n", maxReplacements: 1).utf8)
        let second = try machine.install(.claude, program: "/new/bin/memos", recorded: first.record)
        _ = try machine.uninstall(.claude, recorded: second.record)
        #expect(try JSON(parsing: machine.files[path] ?? []) == ["mine": 1])
    }

    @Test func membersOthersAddToOurEntryStayOnReinstallation() throws {
        let machine = Machine()
        let first = try machine.install(.codex)
        let path = "/u/.codex/config.toml"
        machine.files[path]! += Array("startup_timeout_sec = 20\n".utf8)
        let second = try machine.install(.codex, program: "/new/bin/memos", recorded: first.record)
        #expect(
            machine.text(path).contains("startup_timeout_sec = 20") && machine.text(path).contains("/new/bin/memos"))
        _ = try machine.uninstall(.codex, recorded: second.record)
        #expect(machine.files.isEmpty)
    }

    @Test func filesOfAnEarlierVersionGoWithAnUpgrade() throws {
        let machine = Machine()
        var record = try machine.install(.hermes).record
        let old = "/u/.hermes/plugins/memos/old.py"
        machine.files[old] = Array("x".utf8)
        record.files.append(
            InstalledFile(
                path: old, kind: .owned, existed: false, originalDigest: "",
                installedDigest: "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"))
        let plan = try machine.install(.hermes, recorded: record)
        #expect(plan.changes.map(\.path) == [old] && machine.files[old] == nil)
    }

    @Test func trustIsReadFromCodexsOwnRecord() throws {
        let machine = Machine()
        _ = try machine.install(.codex)
        #expect(machine.state(of: .codex).consent == .missing)
        let recipe = try machine.recipe(.codex)
        let keys = CodexTrust.keys(in: recipe.configFiles[0], disk: machine.disk)
        #expect(keys.contains("/u/.codex/hooks.json:user_prompt_submit:0:0") && keys.count == 7)
        for key in keys {
            machine.files["/u/.codex/config.toml"]! += Array(
                "\n[hooks.state.\"\(key)\"]\ntrusted_hash = \"sha256:0\"\n".utf8)
        }
        #expect(machine.state(of: .codex).consent == .given)
    }

    @Test func switchedOffHooksAreTold() throws {
        let machine = Machine(["/u/.claude/settings.json": #"{"disableAllHooks": true}"#])
        _ = try machine.install(.claude)
        #expect(machine.state(of: .claude).consent == .refused)
    }

    @Test func recordsGoThroughText() throws {
        let machine = Machine(["/u/.hermes/config.yaml": "memory:\n  provider: ''\n"])
        let plan = try machine.install(.hermes)
        let record = InstallRecord(hosts: ["hermes": plan.record])
        #expect(InstallRecord(record.text) == record)
        #expect(InstallRecord(Array("{broken".utf8)) == InstallRecord())
    }

    @Test func firstVersionOfTheRecordIsRead() throws {
        let text = """
            {"version": 1, "hosts": {"claude": {"path": "/s", "existed": true, "originalSHA256": "a",
            "installedSHA256": "b", "containers": ["hooks", "Stop"]}}}
            """
        let file = InstallRecord(Array(text.utf8)).hosts["claude"]?.files.first
        #expect(file?.path == "/s" && file?.kind == .edited && file?.containers == ["/hooks", "/hooks/Stop"])
    }
}
