package import RuntimeHome

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The daemon's command line. People never type it: the front starts `memosd`.
package struct DaemonArguments: Sendable, Equatable {
    package var home: RuntimeHome
    package var agent: Agent
    /// Where to tell that requests are answered.
    package var readyDescriptor: Int32?
    package var hasViewer = true
    /// Where the viewer was before a restart; it goes there again.
    package var viewerPort: Int?
    /// Fill the home with a demo and end, instead of serving it.
    package var makesDemo = false

    /// What is wrong with the command line, for the person who typed it.
    package struct Problem: Error, Equatable {
        package var text: String

        static func usage(_ text: String) -> Problem { Problem(text: text) }
    }

    package static let usage =
        "usage: memosd [--home PATH] [--agent NAME] [--ready-fd N] [--no-viewer] [--viewer-port N] [--version]"

    package init(
        _ arguments: [String], workingDirectory: String, userFolder: String, environment: (String) -> String?
    ) throws(Problem) {
        var explicitHome: String?
        var agent = Agent.claude
        var iterator = arguments.makeIterator()
        while let argument = iterator.next() {
            let (name, inline) = Self.split(argument)
            switch name {
            case "--no-viewer":
                hasViewer = false
            case "--make-demo":
                makesDemo = true
            case "--home":
                explicitHome = try Self.value(name, inline, &iterator)
            case "--agent":
                let text = try Self.value(name, inline, &iterator)
                guard let known = Agent(rawValue: text) else {
                    throw .usage(
                        "unknown agent \"\(text)\"; one of \(Agent.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                agent = known
            case "--ready-fd":
                let text = try Self.value(name, inline, &iterator)
                guard let descriptor = Int32(text), descriptor > 2 else {
                    throw .usage("--ready-fd needs a descriptor above 2")
                }
                readyDescriptor = descriptor
            case "--viewer-port":
                let text = try Self.value(name, inline, &iterator)
                guard let port = UInt16(text), port > 0 else { throw .usage("--viewer-port needs a port") }
                viewerPort = Int(port)
            default:
                throw .usage("unknown argument \"\(argument)\"")
            }
        }
        self.agent = agent
        home = RuntimeHome.resolve(
            explicit: explicitHome, agent: agent, userFolder: userFolder, workingDirectory: workingDirectory,
            environment: environment
        )
    }

    /// The command line for the same program once more: nobody waits for it, and the viewer keeps its port.
    static func again(_ arguments: [String], viewerPort: Int?) -> [String] {
        var (rest, isValue): ([String], Bool) = ([], false)
        for argument in arguments {
            let (name, inline) = split(argument)
            if isValue {
                isValue = false
            } else if ["--ready-fd", "--viewer-port"].contains(name) {
                isValue = inline == nil
            } else {
                rest.append(argument)
            }
        }
        return rest + (viewerPort.map { ["--viewer-port", String($0)] } ?? [])
    }

    private static func split(_ argument: String) -> (name: String, value: String?) {
        guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "=") else { return (argument, nil) }
        return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
    }

    private static func value(
        _ name: String, _ inline: String?, _ rest: inout IndexingIterator<[String]>
    ) throws(Problem) -> String {
        guard let value = inline ?? rest.next(), !value.isEmpty else { throw .usage("\(name) needs a value") }
        return value
    }
}
