import ArgumentParser
import RuntimeHome

/// The command line people type. Each command is one file; none opens the database.
struct MemosCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memos",
        abstract: "A memory for coding agents, kept on this machine.",
        discussion: "Data and settings live in ~/.<agent>/memos-plugin; the daemon starts when it is needed.",
        version: "memos \(ProductVersion.current)",
        groupedSubcommands: [
            CommandGroup(
                name: "Memory",
                subcommands: [
                    SearchCommand.self, ShowCommand.self, ImportCommand.self, ExportCommand.self, ViewerCommand.self,
                    DemoCommand.self, ForgetCommand.self, ProjectCommand.self, ModelCommand.self, VectorsCommand.self,
                ]),
            CommandGroup(
                name: "Learning",
                subcommands: [
                    TasksCommand.self, FeedbackCommand.self, PoliciesCommand.self, WorldsCommand.self,
                    SkillsCommand.self, HistoryCommand.self, UndoCommand.self,
                ]),
            CommandGroup(name: "Team", subcommands: [HubCommand.self]),
            CommandGroup(
                name: "Daemon",
                subcommands: [
                    StatusCommand.self, LogsCommand.self, ConfigCommand.self, DoctorCommand.self, StopCommand.self,
                    DaemonCommand.self,
                ]),
            CommandGroup(
                name: "Hosts",
                subcommands: [
                    InstallCommand.self, UninstallCommand.self, HookCommand.self, BridgeCommand.self,
                    ContextCommand.self,
                ]),
            CommandGroup(name: "Shell", subcommands: [CompletionsCommand.self]),
        ]
    )
}
