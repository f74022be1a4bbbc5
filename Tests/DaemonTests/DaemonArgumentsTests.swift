import Daemon
import RuntimeHome
import Testing

/// The daemon's command line.
struct DaemonArgumentsTests {
    private func read(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws(DaemonArguments.Problem) -> DaemonArguments {
        try DaemonArguments(
            arguments, workingDirectory: "/src", userFolder: "/home/ann", environment: { environment[$0] })
    }

    @Test(
        arguments: [
            ([], [:], "/home/ann/.claude/memos-plugin"),
            (["--agent", "hermes"], [:], "/home/ann/.hermes/memos-plugin"),
            (["--agent=codex"], [:], "/home/ann/.codex/memos-plugin"), (["--home", "/h"], [:], "/h"),
            (["--home=/h/"], [:], "/h"), (["--home", "rel/x"], [:], "/src/rel/x"), ([], ["MEMOS_HOME": "/e"], "/e"),
            (["--home", "/h"], ["MEMOS_HOME": "/e"], "/h"), (["--home", "/a", "--home", "/b"], [:], "/b"),
            (["--home=/with=equals"], [:], "/with=equals"),
        ] as [([String], [String: String], String)])
    func theHomeIsFound(arguments: [String], environment: [String: String], expected: String) throws {
        #expect(try read(arguments, environment: environment).home.path == expected)
    }

    @Test func everyArgumentIsTaken() throws {
        let arguments = try read(["--no-viewer", "--ready-fd", "7", "--agent", "gemini"])
        #expect(!arguments.hasViewer)
        #expect(arguments.readyDescriptor == 7)
        #expect(arguments.agent == .gemini)
        let plain = try read([])
        #expect(plain.hasViewer && plain.readyDescriptor == nil && plain.agent == .claude)
    }

    @Test(arguments: [
        ["--home"], ["--home="], ["--agent"], ["--agent", "emacs"], ["--agent="], ["--ready-fd"], ["--ready-fd", "x"],
        ["--ready-fd", "2"], ["--ready-fd", "-1"], ["--ready-fd=99999999999"], ["--unknown"], ["word"], ["-h"], [""],
    ])
    func whatIsWrongIsSaid(arguments: [String]) {
        let problem = #expect(throws: DaemonArguments.Problem.self) { try read(arguments) }
        #expect(problem?.text.isEmpty == false)
    }
}
