import JSONText
import RuntimeHome

/// Hosts whose settings name commands to be run at each event.
extension HostRecipe {
    static func claude(_ places: HostLocations, _ options: RecipeOptions) -> HostRecipe {
        let arguments = JSON(options.hookArguments("claude"))
        // In exec form no shell sees the path.
        let hooks = hookFile(places.folder(of: .claude) + "/settings.json", host: "claude", events: ClaudeHooks.events)
        {
            [
                "hooks": [
                    [
                        "type": "command", "command": .string(options.program), "args": arguments,
                        "timeout": .integer($0.timeout),
                    ]
                ]
            ]
        }
        let server: JSON = [
            "type": "stdio", "command": .string(options.program), "args": JSON(options.serverArguments(.claude)),
        ]
        let servers = ConfigFile(
            path: places.claudeServers, language: .json,
            entries: [ConfigEntry(["mcpServers", "memos"], server, .member)])
        return HostRecipe(
            host: .claude, configFiles: [hooks, servers],
            notes: [
                InstallNote(.consent, "An interactive session runs no hooks before you trust its folder; it asks you.")
            ])
    }

    package static let codexEvents: [HookEvent] = [
        HookEvent("SessionStart", timeout: 5), HookEvent("UserPromptSubmit", timeout: 5),
        HookEvent("PostToolUse", timeout: 5), HookEvent("Stop", timeout: 5), HookEvent("SubagentStop", timeout: 5),
        HookEvent("PreCompact", timeout: 5), HookEvent("SessionEnd", timeout: 2),
    ]

    static func codex(_ places: HostLocations, _ options: RecipeOptions, _ disk: HostDisk) -> HostRecipe {
        let folder = places.folder(of: .codex)
        let command = GuardedCommand.line(program: options.program, arguments: options.hookArguments("codex"))
        let hooks = hookFile(folder + "/hooks.json", host: "codex", events: codexEvents) {
            ["hooks": [["type": "command", "command": .string(command), "timeout": .integer($0.timeout)]]]
        }
        let server: JSON = [
            "command": .string(options.program), "args": JSON(options.serverArguments(.codex)),
        ]
        var entries = [
            // Text of the turn, while the hooks are not trusted yet.
            ConfigEntry(
                ["notify"], JSON([options.program] + options.hookArguments("codex-notify")),
                .setting(isRequired: false)),
            ConfigEntry(["mcp_servers", "memos"], server, .member),
        ]
        for (key, hash) in options.codexHashes.sorted(by: { $0.key < $1.key }) {
            entries.append(
                ConfigEntry(["hooks", "state", .key(key)], ["trusted_hash": .string(hash)], .member))
        }
        let consent =
            "Codex skips new hooks until you trust them: start codex, type /hooks, trust the entries of memos."
        let settings = ConfigFile(path: folder + "/config.toml", language: .toml, entries: entries)
        let isTrusted =
            !options.codexHashes.isEmpty || CodexTrust.state(hooks: hooks, settings: settings, disk: disk) == .given
        return HostRecipe(
            host: .codex, configFiles: [hooks, settings], notes: isTrusted ? [] : [InstallNote(.consent, consent)])
    }

    static func cursor(_ places: HostLocations, _ options: RecipeOptions) -> HostRecipe {
        let folder = places.folder(of: .cursor)
        let command = GuardedCommand.line(program: options.program, arguments: options.hookArguments("cursor"))
        let events = [
            "sessionStart", "beforeSubmitPrompt", "postToolUse", "postToolUseFailure", "afterAgentResponse",
            "subagentStop", "preCompact", "stop", "sessionEnd",
        ]
        let hooks = hookFile(
            folder + "/hooks.json", host: "cursor", events: events.map { HookEvent($0, timeout: 3) },
            base: [ConfigEntry(["version"], 1, .base)]
        ) { ["command": .string(command), "timeout": .integer($0.timeout)] }
        let server: JSON = [
            "type": "stdio", "command": .string(options.program), "args": JSON(options.serverArguments(.cursor)),
        ]
        let servers = ConfigFile(
            path: folder + "/mcp.json", language: .json,
            entries: [ConfigEntry(["mcpServers", "memos"], server, .member)])
        return HostRecipe(
            host: .cursor, configFiles: [hooks, servers],
            notes: [InstallNote(.consent, "Cursor asks before it uses a new MCP server: Settings → MCP → memos.")])
    }

    /// An extension carries the hooks: those of `settings.json` run only in trusted folders.
    static func gemini(
        _ places: HostLocations, _ options: RecipeOptions, _ adapters: AdapterShelf
    ) throws(InstallRefusal) -> HostRecipe {
        let folder = places.folder(of: .gemini) + "/extensions/memos-memory/"
        let files = try adapters.files(of: "gemini").map { file in
            OwnedFile(
                path: folder + file.path,
                bytes: file.path.hasSuffix(".json") ? wired(file.bytes, .gemini, options) : file.bytes,
                isExecutable: file.isExecutable)
        }
        return HostRecipe(host: .gemini, ownedFiles: files)
    }

    /// The JSON of a bundle with the calls of `memos` in it as they have to be on this machine.
    static func wired(_ bytes: [UInt8], _ host: Agent, _ options: RecipeOptions) -> [UInt8] {
        guard let value = try? JSON(parsing: bytes) else { return bytes }
        let command = GuardedCommand.line(program: options.program, arguments: options.hookArguments(host.rawValue))
        func wire(_ value: JSON, key: String?) -> JSON {
            switch value {
            case .array(let values): return .array(values.map { wire($0, key: nil) })
            case .object(var object):
                if InstalledHook(value, host: host.rawValue) != nil {
                    object["command"] = .string(command)
                    object["args"] = nil
                } else if key == "memos", object["command"]?.string != nil {
                    object["command"] = .string(options.program)
                    object["args"] = JSON(options.serverArguments(host))
                } else {
                    for member in object.members { object[member.key] = wire(member.value, key: member.key) }
                }
                return .object(object)
            default: return value
            }
        }
        let wired = wire(value, key: nil)
        return wired == value ? bytes : Array((wired.prettyText + "\n").utf8)
    }
}
