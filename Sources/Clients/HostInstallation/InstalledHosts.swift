package import JSONText
package import RuntimeHome

/// What stands of us in the files of one host.
package struct HostState: Sendable, Equatable {
    package enum Installation: String, Sendable {
        case none
        /// Some entries or files are missing, or not as this version wants them.
        case partly
        case complete
    }

    package enum Consent: String, Sendable {
        /// The host asks nothing that could be read in its files.
        case notNeeded = "not_needed"
        case given
        /// The host skips us until the person agrees.
        case missing
        /// The person switched hooks off.
        case refused
    }

    package let host: Agent
    package let installation: Installation
    /// Files that lack something of ours, or cannot be read, with the reason.
    package let faults: [(path: String, reason: String)]
    /// Programs that installed command lines name and that are not there.
    package let missingPrograms: [String]
    /// The command of each event's hook, as installed.
    package let commands: [(event: String, command: InstalledHook)]
    /// The home installed command lines name; `nil` is the host's usual one.
    package let home: String?
    package let consent: Consent
    /// What to do about the consent; `nil` when nothing is.
    package let consentHint: String?

    package static func == (left: HostState, right: HostState) -> Bool { left.json == right.json }

    package var json: JSON {
        .object(present: [
            ("host", .string(host.rawValue)), ("installation", .string(installation.rawValue)),
            (
                "faults",
                .array(faults.map { ["path": .string($0.path), "reason": .string($0.reason)] })
            ),
            ("missingPrograms", JSON(missingPrograms)),
            ("commands", .array(commands.map { ["event": .string($0.event), "words": JSON($0.command.words)] })),
            ("home", home.map(JSON.string)), ("consent", .string(consent.rawValue)),
            ("consentHint", consentHint.map(JSON.string)),
        ])
    }
}

/// Which hosts are on this machine, and what of us stands in their files. Reads, and changes nothing.
package struct InstalledHosts: Sendable {
    private let places: HostLocations
    private let disk: HostDisk
    private let options: RecipeOptions
    private let adapters: AdapterShelf
    private let names: @Sendable (String) -> [String]

    /// - Parameter names: what lies in a folder.
    package init(
        places: HostLocations, disk: HostDisk, options: RecipeOptions, adapters: AdapterShelf,
        names: @escaping @Sendable (String) -> [String]
    ) {
        self.places = places
        self.disk = disk
        self.options = options
        self.adapters = adapters
        self.names = names
    }

    /// Hosts that are on this machine, in the order of ``Agent``.
    package var found: [Agent] { Agent.allCases.filter { places.isFound($0, namesIn: names) } }

    package func state(of host: Agent) -> HostState {
        let recipe: HostRecipe
        do throws(InstallRefusal) {
            recipe = try HostRecipe(host, places: places, options: options, disk: disk, adapters: adapters)
        } catch {
            return HostState(
                host: host, installation: .none, faults: [(error.path, error.reason)], missingPrograms: [],
                commands: [], home: nil, consent: .notNeeded, consentHint: nil)
        }
        let survey = HostSurvey(recipe, disk: disk)
        let (consent, hint) = survey.hasAny ? consent(of: recipe) : (.notNeeded, nil)
        return HostState(
            host: host, installation: !survey.hasAny ? .none : survey.faults.isEmpty ? .complete : .partly,
            faults: survey.faults, missingPrograms: survey.programs.filter { !disk.isExecutable($0) },
            commands: survey.commands, home: survey.home, consent: consent, consentHint: hint)
    }

    private func consent(of recipe: HostRecipe) -> (HostState.Consent, String?) {
        switch recipe.host {
        case .claude:
            let settings = value(recipe.configFiles[0], [])
            guard settings?["disableAllHooks"]?.bool == true else { return (.notNeeded, nil) }
            return (.refused, "Remove disableAllHooks from \(recipe.configFiles[0].path), or nothing is recorded.")
        case .codex:
            let state = CodexTrust.state(hooks: recipe.configFiles[0], settings: recipe.configFiles[1], disk: disk)
            return (state, state == .given ? nil : "Start codex, type /hooks and trust the entries of memos.")
        case .openclaw:
            let path: ConfigPath = ["plugins", "entries", "memos-memory", "hooks", "allowConversationAccess"]
            if value(recipe.configFiles[0], path) == true { return (.given, nil) }
            return (
                .missing,
                "Run `memos install --host openclaw --allow-conversation-access`, or set \(path.pointer.dropFirst().replacing("/", with: "."))."
            )
        case .cursor, .gemini, .hermes, .opencode, .dsh: return (.notNeeded, nil)
        }
    }

    private func value(_ file: ConfigFile, _ path: ConfigPath) -> JSON? {
        disk.content(file.path).bytes.flatMap { try? file.language.document($0) }?.value(at: path)
    }
}
