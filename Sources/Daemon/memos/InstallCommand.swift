import ArgumentParser
import DaemonClient
import HostInstallation
import JSONText
import MemoryModel
import RuntimeHome

struct InstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Make hosts call memos: add our entries to their settings, and our adapter where they need one.",
        discussion: """
            Only our entries are added; everything else in a file stays byte for byte, comments with it, and a copy is \
            kept beside it. A file that cannot be edited safely is left alone (code 3) and the entries are printed \
            instead. A value of your own in our way stays, too, and is named; --replace takes its place until \
            `memos uninstall` puts it back. What a host wants you to agree to yourself is printed.
            """
    )

    @OptionGroup var selection: HostSelection

    @Option(
        help: ArgumentHelp("One memory for all these hosts, in this folder.", valueName: "folder"),
        completion: .directory)
    var shared: String?

    @Flag(help: "Take the place of your own values that stand in our way.")
    var replace = false

    @Flag(name: .customLong("trust-codex-hooks"), help: "Record Codex's trust in our hooks, as /hooks in Codex does.")
    var trustCodexHooks = false

    @Flag(name: .customLong("allow-conversation-access"), help: "Let OpenClaw show our plugin conversations.")
    var allowConversationAccess = false

    @Option(
        help: ArgumentHelp("Where memos is installed; the running program's place by default.", valueName: "folder"),
        completion: .directory)
    var prefix: String?

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if shared != nil, target.home != nil { throw ValidationError("--shared and --home exclude each other.") }
    }

    func run() throws {
        let work = Work(
            program: try program(), explicitHome: shared ?? target.home, selection: selection, mayReplace: replace,
            allowsConversationAccess: allowConversationAccess)
        let hosts = selection.hosts(InstalledHosts.machine(program: work.program))
        let plans = try hosts.map { host in
            do throws(InstallRefusal) {
                return try work.plan(host, codexHashes: [:])
            } catch {
                if selection.isOne || !selection.all { throw Self.refused(error, host) }
                return Work.Plan(host: host, refusal: error)
            }
        }
        if !selection.dryRun, plans.contains(where: \.result.isChange) {
            let summary = plans.map { $0.result.text(isDryRun: true) }.joined()
            try selection.mayGoOn(summary, json: output.json)
        }
        var results: [HostResult] = []
        for plan in plans {
            if !selection.dryRun { try work.carryOut(plan) }
            results.append(plan.result)
            guard plan.host == .codex, trustCodexHooks, !selection.dryRun, plan.result.refusal == nil else { continue }
            results[results.count - 1] = try trusting(plan, work)
        }
        selection.print(results, as: output)
        if shared != nil, !output.json, !selection.dryRun { Output.write(Self.sharedWords) }
        if results.contains(where: { $0.refusal != nil }) { throw ExitCode(ExitStatus.notEditable) }
    }

    /// The hooks have to be in place before Codex can tell their hashes.
    private func trusting(_ plan: Work.Plan, _ work: Work) throws -> HostResult {
        do throws(MemoryError) {
            let hashes = try CodexHookList.hashes(of: work.codexKeys())
            let trusted: Work.Plan
            do throws(InstallRefusal) {
                trusted = try work.plan(.codex, codexHashes: hashes)
            } catch {
                throw MemoryError(.internal, "\(error.path): \(error.reason)", hint: "Trust the hooks with /hooks.")
            }
            try? work.carryOut(trusted)
            let first = plan.result
            return HostResult(
                host: .codex, file: first.file, changes: first.changes + trusted.result.changes,
                notes: trusted.result.notes, sentence: first.sentence + " Its hooks are trusted.")
        } catch {
            throw ExitCode(complain(error.message, hint: error.hint, status: ExitStatus.unavailable))
        }
    }

    private static let sharedWords = """
        These hosts share one memory. What a host may write and see there: memos config set capture.exceptAgents \
        '["codex"]', and recall.exceptAgents likewise.

        """

    private static func refused(_ refusal: InstallRefusal, _ host: Agent) -> ExitCode {
        if !refusal.snippet.isEmpty { Output.write(refusal.snippet) }
        let hint =
            refusal.snippet.isEmpty
            ? "Nothing was changed." : "Nothing was changed. Add the entries printed above yourself."
        return ExitCode(
            complain(
                "\(refusal.path) cannot be edited safely: \(refusal.reason)", hint: hint,
                status: ExitStatus.notEditable))
    }

    private func program() throws -> String {
        let working = FrontContext.workingDirectory
        let path = prefix.map { RuntimeHome(path: $0, workingDirectory: working).path + "/bin/memos" }
        let program = path ?? FrontContext.executable
        guard program.hasSuffix("/memos"), PlainFile.isExecutable(program) else {
            throw ExitCode(
                complain(
                    "There is no program \(program)", hint: "--prefix names the folder with bin/memos in it.",
                    status: ExitStatus.noInput))
        }
        return program
    }
}

extension InstallCommand {
    /// Plans and carries out what is installed into each host.
    struct Work {
        let program: String
        let explicitHome: String?
        let selection: HostSelection
        let mayReplace: Bool
        let allowsConversationAccess: Bool

        struct Plan {
            let host: Agent
            var plan: InstallPlan?
            let result: HostResult

            init(host: Agent, plan: InstallPlan, file: String) {
                self.host = host
                self.plan = plan
                let title = HostRecipe.title(host)
                let sentence =
                    plan.isChange
                    ? "\(title): \(plan.changes.count == 1 ? "one file" : "\(plan.changes.count) files") changed. New sessions use memos."
                    : "\(title): \(file) has our entries already."
                result = HostResult(
                    host: host, file: file, changes: plan.changes, notes: plan.notes, sentence: sentence)
            }

            init(host: Agent, refusal: InstallRefusal) {
                self.host = host
                result = HostResult(
                    host: host, file: refusal.path, changes: [], notes: [], sentence: "", refusal: refusal)
            }
        }

        private func home(of host: Agent) -> RuntimeHome { FrontContext(explicitHome: explicitHome, agent: host).home }

        private func recipe(_ host: Agent, codexHashes: [String: String]) throws(InstallRefusal) -> HostRecipe {
            let adapters = AdapterShelf.find(program: program)
            var options = RecipeOptions(
                program: program, home: explicitHome.map { _ in home(of: host).path }, adapters: adapters.folder)
            options.allowsConversationAccess = allowsConversationAccess
            options.replacesSettings = mayReplace
            options.codexHashes = codexHashes
            return try HostRecipe(host, places: .machine, options: options, disk: .machine, adapters: adapters)
        }

        func plan(_ host: Agent, codexHashes: [String: String]) throws(InstallRefusal) -> Plan {
            let recipe = try recipe(host, codexHashes: codexHashes)
            let plan = try InstallPlan(
                recipe, recorded: HostWriter(home: home(of: host)).recorded(host), disk: .machine,
                mayReplace: mayReplace)
            return Plan(host: host, plan: plan, file: recipe.file)
        }

        func codexKeys() -> [String] {
            guard let recipe = try? recipe(.codex, codexHashes: [:]) else { return [] }
            return CodexTrust.keys(in: recipe.configFiles[0], disk: .machine)
        }

        func carryOut(_ plan: Plan) throws {
            guard let changes = plan.plan else { return }
            do throws(SystemCallError) {
                try HostWriter(home: home(of: plan.host)).carryOut(changes, of: plan.host)
            } catch {
                throw ExitCode(
                    complain(
                        "The files of \(HostRecipe.title(plan.host)) or their record cannot be written (\(error))",
                        hint: "Nothing is half done.", status: ExitStatus.cannotWrite))
            }
        }
    }
}

extension HostRecipe {
    /// The file to name when the host's files are spoken of.
    var file: String { configFiles.first?.path ?? ownedFiles.first?.path ?? "" }
}
