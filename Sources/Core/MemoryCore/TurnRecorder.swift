import EpisodeRouting
import JSONText
import LearningPipeline
import MemoryModel
import MemoryStore
import MessageReading
import TraceCapture

/// The writing of turns, within somebody's transaction: live capture, back-fill and idle closing share it, so that there
/// is one way a turn becomes traces.
struct TurnRecorder: Sendable {
    let context: CoreContext

    func ensureSession(
        _ id: SessionID, owner: Namespace, at time: Timestamp, meta: JSON?, in transaction: MemoryTransaction
    ) throws {
        if try transaction.reader.session(id) != nil {
            return try transaction.touch(id, at: time, workspace: owner.workspace)
        }
        try transaction.insert(
            Session(
                id: id, owner: owner, openedAt: time, lastActiveAt: time,
                meta: meta?.mapStrings { context.cleaning.words($0) } ?? .object(JSONObject())
            )
        )
        transaction.tell(
            MemoryFact(
                .sessionOpened, ["sessionId": .string(id.rawValue), "agent": .string(owner.agentKind)],
                correlation: id.rawValue
            )
        )
    }

    /// Where a message belongs.
    struct Place: Sendable {
        var episode: EpisodeID
        /// Whether it is the first message of that episode.
        var isFirst: Bool
    }

    /// Finds the episode of a message; closes, opens and reopens as the router says.
    func route(
        _ heard: HeardMessage, in session: SessionID, preview: String, requested: EpisodeID?,
        transaction: MemoryTransaction
    ) throws -> Place {
        if let requested, let episode = try transaction.reader.episode(requested), episode.sessionID == session,
            episode.isOpen
        {
            return Place(episode: requested, isFirst: episode.turnCount == 0)
        }
        let latest = heard.latest
        switch context.router.route(messageAt: heard.at, relation: heard.relation.relation, latest: latest) {
        case .continue(let episode):
            return Place(episode: episode, isFirst: latest?.turnCount == 0)
        case .reopen(let episode):
            try reopen(episode, of: session, at: heard.at, in: transaction)
            return Place(episode: episode, isFirst: false)
        case .begin(_, let reason):
            if let latest, latest.isOpen { try close(latest, reason: reason, in: transaction) }
            let episode = try beginEpisode(in: session, at: heard.at, preview: preview, transaction: transaction)
            return Place(episode: episode, isFirst: true)
        }
    }

    private func reopen(
        _ episode: EpisodeID, of session: SessionID, at time: Timestamp, in transaction: MemoryTransaction
    ) throws {
        try transaction.reopen(episode, at: time)
        transaction.tell(
            MemoryFact(
                .episodeOpened,
                [
                    "episodeId": .string(episode.rawValue), "sessionId": .string(session.rawValue),
                    "isReopened": .bool(true),
                ],
                correlation: session.rawValue
            )
        )
    }

    func beginEpisode(
        in session: SessionID, at time: Timestamp, preview: String, transaction: MemoryTransaction
    ) throws -> EpisodeID {
        let id: EpisodeID = context.identifiers.next("ep", at: time)
        try transaction.insert(
            Episode(
                id: id, sessionID: session, openedAt: time, lastActiveAt: time, preview: Episode.preview(of: preview)
            )
        )
        transaction.tell(
            MemoryFact(
                .episodeOpened, ["episodeId": .string(id.rawValue), "sessionId": .string(session.rawValue)],
                correlation: session.rawValue
            )
        )
        return id
    }

    /// Notes which project the owner's workspace is of.
    ///
    /// - Parameter mark: what the workspace says; without it, the workspace waits for the daemon's next look at all.
    func place(_ owner: Namespace, as mark: ProjectMark?, in transaction: MemoryTransaction) throws {
        guard let workspace = owner.workspace, !workspace.isEmpty, let mark else { return }
        try transaction.place(
            workspace, as: mark, id: context.identifiers.next("pj", at: max(0, transaction.now))
        )
    }

    func begin(_ turn: Turn, in transaction: MemoryTransaction) throws {
        try insert(turn, in: transaction)
        try schedule(closing: turn.episodeID, at: turn.startedAt, in: transaction)
    }

    private func insert(_ turn: Turn, in transaction: MemoryTransaction) throws {
        try transaction.insert(turn)
        try transaction.countTurn(of: turn.episodeID, at: turn.startedAt, preview: Episode.preview(of: turn.userText))
    }

    /// Turns the turn into traces and ends it.
    ///
    /// - Parameters:
    ///   - turn: as it shall be kept, with `endedAt` set.
    ///   - outcome: what the host says it came to.
    func end(
        _ turn: Turn, calls: [ToolCall], thinking: String?, outcome: Outcome? = nil, in transaction: MemoryTransaction
    ) throws -> [TraceID] {
        let at = turn.endedAt ?? turn.startedAt
        let finished = FinishedTurn(
            userText: turn.userText, agentText: turn.agentText, thinking: thinking, calls: calls, at: at,
            outcome: outcome
        )
        let ids = try store(AnalysedTurn(finished), of: turn, origin: .live, in: transaction)
        try keepOpen(turn.episodeID, at: at, in: transaction)
        try GuidanceStash(context: context).afterTurn(turn, in: transaction)
        transaction.tell(
            MemoryFact(
                .traceCreated,
                [
                    "turnId": .string(turn.id.rawValue), "traceIds": JSON(ids.map(\.rawValue)),
                    "episodeId": .string(turn.episodeID.rawValue), "sessionId": .string(turn.sessionID.rawValue),
                ],
                correlation: turn.sessionID.rawValue
            )
        )
        return ids
    }

    /// Writes a whole turn of the past. Nobody is told of it, and its task is closed by `keepOpen`'s job when the caller
    /// has written the last one.
    func record(_ turn: Turn, analysed: AnalysedTurn, in transaction: MemoryTransaction) throws -> [TraceID] {
        try insert(turn, in: transaction)
        let ids = try store(analysed, of: turn, origin: .imported, in: transaction)
        try transaction.touch(turn.episodeID, at: turn.endedAt ?? turn.startedAt)
        return ids
    }

    private func store(
        _ analysed: AnalysedTurn, of turn: Turn, origin: Trace.Origin, in transaction: MemoryTransaction
    ) throws -> [TraceID] {
        var ended = turn
        ended.outcome = analysed.outcome
        let at = turn.endedAt ?? turn.startedAt
        let ids = try analysed.steps.enumerated().map { index, step in
            let id: TraceID = context.identifiers.next("tr", at: max(0, at))
            try transaction.insert(
                Trace(draft: step, id: id, step: index, turn: ended, origin: origin),
                indexed: IndexedText(action: step.action, observation: step.observation, length: step.length)
            )
            return id
        }
        try transaction.end(ended, contentHash: analysed.contentHash)
        return ids
    }

    /// Notes that a task is being worked on, so that it is not closed as idle.
    func keepOpen(_ episode: EpisodeID, at time: Timestamp, in transaction: MemoryTransaction) throws {
        try transaction.touch(episode, at: time)
        try schedule(closing: episode, at: time, in: transaction)
    }

    /// Ends turns that never got an answer, with what is known of them.
    func endOpenTurns(of session: SessionID, in transaction: MemoryTransaction) throws {
        for var turn in try transaction.reader.openTurns(of: session) {
            turn.endedAt = max(turn.startedAt, transaction.now)
            let calls = try transaction.reader.pendingCalls(of: turn.id)
            _ = try end(turn, calls: calls, thinking: nil, in: transaction)
        }
    }

    func close(_ episode: Episode, reason: Episode.CloseReason, in transaction: MemoryTransaction) throws {
        guard try transaction.close(episode.id, at: transaction.now, reason: reason) else { return }
        try transaction.enqueue(context.plan.afterClosing(episode.id, at: transaction.now))
        transaction.tell(
            MemoryFact(
                .episodeClosed,
                [
                    "episodeId": .string(episode.id.rawValue), "sessionId": .string(episode.sessionID.rawValue),
                    "reason": .string(reason.rawValue),
                ],
                correlation: episode.sessionID.rawValue
            )
        )
    }

    private func schedule(closing episode: EpisodeID, at time: Timestamp, in transaction: MemoryTransaction) throws {
        try transaction.enqueue(context.plan.afterTurn(in: episode, at: time))
    }
}

extension Trace {
    init(draft: StepDraft, id: TraceID, step: Int, turn: Turn, origin: Origin) {
        self.init(
            id: id, sessionID: turn.sessionID, episodeID: turn.episodeID, turnID: turn.id, step: step, kind: draft.kind,
            at: draft.at, owner: turn.owner, userText: draft.userText, agentText: draft.agentText,
            thinking: draft.thinking, call: draft.call, outcome: draft.outcome, summary: draft.summary,
            tags: draft.tags,
            errors: draft.errors, origin: origin
        )
    }
}
