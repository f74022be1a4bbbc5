package import MemoryModel

/// Where a new user message belongs: to the open task of its session, or to a new one. A pure decision; the caller
/// carries it out.
///
/// A message counts as a follow-up, which is merged into the open episode while the gap and the number of turns allow it.
package struct EpisodeRouter: Sendable {
    package struct Options: Sendable {
        package var followUps: FollowUps = .merge
        /// Longest silence after which a message still continues the task.
        package var mergeMaxGap: Int64 = 120 * 60_000
        /// Most turns of one task.
        package var mergeMaxTurns = 30

        package init() {}
    }

    /// What becomes of a follow-up.
    package enum FollowUps: String, Sendable {
        case merge
        case split
    }

    package enum Route: Sendable, Equatable {
        case `continue`(EpisodeID)
        /// A new episode; the open one, if any, closes for this reason.
        case begin(closing: EpisodeID?, reason: Episode.CloseReason)
    }

    private let options: Options

    package init(options: Options) {
        self.options = options
    }

    package func route(messageAt time: Timestamp, open: Episode?) -> Route {
        guard let open else { return .begin(closing: nil, reason: .newTask) }
        if time - open.lastActiveAt > options.mergeMaxGap { return .begin(closing: open.id, reason: .idle) }
        if options.followUps == .split || open.turnCount >= options.mergeMaxTurns {
            return .begin(closing: open.id, reason: .newTask)
        }
        return .continue(open.id)
    }
}
