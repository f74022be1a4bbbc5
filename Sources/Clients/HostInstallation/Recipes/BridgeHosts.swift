import JSONText
import RuntimeHome

/// Hosts that load an adapter of ours, which starts `memos bridge`.
extension HostRecipe {
    static func opencode(
        _ places: HostLocations, _ options: RecipeOptions, _ adapters: AdapterShelf
    ) throws(InstallRefusal) -> HostRecipe {
        let folder = places.folder(of: .opencode) + "/plugins/"
        // The host gives options to no plugin it finds by itself, so the copy says where the program is.
        var settings = "// The first lines are written by `memos install`; a variable that is set already stays.\n"
        settings += "process.env.MEMOS_OPENCODE_BINARY ??= \(JSON(options.program).text);\n"
        if let home = options.home { settings += "process.env.MEMOS_OPENCODE_HOME ??= \(JSON(home).text);\n" }
        let files = try adapters.files(of: "opencode").filter { $0.path == "memos-memory.js" }.map {
            OwnedFile(path: folder + $0.path, bytes: Array(settings.utf8) + $0.bytes)
        }
        let server: JSON = [
            "type": "local", "command": JSON([options.program] + options.serverArguments(.opencode)), "enabled": true,
        ]
        let config = ConfigFile(
            path: places.opencodeSettings, language: .json5,
            entries: [ConfigEntry(["mcp", "memos"], server, .member)])
        return HostRecipe(host: .opencode, configFiles: [config], ownedFiles: files)
    }

    static func openclaw(
        _ places: HostLocations, _ options: RecipeOptions, _ disk: HostDisk, _ adapters: AdapterShelf
    ) throws(InstallRefusal) -> HostRecipe {
        let plugin = try adapters.files(of: "openclaw")
        let path = places.openclawSettings
        let present = disk.content(path).bytes.flatMap { try? ConfigLanguage.json5.document($0) }
        func has(_ path: ConfigPath) -> Bool { present?.value(at: path) != nil }

        let id = "memos-memory"
        let slot = present?.value(at: ["plugins", "slots", "memory"])?.string
        let isBeside =
            slot != nil && slot != id && !options.replacesSettings
            && plugin.contains { $0.path.hasPrefix("side-by-side/") }
        let folder = (adapters.folder ?? "") + "/openclaw" + (isBeside ? "/side-by-side" : "")
        let settings = JSON.object(present: [
            ("binary", .string(options.program)), ("home", options.home.map(JSON.string)),
        ])
        let entry = JSON.object(present: [
            ("enabled", true), ("config", settings),
            ("hooks", options.allowsConversationAccess ? ["allowConversationAccess": true] : nil),
        ])
        var entries = [
            ConfigEntry(
                ["plugins", "load", "paths"], .string(folder),
                .listed(endings: ["/adapters/openclaw", "/adapters/openclaw/side-by-side"])),
            ConfigEntry(["plugins", "entries", .key(id)], entry, .member),
        ]
        if !isBeside {
            entries.append(ConfigEntry(["plugins", "slots", "memory"], .string(id), .setting(isRequired: true)))
        }
        // A list that is missing allows everything; one we made would forbid everything else.
        if has(["plugins", "allow"]) {
            entries.append(ConfigEntry(["plugins", "allow"], .string(id), .listed(endings: [id])))
        }
        // The host takes one of both lists only.
        let tools: ConfigPath = has(["tools", "allow"]) ? ["tools", "allow"] : ["tools", "alsoAllow"]
        let manifest = plugin.first { $0.path == "openclaw.plugin.json" }.flatMap { try? JSON(parsing: $0.bytes) }
        for name in (manifest?["contracts"]?["tools"]?.array ?? []).compactMap(\.string) {
            entries.append(ConfigEntry(tools, .string(name), .listed(endings: [name])))
        }
        return HostRecipe(
            host: .openclaw, configFiles: [ConfigFile(path: path, language: .json5, entries: entries)],
            notes: openclawNotes(options, besideOf: isBeside ? slot : nil))
    }

    private static func openclawNotes(_ options: RecipeOptions, besideOf other: String?) -> [InstallNote] {
        var notes = [InstallNote(.remark, "A running gateway takes this up with: openclaw gateway restart")]
        if let other {
            notes.append(
                InstallNote(
                    .conflict,
                    "plugins.slots.memory is \(other): memos works beside it; --replace gives memos the slot"))
        }
        if !options.allowsConversationAccess {
            notes.append(
                InstallNote(
                    .consent,
                    "OpenClaw shows plugins no conversations unless you allow it, and without it nothing is captured: "
                        + "memos install --host openclaw --allow-conversation-access"))
        }
        return notes
    }

    static func hermes(
        _ places: HostLocations, _ options: RecipeOptions, _ adapters: AdapterShelf
    ) throws(InstallRefusal) -> HostRecipe {
        let folder = places.folder(of: .hermes)
        let files = try adapters.files(of: "hermes").map {
            OwnedFile(path: folder + "/plugins/memos/" + $0.path, bytes: $0.bytes, isExecutable: $0.isExecutable)
        }
        let config = ConfigFile(
            path: folder + "/config.yaml", language: .yaml,
            entries: [ConfigEntry(["memory", "provider"], "memos", .setting(isRequired: true))])
        var entries = [ConfigEntry(["program"], .string(options.program), .member)]
        if let home = options.home { entries.append(ConfigEntry(["home"], .string(home), .member)) }
        return HostRecipe(
            host: .hermes,
            configFiles: [config, ConfigFile(path: folder + "/memos.json", language: .json, entries: entries)],
            ownedFiles: files,
            notes: [InstallNote(.remark, "A running Hermes takes this up when it is started again.")])
    }

    static func deepseek(
        _ places: HostLocations, _ options: RecipeOptions, _ adapters: AdapterShelf
    ) throws(InstallRefusal) -> HostRecipe {
        let settings = JSON.object(present: [
            ("binary", .string(options.program)), ("home", options.home.map(JSON.string)),
        ])
        let folder = places.folder(of: .dsh) + "/plugins/memos-memory-deepseek/"
        let files = try adapters.files(of: "deepseek").map {
            OwnedFile(path: folder + $0.path, bytes: $0.bytes, isExecutable: $0.isExecutable)
        }
        return HostRecipe(
            host: .dsh, ownedFiles: files,
            notes: [
                InstallNote(
                    .consent,
                    "The harness loads what a profile names: add to profiles/<profile>/cordis.patch.yml the row "
                        + "{id: memos-memory, name: \(folder)index.js, config: \(settings.text)} below - insert:")
            ])
    }
}
