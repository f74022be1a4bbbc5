import DaemonConfiguration
import HostInstallation
import JSONText
import LanguageModels
import MemoryAPI
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore
import RuntimeHome
import VectorColumn

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the daemon can examine of itself. Repairs nothing and calls no model.
struct Doctor: Sendable {
    let state: DaemonState
    let config: ConfigStore
    let vectors: VectorMethods
    let hasViewer: Bool
    let port: @Sendable () -> Int?
    let userFolder: String

    /// One thing that was examined.
    private struct Check {
        enum State: String { case ok, warning, failed }

        var name: String
        var state = State.ok
        var message: String
        var hint: String?

        var json: JSON {
            .object(present: [
                ("check", .string(name)), ("state", .string(state.rawValue)), ("message", .string(message)),
                ("hint", hint.map(JSON.string)),
            ])
        }
    }

    func add(to dispatcher: inout Dispatcher) {
        dispatcher.add("doctor.run", access: .reads) { _, _ in
            let checks = await run()
            let worst =
                checks.contains { $0.state == .failed }
                ? Check.State.failed : checks.contains { $0.state == .warning } ? .warning : .ok
            return ["state": .string(worst.rawValue), "checks": .array(checks.map(\.json))]
        }
    }

    private func run() async -> [Check] {
        var checks = await store()
        checks += [await meaning(), await models(), disk(), permissions(), spool(), clock(), viewer()]
        checks += [hooks(), await delivery()]
        return checks
    }

    // MARK: The memory

    private func store() async -> [Check] {
        do {
            guard let health = try await state.memory.insights.health(within: .seconds(5)) else {
                return [
                    Check(
                        name: "store", state: .warning, message: "The database is too large to be read within 5 s.",
                        hint: "Stop the daemon, then let sqlite3 run PRAGMA quick_check on data/memos.db.")
                ]
            }
            let isWhole = health.damages.isEmpty
            let isIndexed = health.indexed >= health.traces
            return [
                Check(
                    name: "store", state: isWhole ? .ok : .failed,
                    message: isWhole ? "The database is whole." : health.damages.joined(separator: "; "),
                    hint: isWhole ? nil : "Restore a copy from data/backups, or an export."),
                Check(name: "schema", message: "Migration \(health.schema), program \(ProductVersion.current)."),
                Check(
                    name: "index", state: isIndexed ? .ok : .failed,
                    message: "\(health.indexed) of \(health.traces) memories are found by words.",
                    hint: isIndexed ? nil : "Export the memory, and restore it into a new home."),
                Check(
                    name: "jobs", state: health.failedJobs == 0 ? .ok : .warning,
                    message: health.failedJobs == 0 ? "No job has failed." : "\(health.failedJobs) jobs have failed.",
                    hint: health.failedJobs == 0 ? nil : "The log tells why: memos logs --level warning."),
            ]
        } catch {
            let reason = (error as? MemoryError)?.message ?? "The database does not answer."
            return [Check(name: "store", state: .failed, message: reason, hint: "Look into the log.")]
        }
    }

    private func meaning() async -> Check {
        guard config.current.embedding.enabled else {
            return Check(name: "vectors", message: "Finding by meaning is switched off.")
        }
        guard let status = try? await vectors.vectors.status(), let serving = status.serving else {
            let problem = vectors.meaning.problem
            return Check(
                name: "vectors", state: .warning, message: problem?.message ?? "No model makes vectors yet.",
                hint: problem?.hint ?? "memos model pull fetches one; until then memories are found by words.")
        }
        let name = serving.set.model.id
        if serving.waiting == 0 { return Check(name: "vectors", message: "All memories have their vectors (\(name)).") }
        return Check(
            name: "vectors", state: .warning, message: "\(serving.waiting) memories wait for their vectors (\(name)).",
            hint: "They are made in the background; until then they are found by words.")
    }

    /// Tells what the settings and the last call say; asks nobody.
    private func models() async -> Check {
        let roles = state.memory.models.roles()
        if let problem = roles.flatMap(\.problems).first {
            return Check(name: "models", state: .failed, message: problem.message, hint: problem.hint)
        }
        let asked = roles.filter { $0.model != nil && $0.role != .embedding }
        if let silent = asked.first(where: { !$0.isAvailable }) {
            return Check(
                name: "models", state: .warning, message: "\(silent.role.rawValue) is not available.",
                hint: silent.lastFault?.hint ?? "Test it in the settings.")
        }
        let names = Set(asked.compactMap { $0.model?.model }).sorted().joined(separator: ", ")
        return Check(name: "models", message: asked.isEmpty ? "None is configured, and none is needed." : names)
    }

    // MARK: The machine

    private func disk() -> Check {
        var status = statvfs()
        guard statvfs(state.home.path, &status) == 0 else {
            return Check(name: "disk", state: .warning, message: "The file system does not tell its free space.")
        }
        let free = (Int64(status.f_bavail) * Int64(status.f_frsize)) >> 20
        let level: Check.State = free < 100 ? .failed : free < 1024 ? .warning : .ok
        return Check(
            name: "disk", state: level, message: "\(free) MiB are free.",
            hint: level == .ok ? nil : "Free some space; a full disk keeps nothing.")
    }

    private func permissions() -> Check {
        let home = state.home
        let files = [home.path, home.configFile, home.dataFolder, home.database, home.logs, home.daemonFolder]
        let open = files.filter(SystemFacts.isOpenToOthers)
        if open.isEmpty { return Check(name: "permissions", message: "Only you can read the home.") }
        return Check(
            name: "permissions", state: .failed, message: "Others can read: \(open.joined(separator: ", ")).",
            hint: "chmod -R go-rwx '\(home.path)'")
    }

    private func spool() -> Check {
        let waiting = SystemFacts.names(in: state.home.spool).count { $0.hasSuffix(".json") }
        let rejected = SystemFacts.names(in: state.home.rejectedSpool).count { $0.hasSuffix(".json") }
        if waiting + rejected == 0 { return Check(name: "spool", message: "Nothing waits to be taken over.") }
        return Check(
            name: "spool", state: .warning, message: "\(waiting) events wait, \(rejected) could not be taken over.",
            hint: "The log tells why: memos logs --level warning.")
    }

    /// 2024 is before the first version.
    private func clock() -> Check {
        let isPlausible = SystemFacts.now() > 1_704_067_200_000
        return Check(
            name: "clock", state: isPlausible ? .ok : .failed,
            message: isPlausible ? "The clock is plausible." : "The clock of this machine is wrong.",
            hint: isPlausible ? nil : "Set it; memories are ordered by time.")
    }

    private func viewer() -> Check {
        guard hasViewer else { return Check(name: "viewer", message: "Switched off.") }
        guard let port = port() else {
            return Check(
                name: "viewer", state: .warning, message: "It does not listen.",
                hint: "The log tells why; memory goes on without it.")
        }
        return Check(name: "viewer", message: "http://127.0.0.1:\(port)/")
    }

    // MARK: Hosts

    private func hooks() -> Check {
        guard state.agent == .claude else { return Check(name: "hosts", message: "This home serves bridges.") }
        let folder = getenv("CLAUDE_CONFIG_DIR").map { String(cString: $0) } ?? userFolder + "/.claude"
        let path = "\(folder)/settings.json"
        let installed = ClaudeHooks.installed(in: SystemFacts.readFile(path).map { Array($0.utf8) } ?? [])
        let missing = ClaudeHooks.events.map(\.name).filter { name in !installed.contains { $0.event == name } }
        if missing.isEmpty { return Check(name: "hosts", message: "All hooks are in \(path).") }
        return Check(
            name: "hosts", state: .warning,
            message: installed.isEmpty
                ? "\(path) has no hooks of memos." : "No hook for \(missing.joined(separator: ", ")).",
            hint: "memos install --host claude")
    }

    private func delivery() async -> Check {
        guard let agents = try? await state.memory.insights.agents(), let last = agents.first else {
            return Check(
                name: "delivery", state: .warning, message: "No host has delivered anything yet.",
                hint: "Work with your agent for a turn, or import transcripts.")
        }
        let days = (SystemFacts.now() - last.lastActiveAt) / 86_400_000
        return Check(
            name: "delivery", state: days < 7 ? .ok : .warning,
            message: days < 1 ? "\(last.name) delivered today." : "\(last.name) last delivered \(days) days ago.",
            hint: days < 7 ? nil : "If you worked with it since, its hooks may be gone.")
    }
}
