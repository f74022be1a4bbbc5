import ArgumentParser
import DaemonClient
import JSONText

struct ViewerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "viewer",
        abstract: "Open the viewer, and decide who else may.",
        subcommands: [Link.self, ViewerTokenCommand.self, ViewerPasswordCommand.self],
        defaultSubcommand: Link.self
    )

    struct Link: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "link", abstract: "Print a link that opens the viewer, good once and for a minute.",
            discussion: "On a desktop the browser is opened, unless --no-open is given or the output is not a terminal."
        )

        @Flag(name: .customLong("no-open"), help: "Only print the link.")
        var noOpen = false

        @OptionGroup var target: HomeOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let session = try target.session()
            let link = try reporting { () throws(ClientError) in try session.request("viewer.link") }
            output.print(link) { ($0["url"]?.string ?? "") + "\n" }
            if let url = link["url"]?.string, Output.isTerminal, !noOpen, !output.json { ViewerCommand.open(url) }
        }
    }

    /// Best effort: the link has been printed already.
    static func open(_ url: String) {
        #if canImport(Darwin)
            let programs = ["/usr/bin/open"]
        #else
            let hasDesktop = ["DISPLAY", "WAYLAND_DISPLAY"].contains { FrontContext.variable($0) != nil }
            let programs = hasDesktop ? ["/usr/bin/xdg-open", "/usr/local/bin/xdg-open"] : []
        #endif
        guard let program = programs.first(where: PlainFile.isExecutable) else { return }
        _ = try? ChildProcess.spawn(program, [url], descriptors: [(0, 0), (1, 1), (2, 2)], newSession: true)
    }
}
