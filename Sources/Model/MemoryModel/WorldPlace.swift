/// What a world model is of: a project, or a workspace that is of none, as one agent's profile knows it.
package struct WorldPlace: Sendable, Hashable {
    package var agentKind: String
    package var profile: String
    /// Id of the project, or the workspace.
    package var name: String

    package init(agentKind: String, profile: String, name: String) {
        self.agentKind = agentKind
        self.profile = profile
        self.name = name
    }

    /// Where a task was done; `nil` when its host did not tell.
    package init?(of record: EpisodeRecord) {
        guard let name = record.project?.rawValue ?? record.owner.workspace, !name.isEmpty else { return nil }
        self.init(agentKind: record.owner.agentKind, profile: record.owner.profile, name: name)
    }

    /// One line, from which it can be read again.
    package var subject: String { "\(agentKind)\n\(profile)\n\(name)" }

    package init?(subject: String) {
        let parts = subject.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return nil }
        self.init(agentKind: parts[0], profile: parts[1], name: parts[2])
    }
}
