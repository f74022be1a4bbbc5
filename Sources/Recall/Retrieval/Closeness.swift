import MemoryModel
import MemoryStore

/// How close a trace is to who asks: the branch that is checked out, the session, the folder. A prior that decides between
/// equals and never outweighs what fits better.
struct Closeness: Sendable {
    /// From 0; the branch counts most.
    let value: Int

    /// - Parameter branch: that was checked out when it happened.
    init(_ head: TraceHead, branch: String?, to query: RecallQuery) {
        let isOnBranch = query.branch != nil && branch == query.branch
        let isInSession = head.session == query.session
        let isInWorkspace = query.workspace != nil && head.workspace == query.workspace
        value = (isOnBranch ? 4 : 0) + (isInSession ? 2 : 0) + (isInWorkspace ? 1 : 0)
    }
}
