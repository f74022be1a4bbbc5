/// Whose memory something is: the agent program, its profile, and the project it worked in.
///
/// One home may serve several agents; recall is scoped by this value.
package struct Namespace: Sendable, Hashable {
    package var agentKind: String
    package var profile: String
    /// The project folder or workspace id, when the host tells it.
    package var workspace: String?

    package static let defaultProfile = "default"

    package init(agentKind: String, profile: String = Namespace.defaultProfile, workspace: String? = nil) {
        self.agentKind = agentKind
        self.profile = profile
        self.workspace = workspace
    }
}

extension Namespace {
    /// Stands for the team: what others have shared and a person here has approved belongs to no agent of this home and
    /// serves them all.
    package static let teamKind = "team"

    /// - Parameters:
    ///   - hub: id of the hub that it came through.
    ///   - workspace: of the project it is kept to; `nil`: it serves all.
    package static func team(hub: String, workspace: String? = nil) -> Namespace {
        Namespace(agentKind: teamKind, profile: hub, workspace: workspace)
    }

    package var isTeam: Bool { agentKind == Self.teamKind }
}

/// Which rows a reader may see. A `nil` part does not restrict.
package struct Scope: Sendable, Hashable {
    package var agentKind: String?
    package var profile: String?

    /// Everything in the home.
    package static let home = Scope(agentKind: nil, profile: nil)

    /// Keeps a search to one conversation.
    package var session: SessionID?
    /// The workspaces of a project. What was recorded without a workspace is in every project.
    package var workspaces: Set<String>?
    /// Keeps a search to what was done on one branch.
    package var branch: String?

    package init(
        agentKind: String?, profile: String?, session: SessionID? = nil, workspaces: Set<String>? = nil,
        branch: String? = nil
    ) {
        self.agentKind = agentKind
        self.profile = profile
        self.session = session
        self.workspaces = workspaces
        self.branch = branch
    }

    /// Whether what belongs to this owner may be seen, as far as its owner tells. The team's is seen by every agent.
    package func contains(_ owner: Namespace) -> Bool {
        let isOwners =
            owner.isTeam
            || (agentKind.map { $0 == owner.agentKind } ?? true) && (profile.map { $0 == owner.profile } ?? true)
        return isOwners && containsWorkspace(owner.workspace)
    }

    private func containsWorkspace(_ workspace: String?) -> Bool {
        guard let workspaces, let workspace, !workspace.isEmpty else { return true }
        return workspaces.contains(workspace)
    }

    /// Whether it goes by what an owner does not tell: the rows themselves must be asked.
    package var isFinerThanOwners: Bool { session != nil || branch != nil }
}
