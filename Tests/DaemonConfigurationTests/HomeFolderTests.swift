import JSONText
import MemoryModel
import Testing

@testable import DaemonConfiguration

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite struct HomeFolderTests {
    @Test func newHomeIsCompleteAndPrivate() throws {
        let folder = TemporaryFolder()
        let created = try HomeFolder.prepare(at: folder.path + "/.claude/memos-plugin")
        #expect(created.first == folder.path + "/.claude")
        #expect(
            folder.names(in: ".claude/memos-plugin")
                == ["README.user.md", "config.yaml", "daemon", "data", "logs", "skills"])
        for name in ["", "/data", "/data/backups", "/daemon", "/daemon/spool", "/logs", "/skills"] {
            #expect(folder.mode(".claude/memos-plugin" + name) == 0o700, "\(name)")
        }
        #expect(folder.mode(".claude/memos-plugin/config.yaml") == 0o600)
        #expect(try ConfigFile(path: folder.path + "/.claude/memos-plugin/config.yaml").read() == Settings())
    }

    @Test func existingHomeIsTightenedAndNothingIsOverwritten() throws {
        let folder = TemporaryFolder()
        try HomeFolder.prepare(at: folder.path)
        folder.write("viewer: {port: 5}\n", to: "config.yaml")
        chmod(folder.path, 0o755)
        chmod(folder.path + "/logs", 0o777)
        chmod(folder.path + "/config.yaml", 0o644)
        unlink(folder.path + "/README.user.md")
        #expect(try HomeFolder.prepare(at: folder.path) == [folder.path + "/README.user.md"])
        #expect(folder.text("config.yaml") == "viewer: {port: 5}\n")
        #expect(folder.mode("") == 0o700)
        #expect(folder.mode("logs") == 0o700)
        #expect(folder.mode("config.yaml") == 0o600)
        #expect(try HomeFolder.prepare(at: folder.path).isEmpty)
    }

    @Test func obstaclesAreExplained() {
        let folder = TemporaryFolder()
        folder.write("", to: "file")
        symlink("/nowhere/at/all", folder.path + "/link")
        var paths = ["/proc/nothing", folder.path + "/file", folder.path + "/file/below", folder.path + "/link"]
        paths.append(folder.path + "/" + String(repeating: "x", count: 300))
        for path in paths {
            do throws(MemoryError) {
                try HomeFolder.prepare(at: path)
                Issue.record("accepted \(path)")
            } catch {
                #expect(error.code == .pathNotWritable)
                #expect(error.hint != nil)
                #expect(error.details?["path"] != nil)
            }
        }
    }

    @Test func linkedHomeIsUsed() throws {
        let folder = TemporaryFolder()
        mkdir(folder.path + "/real", 0o755)
        symlink("real", folder.path + "/home")
        try HomeFolder.prepare(at: folder.path + "/home")
        #expect(folder.names(in: "real").contains("config.yaml"))
    }
}
