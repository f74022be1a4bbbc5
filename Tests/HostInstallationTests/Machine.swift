import JSONText
import RuntimeHome

@testable import HostInstallation

/// A machine whose files are in memory.
final class Machine: @unchecked Sendable {
    var files: [String: [UInt8]]

    init(_ files: [String: String] = [:]) { self.files = files.mapValues { Array($0.utf8) } }

    var disk: HostDisk {
        HostDisk(
            content: { [self] in files[$0].map { .text($0, isReadOnly: false) } ?? .missing },
            isFolder: { [self] folder in
                folder == "/u" || files.keys.contains { $0.hasPrefix(folder + "/") }
            },
            isExecutable: { $0 == "/opt/memos/bin/memos" })
    }

    var places: HostLocations {
        HostLocations(userFolder: "/u", workingDirectory: "/", environment: { _ in nil }, disk: disk)
    }

    let adapters = AdapterShelf(folder: "/share/adapters") { folder in
        switch folder.split(separator: "/").last {
        case "openclaw":
            [
                file("openclaw.plugin.json", #"{"contracts": {"tools": ["memory_search"]}}"#),
                file("side-by-side/index.js", "1"),
            ]
        case "opencode": [file("memos-memory.js", "export const M = 1;\n")]
        default: [file("a.txt", "a"), file("tests/b.txt", "b"), file("__pycache__/c.pyc", "c")]
        }
    }

    private static func file(_ path: String, _ text: String) -> AdapterShelf.File {
        AdapterShelf.File(path: path, bytes: Array(text.utf8), isExecutable: false)
    }

    func recipe(_ host: Agent, program: String = "/opt/memos/bin/memos", home: String? = nil) throws -> HostRecipe {
        let options = RecipeOptions(program: program, home: home, adapters: adapters.folder)
        return try HostRecipe(host, places: places, options: options, disk: disk, adapters: adapters)
    }

    /// Carries an installation out, with backups beside the files.
    func install(
        _ host: Agent, program: String = "/opt/memos/bin/memos", recorded: HostRecord? = nil, mayReplace: Bool = false
    ) throws -> InstallPlan {
        var plan = try InstallPlan(
            try recipe(host, program: program), recorded: recorded, disk: disk, mayReplace: mayReplace)
        for change in plan.changes {
            if change.needsBackup {
                files[change.path + ".backup"] = change.old
                plan.remember(backup: change.path + ".backup", of: change.path)
            }
            files[change.path] = change.new
        }
        return plan
    }

    func uninstall(_ host: Agent, recorded: HostRecord?) throws -> RemovalPlan {
        let plan = try RemovalPlan(try recipe(host), recorded: recorded, disk: disk)
        for file in plan.files { files[file.change.path] = file.change.new }
        for path in plan.needlessBackups { files[path] = nil }
        return plan
    }

    func state(of host: Agent) -> HostState {
        InstalledHosts(
            places: places, disk: disk,
            options: RecipeOptions(program: "/opt/memos/bin/memos", adapters: adapters.folder),
            adapters: adapters, names: { _ in [] }
        ).state(of: host)
    }

    func text(_ path: String) -> String { String(decoding: files[path] ?? [], as: UTF8.self) }
}
