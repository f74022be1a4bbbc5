import DaemonClient
import HostInstallation
import JSONText
import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What `memos doctor` finds out, one check after the other. Later checks need not repeat what earlier ones said.
struct Diagnosis {
    struct Check {
        let name: String
        let isOK: Bool
        let detail: String
        var hint: String?

        var json: JSON {
            .object(present: [
                ("name", .string(name)), ("ok", .bool(isOK)), ("detail", .string(detail)),
                ("hint", hint.map(JSON.string)),
            ])
        }
    }

    private let context: FrontContext
    private let target: HomeOptions
    private let hasExplicitHome: Bool
    private(set) var checks: [Check] = []

    init(_ target: HomeOptions) {
        self.target = target
        context = target.context
        hasExplicitHome = target.home != nil
    }

    mutating func run() {
        checkHome()
        checkProgram()
        let session = checkDaemon()
        checkHost()
        if let session {
            checkRoundTrip()
            checkSpool()
            checkViewer(session)
            checkModels(session)
        }
    }

    private mutating func pass(_ name: String, _ detail: String) {
        checks.append(Check(name: name, isOK: true, detail: detail))
    }

    private mutating func fail(_ name: String, _ detail: String, hint: String?) {
        checks.append(Check(name: name, isOK: false, detail: detail, hint: hint))
    }

    private mutating func checkHome() {
        let path = context.home.path
        do throws(SystemCallError) {
            try context.prepareFolders()
        } catch {
            return fail("home", "\(path) cannot be used (\(error))", hint: "Make it a folder you may write to.")
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_uid == getuid() else {
            return fail("home", "\(path) belongs to another user", hint: "Run memos as its owner, or choose --home.")
        }
        guard status.st_mode & 0o077 == 0 else {
            return fail("home", "\(path) is open to other users", hint: "Run: chmod 700 '\(path)'")
        }
        guard access(path, W_OK) == 0, access(context.home.daemonFolder, W_OK) == 0 else {
            return fail("home", "\(path) is not writable", hint: "Check its mode and the disk.")
        }
        pass("home", path)
    }

    private mutating func checkProgram() {
        if let daemon = FrontContext.daemonExecutable { return pass("daemon program", daemon) }
        fail(
            "daemon program", "memosd was not found",
            hint: "It belongs beside `memos` or in `../libexec`; MEMOS_DAEMON names another place.")
    }

    private mutating func checkDaemon() -> DaemonSession? {
        do throws(ClientError) {
            let session = try DaemonSession(context: context, mayStart: true)
            let version = session.greeting.version?.description ?? "unknown"
            if version == ProductVersion.current.description {
                pass("daemon", "version \(version), process \(session.greeting.pid)")
            } else {
                fail(
                    "daemon", "version \(version), but this is \(ProductVersion.current)",
                    hint: "Run `memos stop`; the next use starts the daemon installed with this program.")
            }
            return session
        } catch {
            fail("daemon", error.message, hint: error.hint)
            return nil
        }
    }

    private mutating func checkHost() {
        guard target.agent == .claude else { return }
        let file = HostLocations.machine.folder(of: .claude) + "/settings.json"
        let text = HostDisk.machine.content(file).bytes ?? []
        let installed = ClaudeHooks.installed(in: text)
        let hint = "Run `memos install --host claude`."
        if installed.isEmpty { return fail("host files", "\(file) has no hooks of ours", hint: hint) }
        let missing = ClaudeHooks.events.map(\.name).filter { name in !installed.contains { $0.event == name } }
        guard missing.isEmpty else {
            return fail("host files", "no hook for \(missing.joined(separator: ", "))", hint: hint)
        }
        if let broken = installed.first(where: { !PlainFile.isExecutable($0.command[0]) }) {
            return fail("host files", "\(broken.command[0]) cannot be run", hint: hint)
        }
        if (try? JSON(parsing: text))?["disableAllHooks"]?.bool == true {
            return fail(
                "host files", "disableAllHooks is set in \(file)", hint: "Remove it, or nothing is recorded.")
        }
        pass("host files", file)
    }

    /// Writes a memory and asks for it in another session, through the very command the host runs.
    private mutating func checkRoundTrip() {
        let name = "write and recall"
        let installed = ClaudeHooks.installed(
            in: HostDisk.machine.content(HostLocations.machine.folder(of: .claude) + "/settings.json").bytes ?? [])
        let ownCommand = [FrontContext.executable, "hook", "--host", target.agent.rawValue]
        let command = installed.first { $0.event == "UserPromptSubmit" }?.command ?? ownCommand
        if hasExplicitHome { setenv("MEMOS_HOME", context.home.path, 1) }
        let trip = RoundTrip(command: command, folder: context.home.path)
        switch trip.run() {
        case .recalled(let milliseconds):
            pass(name, "recalled in \(milliseconds) ms by: \(command.joined(separator: " "))")
        case .forgotten:
            fail(
                name, "what was written did not come back through: \(command.joined(separator: " "))",
                hint: "Run `memos logs --level warning`, and read logs/hook.log in the home folder.")
        case .failed(let reason): fail(name, reason, hint: "Run the command by hand: \(command.joined(separator: " "))")
        }
    }

    private mutating func checkSpool() {
        let deadline = Deadline.after(milliseconds: 2_000)
        while Spool.pending(in: context.home) > 0, !deadline.isOver { sleepMilliseconds(50) }
        let pending = Spool.pending(in: context.home)
        if pending == 0 { return pass("spool", "empty") }
        fail("spool", "\(pending) events wait in \(context.home.spool)", hint: "Run `memos logs --level warning`.")
    }

    /// Asks no model, as that costs: tells what is wrong with the settings, and how the last call went.
    private mutating func checkModels(_ session: DaemonSession) {
        guard let roles = try? session.request("models.list")["roles"]?.array else {
            return fail("models", "the daemon tells nothing of models", hint: "Run `memos stop`, then try again.")
        }
        if let problem = roles.lazy.compactMap({ $0["problems"]?[0] }).first {
            return fail("models", problem["message"]?.string ?? "", hint: problem["hint"]?.string)
        }
        let configured = roles.filter { $0["configured"]?.bool == true && $0["role"]?.string != "embedding" }
        if configured.isEmpty { return pass("models", "none configured (none needed)") }
        for role in configured where role["available"]?.bool != true {
            let reason = role["lastError"]?["message"]?.string.map { ": " + Output.printable($0) } ?? ""
            return fail(
                "models", "\(role["role"]?.string ?? "") is not available\(reason)", hint: "Run `memos model test`.")
        }
        let names = Set(configured.map(ModelText.name)).sorted().joined(separator: ", ")
        let isKnown = configured.contains { $0["lastOkAt"]?.int != nil }
        pass("models", names + (isKnown ? "" : "; not asked yet, `memos model test` does"))
    }

    private mutating func checkViewer(_ session: DaemonSession) {
        guard let status = try? session.request("core.status") else {
            return fail("viewer", "the daemon tells no status", hint: "Run `memos status`.")
        }
        guard let port = status["viewer"]?["port"]?.int.flatMap(UInt16.init(exactly:)) else {
            return pass("viewer", "switched off")
        }
        guard let code = ViewerProbe.healthStatus(port: port) else {
            return fail("viewer", "nobody answers on 127.0.0.1:\(port)", hint: "Run `memos stop`, then try again.")
        }
        if code == 200 { return pass("viewer", "http://127.0.0.1:\(port)/") }
        fail("viewer", "health answers with status \(code)", hint: "Run `memos logs --level warning`.")
    }
}

/// Two sessions of an imagined host: one is told something, the other is asked for it.
private struct RoundTrip {
    enum Outcome {
        case recalled(milliseconds: Int)
        case forgotten
        case failed(String)
    }

    let command: [String]
    let folder: String
    private let token = String(UInt64.random(in: 1 << 60...UInt64.max), radix: 36)

    init(command: [String], folder: String) {
        self.command = command
        self.folder = folder
    }

    func run() -> Outcome {
        let subject = "memosdoctor\(token.prefix(6))"
        let answer = "answer\(token.suffix(6))"
        let told = "The doctor checks its memory: the code word of \(subject) is \(answer)."
        let question = "What is the code word of \(subject)?"
        do throws(Failure) {
            let first = "memos-doctor-\(token)-1"
            _ = try send("SessionStart", first, [("source", "startup")])
            _ = try send("UserPromptSubmit", first, [("prompt", .string(told)), ("prompt_id", .string(first))])
            let said = JSON.string("Noted: \(subject) has the code word \(answer).")
            _ = try send(
                "Stop", first,
                [("stop_hook_active", false), ("prompt_id", .string(first)), ("last_assistant_message", said)])
            _ = try send("SessionEnd", first, [("reason", "other")])
            for attempt in 1...8 {
                let second = "memos-doctor-\(token)-\(attempt + 1)"
                _ = try send("SessionStart", second, [("source", "startup")])
                let run = try send(
                    "UserPromptSubmit", second, [("prompt", .string(question)), ("prompt_id", .string(second))])
                _ = try send("SessionEnd", second, [("reason", "other")])
                if String(decoding: run.output, as: UTF8.self).contains(answer) {
                    return .recalled(milliseconds: run.milliseconds)
                }
                sleepMilliseconds(100 * attempt)
            }
            return .forgotten
        } catch {
            return .failed(error.reason)
        }
    }

    private struct Failure: Error {
        let reason: String
    }

    private func send(
        _ event: String, _ session: String, _ members: [(String, JSON)]
    ) throws(Failure) -> ChildProcess.Run {
        let payload = JSON.object(
            present: [
                ("hook_event_name", .string(event)), ("session_id", .string(session)), ("cwd", .string(folder)),
            ] + members)
        let run: ChildProcess.Run?
        do throws(SystemCallError) {
            run = try ChildProcess.run(
                command[0], Array(command.dropFirst()), input: payload.utf8Text, milliseconds: 6_000)
        } catch {
            throw Failure(reason: "the hook cannot be run (\(error))")
        }
        guard let run else { throw Failure(reason: "the hook did not end in time at \(event)") }
        guard run.status == 0 else { throw Failure(reason: "the hook ended with \(run.status) at \(event)") }
        return run
    }
}
