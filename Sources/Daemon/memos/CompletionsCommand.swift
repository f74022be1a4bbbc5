import ArgumentParser

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print a completion script for a shell.")

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }

    @Argument(help: "The shell.")
    var shell: Shell

    func run() {
        let script =
            switch shell {
            case .bash: MemosCommand.completionScript(for: .bash)
            case .zsh: MemosCommand.completionScript(for: .zsh)
            case .fish: MemosCommand.completionScript(for: .fish)
            }
        Output.write(script + "\n")
    }
}
