package import MemoryModel
package import MessageReading

/// Which task of its session a user message belongs to. A pure decision; the caller carries it out.
///
/// A revision belongs to the task that it revises, also when that is closed already. A follow-up is merged into the open
/// task while the gap and the number of turns allow it. A new task closes the open one.
package struct EpisodeRouter: Sendable {
    package struct Options: Sendable {
        package var followUps: FollowUps = .merge
        /// Longest silence after which a message still continues the task, in milliseconds.
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
        /// The session's latest episode is closed and goes on.
        case reopen(EpisodeID)
        /// A new episode; the open one, if any, closes for this reason.
        case begin(closing: EpisodeID?, reason: Episode.CloseReason)
    }

    private let options: Options

    package init(options: Options) {
        self.options = options
    }

    /// How long after it a message can still be about what was said, in milliseconds.
    package var reach: Int64 { options.mergeMaxGap }

    /// - Parameters:
    ///   - relation: of the message to what came before it; a turn without words is a follow-up.
    ///   - latest: the session's latest episode, open or closed.
    package func route(messageAt time: Timestamp, relation: Relation, latest: Episode?) -> Route {
        guard let latest else { return .begin(closing: nil, reason: .newTask) }
        // It was opened for the message that comes now.
        if latest.isOpen, latest.turnCount == 0, time - latest.lastActiveAt <= options.mergeMaxGap {
            return .continue(latest.id)
        }
        if relation == .revision, canBeRevised(latest, at: time) {
            return latest.isOpen ? .continue(latest.id) : .reopen(latest.id)
        }
        guard latest.isOpen else { return .begin(closing: nil, reason: .newTask) }
        if time - latest.lastActiveAt > options.mergeMaxGap { return .begin(closing: latest.id, reason: .idle) }
        // A message of before the task, handed over late, says nothing of it.
        let endsTask = relation == .newTask && time >= latest.openedAt
        if endsTask || options.followUps == .split || latest.turnCount >= options.mergeMaxTurns {
            return .begin(closing: latest.id, reason: .newTask)
        }
        return .continue(latest.id)
    }

    /// Whether the episode is open or was closed lately. One that nobody touched counts as closed from the moment on at
    /// which it was due to be.
    private func canBeRevised(_ episode: Episode, at time: Timestamp) -> Bool {
        let due = episode.lastActiveAt + options.mergeMaxGap
        let ended = min(episode.closedAt ?? due, due)
        // A message from before the task is not about it; an open task goes on when the clock is put back.
        return time - ended <= options.mergeMaxGap && (episode.isOpen || time >= episode.openedAt)
    }
}
