import MemoryModel
import MemoryStore
import Retrieval

extension RecallService {
    /// What a recall on behalf of somebody sees of the memory, and from where it looks.
    struct Sight: Sendable {
        var scope: Scope
        var session: SessionID?
        var workspace: String?
        /// The branch that is checked out there now.
        var branch: String?
        /// What the session has been shown.
        var shown: Set<String> = []
        var compactedAt: Timestamp?

        func query(_ text: String, entry: RecallEntry, topK: TopK, at time: Timestamp) -> RecallQuery {
            RecallQuery(
                entry: entry, text: text, scope: scope, session: session, workspace: workspace, branch: branch,
                at: time, topK: topK, excluded: shown, mayAbstain: entry.mayAbstain)
        }
    }

    /// - Parameter owner: with its workspace, where it has one.
    func sight(of owner: Namespace, in session: SessionID, by rules: Rules) async throws -> Sight {
        let mark = await context.mark(of: owner)
        let workspace = rules.seesAllProjects ? nil : owner.workspace
        let (shown, compactedAt, project) = try await context.database.read { reader in
            (
                try reader.shownItems(in: session), try reader.session(session)?.compactedAt,
                try workspace.map { try reader.workspaces(beside: $0, keys: mark?.keys ?? []) }
            )
        }
        var scope = rules.seesWholeHome ? .home : Scope(agentKind: owner.agentKind, profile: owner.profile)
        scope.workspaces = project
        return Sight(
            scope: scope, session: session, workspace: owner.workspace, branch: mark?.branch, shown: shown,
            compactedAt: compactedAt)
    }
}
