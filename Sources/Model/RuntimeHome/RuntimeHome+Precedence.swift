extension RuntimeHome {
    /// The home to use: the one asked for › `MEMOS_HOME` › the folder of `MEMOS_CONFIG_FILE` ›
    /// `~/.<agent>/memos-plugin`. Empty values count as absent.
    ///
    /// - Parameters:
    ///   - userFolder: the user's own folder, for a leading `~` and for the default.
    ///   - environment: looks up a variable.
    package static func resolve(
        explicit: String?, agent: Agent, userFolder: String, workingDirectory: String,
        environment: (String) -> String?
    ) -> RuntimeHome {
        func present(_ value: String?) -> String? { value.flatMap { $0.isEmpty ? nil : $0 } }
        func expanded(_ path: String) -> RuntimeHome {
            let isInUserFolder = path == "~" || path.hasPrefix("~/")
            let full = isInUserFolder ? userFolder + String(path.dropFirst()) : path
            return RuntimeHome(path: full, workingDirectory: workingDirectory)
        }
        if let explicit = present(explicit) { return expanded(explicit) }
        if let home = present(environment("MEMOS_HOME")) { return expanded(home) }
        if let file = present(environment("MEMOS_CONFIG_FILE")) {
            return RuntimeHome(path: expanded(file).path + "/..")
        }
        return RuntimeHome(path: userFolder + "/.\(agent.rawValue)/memos-plugin", workingDirectory: workingDirectory)
    }
}
