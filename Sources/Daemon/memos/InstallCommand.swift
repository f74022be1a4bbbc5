import ArgumentParser
import DaemonClient
import HostInstallation
import JSONText
import RuntimeHome

/// Hosts whose files this program edits itself.
enum InstallableHost: String, ExpressibleByArgument, CaseIterable {
    case claude
}

struct InstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Make a host call memos: add our hooks to its settings.",
        discussion: """
            Only our entries are added; everything else in the file stays byte for byte, and a copy is kept beside it. \
            A file that is not plain JSON is left alone (code 3) and the entries are printed instead.
            """
    )

    @Option(help: "The host.")
    var host: InstallableHost

    @Flag(name: .customLong("dry-run"), help: "Print the difference and change nothing.")
    var dryRun = false

    @Option(
        help: ArgumentHelp("Where memos is installed; the running program's place by default.", valueName: "folder"),
        completion: .directory)
    var prefix: String?

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let hooks = ClaudeHooks(program: try program(), home: target.home.map { _ in target.context.home.path })
        let files = HostFiles(context: target.context)
        do {
            let current = try files.currentText()
            let plan = try SettingsInstallation.install(
                hooks, path: files.settings, current: current, recorded: files.recorded())
            if !dryRun { try carryOut(plan, current: current, files: files) }
            let difference = dryRun ? LineDiff.text(from: current ?? [], to: plan.text, name: files.settings) : ""
            let result = JSON.object(present: [
                ("host", "claude"), ("file", .string(files.settings)), ("changed", .bool(plan.isChange)),
                ("dryRun", .bool(dryRun)), ("diff", dryRun ? .some(.string(difference)) : .none),
            ])
            output.print(result) { _ in
                if !plan.isChange { return "\(files.settings) has our hooks already.\n" }
                if dryRun { return difference }
                return "Added our hooks to \(files.settings). New sessions of Claude Code use them.\n"
            }
        } catch let error as NotEditable {
            Output.write(hooks.snippet.prettyText + "\n")
            let hint = "Nothing was changed. Add the entries printed above yourself."
            throw ExitCode(
                complain(
                    "\(files.settings) cannot be edited safely: \(error.reason)", hint: hint,
                    status: ExitStatus.notEditable))
        } catch let error as SystemCallError {
            throw ExitCode(
                complain(
                    "\(files.settings) or its record cannot be written (\(error))", hint: "Nothing is half done.",
                    status: ExitStatus.cannotWrite))
        }
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

    /// The backup comes first and the record before the file: whatever happens between, the way back is known.
    private func carryOut(
        _ plan: SettingsInstallation.Installation, current: [UInt8]?, files: HostFiles
    ) throws(SystemCallError) {
        var record = plan.record
        if plan.needsBackup, let current { record.backup = try files.backUp(current) }
        if record != files.recorded() { try files.remember(record) }
        if plan.isChange { try files.write(plan.text) }
    }
}

struct UninstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall",
        abstract: "Take our hooks out of a host's settings again.",
        discussion: "The file becomes what it was, byte for byte, when nobody else changed it. Memories stay."
    )

    @Option(help: "The host.")
    var host: InstallableHost

    @Flag(name: .customLong("dry-run"), help: "Print the difference and change nothing.")
    var dryRun = false

    @OptionGroup var target: HomeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let files = HostFiles(context: target.context)
        do {
            let current = try files.currentText()
            let recorded = files.recorded()
            let backup = recorded?.backup.flatMap { try? PlainFile.read($0) }
            let removal = try SettingsInstallation.uninstall(current: current, recorded: recorded, backup: backup)
            let difference = dryRun ? Self.difference(removal, current: current, name: files.settings) : ""
            if !dryRun { try carryOut(removal, recorded: recorded, backup: backup, files: files) }
            let result = JSON.object(present: [
                ("host", "claude"), ("file", .string(files.settings)), ("changed", .bool(removal != .nothing)),
                ("dryRun", .bool(dryRun)), ("diff", dryRun ? .some(.string(difference)) : .none),
            ])
            output.print(result) { _ in
                if dryRun { return difference }
                return switch removal {
                case .nothing: "\(files.settings) has no hooks of ours.\n"
                case .delete: "Removed \(files.settings), which we had made.\n"
                case .write(_, isOriginal: true): "\(files.settings) is what it was before us.\n"
                case .write: "Removed our hooks from \(files.settings); other changes since then stay.\n"
                }
            }
        } catch let error as NotEditable {
            let hint = "Nothing was changed. Remove the entries that call `memos hook` yourself."
            throw ExitCode(
                complain(
                    "\(files.settings) cannot be edited safely: \(error.reason)", hint: hint,
                    status: ExitStatus.notEditable))
        } catch let error as SystemCallError {
            throw ExitCode(
                complain(
                    "\(files.settings) or its record cannot be written (\(error))",
                    status: ExitStatus.cannotWrite))
        }
    }

    private func carryOut(
        _ removal: SettingsInstallation.Removal, recorded: InstalledFile?, backup: [UInt8]?, files: HostFiles
    ) throws(SystemCallError) {
        switch removal {
        case .nothing: break
        case .delete: try files.delete()
        case .write(let text, _): try files.write(text)
        }
        try files.remember(nil)
        // A copy of what the file is again is a trace, not a safeguard.
        if case .write(let text, _) = removal, text == backup, let path = recorded?.backup { files.discard(path) }
    }

    private static func difference(
        _ removal: SettingsInstallation.Removal, current: [UInt8]?, name: String
    ) -> String {
        switch removal {
        case .nothing: ""
        case .delete: LineDiff.text(from: current ?? [], to: [], name: name)
        case .write(let text, _): LineDiff.text(from: current ?? [], to: text, name: name)
        }
    }
}

extension LineDiff {
    fileprivate static func text(from old: [UInt8], to new: [UInt8], name: String) -> String {
        text(from: String(decoding: old, as: UTF8.self), to: String(decoding: new, as: UTF8.self), name: name)
    }
}
