import ArgumentParser
import DaemonClient
import HostInstallation
import JSONText
import RuntimeHome

struct UninstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall",
        abstract: "Take our entries and files out of hosts again.",
        discussion: """
            Files become what they were, byte for byte, when nobody else changed them; else only what is ours goes. A \
            file of ours that somebody changed is kept. Memories stay.
            """
    )

    @OptionGroup var selection: HostSelection
    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    private struct Plan {
        let host: Agent
        let writer: HostWriter
        let plan: RemovalPlan
        let result: HostResult
    }

    func run() throws {
        let installed = InstalledHosts.machine()
        let hosts = selection.hosts(installed, orAnyThat: { writer(for: $0, installed).recorded($0) != nil })
        let plans = try hosts.map { try plan($0, installed) }
        if !selection.dryRun {
            if selection.all, plans.contains(where: \.result.isChange) {
                let summary = plans.map { $0.result.text(isDryRun: true) }.joined()
                try selection.mayGoOn(summary, json: output.json)
            }
            for plan in plans { try carryOut(plan) }
        }
        selection.print(plans.map(\.result), as: output)
    }

    /// The home with the record: the one asked for, else the one that installed command lines name.
    private func writer(for host: Agent, _ installed: InstalledHosts) -> HostWriter {
        let usual = FrontContext(explicitHome: target.home, agent: host).home
        let writer = HostWriter(home: usual)
        guard target.home == nil, writer.recorded(host) == nil, let named = installed.state(of: host).home else {
            return writer
        }
        return HostWriter(home: RuntimeHome(path: named))
    }

    private func plan(_ host: Agent, _ installed: InstalledHosts) throws -> Plan {
        let writer = writer(for: host, installed)
        do throws(InstallRefusal) {
            let adapters = AdapterShelf.find(program: FrontContext.executable)
            let options = RecipeOptions(
                program: FrontContext.executable, home: writer.home.path, adapters: adapters.folder)
            let recipe: HostRecipe
            do throws(InstallRefusal) {
                recipe = try HostRecipe(host, places: .machine, options: options, disk: .machine, adapters: adapters)
            } catch {
                // Without the adapters of this version, what the record names can still go.
                recipe = try HostRecipe(
                    host, places: .machine, options: options, disk: .machine, adapters: .unknown)
            }
            let plan = try RemovalPlan(recipe, recorded: writer.recorded(host), disk: .machine)
            let file = recipe.file
            let result = HostResult(
                host: host, file: file, changes: plan.files.map(\.change), notes: plan.notes,
                sentence: Self.sentence(plan, host: host, file: file))
            return Plan(host: host, writer: writer, plan: plan, result: result)
        } catch {
            let hint = "Nothing was changed. Remove the entries that call memos yourself."
            throw ExitCode(
                complain(
                    "\(error.path) cannot be edited safely: \(error.reason)", hint: hint,
                    status: ExitStatus.notEditable))
        }
    }

    private static func sentence(_ plan: RemovalPlan, host: Agent, file: String) -> String {
        let title = HostRecipe.title(host)
        guard plan.isChange else { return "\(title): \(file) has no entries of ours." }
        let others = plan.files.filter { !$0.isOriginal }.map(\.change.path)
        if others.isEmpty { return "\(title): its files are what they were before us." }
        return "\(title): our entries are gone; other changes since then stay in \(others.joined(separator: ", "))."
    }

    private func carryOut(_ plan: Plan) throws {
        do throws(SystemCallError) {
            try plan.writer.carryOut(plan.plan, of: plan.host)
        } catch {
            throw ExitCode(
                complain(
                    "The files of \(HostRecipe.title(plan.host)) or their record cannot be written (\(error))",
                    hint: "Run it again: what is gone already stays gone.", status: ExitStatus.cannotWrite))
        }
    }
}
