import DaemonClient
import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Ends the program at once: nothing registered to run at exit is needed by a relay.
func leave(_ status: Int32) -> Never { _exit(status) }

/// The commands hosts call, read without the argument parser. Unknown flags are ignored here: a host must not fail
/// because it was installed by another version.
enum FastPath {
    /// `nil` when these arguments are for the argument parser.
    static func run(_ arguments: [String]) -> Int32? {
        let words = isBridgeScript(arguments.first) ? ["bridge"] + arguments.dropFirst() : arguments
        guard let word = words.first else { return nil }
        let rest = Array(words.dropFirst())
        switch word {
        case LaunchStep.word: return LaunchStep.run(rest)
        case "hook", "bridge", "mcp": if rest.contains("--help") || rest.contains("-h") { return nil }
        default: return nil
        }
        signal(SIGPIPE, SIG_IGN)
        let flags = Flags(rest)
        switch word {
        case "hook": return hook(flags)
        case "mcp": return contextServer(flags)
        default: return bridge(flags)
        }
    }

    /// Hosts that start the upstream bridge put its script first; a memos called in place of node ignores it.
    private static func isBridgeScript(_ word: String?) -> Bool {
        guard let word else { return false }
        return ["bridge.mjs", "bridge.cjs", "bridge.mts", "bridge.cts"].contains(where: word.hasSuffix)
    }

    private static func hook(_ flags: Flags) -> Int32 {
        let origin = HookOrigin(host: flags["host"] ?? "claude", environment: FrontContext.variable)
        let agent = flags["agent"].flatMap { Agent(rawValue: $0.lowercased()) } ?? origin.agent
        HookRelay(
            context: FrontContext(explicitHome: flags["home"], agent: agent), origin: origin,
            payload: flags.words.last { $0.hasPrefix("{") }
        )
        .run()
        return 0
    }

    private static func bridge(_ flags: Flags) -> Int32? {
        if flags.isSet("version") {
            Descriptor.writeAll(1, Array("memos \(ProductVersion.current)\n".utf8))
            return 0
        }
        let name = flags["agent"] ?? "openclaw"
        guard let agent = Agent(rawValue: name) else {
            return complain("there is no agent \(name)", hint: "Agents: \(Agent.names).", status: ExitStatus.usage)
        }
        let context = FrontContext(explicitHome: flags["home"], agent: agent)
        guard flags.isSet("daemon") else {
            var relay = BridgeRelay(context: context)
            relay.run()
            return 0
        }
        do throws(ClientError) {
            try DaemonAttendance(context: context).run()
            return 0
        } catch {
            return complain(error.message, hint: error.hint, status: ExitStatus.of(error))
        }
    }

    private static func contextServer(_ flags: Flags) -> Int32 {
        let name = flags["agent"]
        let agent = name.flatMap { Agent(rawValue: $0.lowercased()) }
        if let name, agent == nil {
            return complain("there is no agent \(name)", hint: "Agents: \(Agent.names).", status: ExitStatus.usage)
        }
        var relay = BridgeRelay(
            context: FrontContext(explicitHome: flags["home"], agent: agent ?? .claude),
            client: ContextIntroduction(agent: agent, tools: flags["tools"]))
        relay.run()
        return 0
    }

    /// `--name=value`, `--name value` and `--name`, in any order, with other words between them.
    struct Flags {
        private var values: [String: String] = [:]
        private var present: Set<String> = []
        /// Words that are neither flags nor their values.
        private(set) var words: [String] = []

        /// The flags that take a value; it may be the next word.
        private static let valued: Set<String> = ["home", "agent", "host", "tcp", "runtime-scope", "tools"]

        init(_ words: [String]) {
            var index = 0
            while index < words.count {
                defer { index += 1 }
                guard words[index].hasPrefix("--") else {
                    self.words.append(words[index])
                    continue
                }
                let flag = words[index].dropFirst(2)
                if let equals = flag.firstIndex(of: "=") {
                    values[String(flag[..<equals])] = String(flag[flag.index(after: equals)...])
                } else if Self.valued.contains(String(flag)), index + 1 < words.count {
                    index += 1
                    values[String(flag)] = words[index]
                } else {
                    present.insert(String(flag))
                }
            }
        }

        subscript(name: String) -> String? { values[name] }
        func isSet(_ name: String) -> Bool { present.contains(name) }
    }
}

extension Agent {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
