import JSONText
package import MemoryModel
import MemoryStore
import Synchronization
import TraceCapture

/// Records turns as hosts hand them over. Every call may come twice; the second changes nothing.
package struct TurnService: Sendable {
    let context: CoreContext
    let recorder: TurnRecorder
    let models: ForegroundModels
    private let housekeeping = HousekeepingTurns()

    /// - Parameter models: may say what a message is to the work before it, where rules are not sure.
    package init(context: CoreContext, models: ForegroundModels = .none) {
        self.context = context
        self.models = models
        recorder = TurnRecorder(context: context)
    }

    package struct Opened: Sendable {
        package var session: SessionID
        /// `nil` when the message is housekeeping and the session has no open task.
        package var episode: EpisodeID?
        /// `nil` when nothing is recorded.
        package var turn: TurnID?
        /// Whether a recall makes sense: not for housekeeping.
        package var wantsRecall: Bool
        /// The message as it may be kept and searched with.
        package var userText: String
        /// Whether the message is the first of its task.
        package var beginsEpisode: Bool

        package init(
            session: SessionID, episode: EpisodeID? = nil, turn: TurnID? = nil, wantsRecall: Bool, userText: String,
            beginsEpisode: Bool = false
        ) {
            self.beginsEpisode = beginsEpisode
            self.session = session
            self.episode = episode
            self.turn = turn
            self.wantsRecall = wantsRecall
            self.userText = userText
        }
    }

    /// A message as it may be kept, and whether a turn begins with it.
    package struct Message: Sendable {
        fileprivate var opening: TurnOpening
        package var text: String
        fileprivate var isHousekeeping: Bool
        fileprivate var isRecorded: Bool
        /// Whether a recall makes sense: not for housekeeping, nor for agents that are not served, nor in private projects.
        package var wantsRecall: Bool
    }

    /// Whether the turn that goes on in a session is the host's own.
    func isHousekeeping(in session: SessionID) -> Bool { housekeeping.isRunning(in: session) }

    /// Cleans a message; nothing is written.
    package func read(_ opening: TurnOpening) async throws -> Message {
        let text = context.cleaning.words(opening.userText)
        let isHousekeeping = context.cleaning.reasonToSkip(opening.userText) != nil || text.isEmpty
        let isPrivate = try await context.isPrivate(opening.owner, in: opening.session)
        return Message(
            opening: opening, text: text, isHousekeeping: isHousekeeping,
            isRecorded: try await context.records(opening.owner, in: opening.session),
            wantsRecall: !isHousekeeping && !isPrivate && context.serves(opening.owner)
        )
    }

    package func open(_ message: Message) async throws -> Opened {
        let (opening, text) = (message.opening, message.text)
        if message.isHousekeeping {
            housekeeping.begin(opening.session)
        } else {
            _ = housekeeping.end(opening.session)
        }
        guard message.wantsRecall, message.isRecorded else {
            let episode = try await context.database.read { try $0.openEpisode(of: opening.session)?.id }
            return Opened(
                session: opening.session, episode: episode, wantsRecall: message.wantsRecall, userText: text
            )
        }
        let (turn, place) = try await record(opening, text: text)
        return Opened(
            session: opening.session, episode: place?.episode, turn: turn, wantsRecall: true, userText: text,
            beginsEpisode: place?.isFirst ?? false
        )
    }

    /// The row of a turn that begins, new or found by its key; none for a turn that was forgotten.
    private func record(_ opening: TurnOpening, text: String) async throws -> (TurnID?, TurnRecorder.Place?) {
        let key = opening.key ?? "\(opening.at):\(ContentHash.of([text]))"
        var opening = opening
        opening.owner = try await context.located(opening.owner, in: opening.session)
        let mark = await context.mark(of: opening.owner)
        let opinion = try await opinion(on: text, opening)
        return try await context.database.write { [context, recorder, opening] transaction in
            try recorder.ensureSession(
                opening.session, owner: opening.owner, at: opening.at, meta: nil, in: transaction
            )
            if let known = try transaction.reader.turn(session: opening.session, key: key) {
                // Its calls came first: now the words that set them off.
                if known.isOpen, known.userText.isEmpty {
                    let heard = try recorder.hear(text, in: opening.session, at: opening.at, reader: transaction.reader)
                    try transaction.setUserText(text, of: known.id)
                    try recorder.keep(heard, of: known, isLive: true, in: transaction)
                }
                return (known.id, TurnRecorder.Place(episode: known.episodeID, isFirst: false))
            }
            if try recorder.isForgotten(key: key, session: opening.session, userText: text, in: transaction) {
                let open = try transaction.reader.openEpisode(of: opening.session)?.id
                return (nil, open.map { TurnRecorder.Place(episode: $0, isFirst: false) })
            }
            let heard = try recorder.hear(
                text, in: opening.session, at: opening.at, opinion: opinion, reader: transaction.reader)
            let place = try recorder.route(
                heard, in: opening.session, preview: text, requested: opening.episode, transaction: transaction
            )
            let turn = Turn(
                id: context.identifiers.next("tu", at: max(0, opening.at)), key: key, sessionID: opening.session,
                episodeID: place.episode, owner: opening.owner, userText: text, startedAt: opening.at,
                branch: mark?.branch
            )
            try recorder.place(opening.owner, as: mark, in: transaction)
            try recorder.begin(turn, in: transaction)
            try recorder.keep(heard, of: turn, isLive: true, in: transaction)
            return (turn.id, place)
        }
    }

    package struct Recorded: Sendable {
        package var episode: EpisodeID?
        /// In the order of the steps; empty when there was nothing to record.
        package var traces: [TraceID]
    }

    /// Ends a turn: its steps are traces when this returns.
    package func end(_ closing: TurnClosing) async throws -> Recorded {
        guard try await context.records(closing.owner, in: closing.session) else {
            return Recorded(episode: closing.episode, traces: [])
        }
        if let words = closing.userText, context.cleaning.reasonToSkip(words) != nil {
            return Recorded(episode: closing.episode, traces: [])
        }
        let isHousekeeping = housekeeping.end(closing.session) && closing.userText == nil
        let userText = closing.userText.map(context.cleaning.words)
        let agentText = context.cleaning.words(closing.agentText)
        let thinking = closing.thinking.map(context.cleaning.words)
        let calls = closing.calls.map(context.cleaning.call)
        var closing = closing
        closing.owner = try await context.located(closing.owner, in: closing.session)
        let mark = await context.mark(of: closing.owner)
        return try await context.database.write { [context, recorder, closing] transaction in
            if isHousekeeping, try !KnownTurns.isKnown(closing.key, in: closing.session, transaction) {
                return Recorded(episode: closing.episode, traces: [])
            }
            let open = try KnownTurns.openTurn(
                session: closing.session, key: closing.key, userText: userText, episode: closing.episode,
                in: transaction
            )
            try recorder.place(closing.owner, as: mark, in: transaction)
            if var turn = open {
                let pending = try transaction.reader.pendingCalls(of: turn.id)
                if let userText, !userText.isEmpty, turn.userText.isEmpty {
                    let heard = try recorder.hear(
                        userText, in: closing.session, at: turn.startedAt, reader: transaction.reader)
                    turn.userText = userText
                    try recorder.keep(heard, of: turn, isLive: true, in: transaction)
                }
                if !agentText.isEmpty { turn.agentText = agentText }
                turn.endedAt = max(closing.at, turn.startedAt)
                let ids = try recorder.end(
                    turn, calls: KnownTurns.merged(pending, calls), thinking: thinking, outcome: closing.outcome,
                    in: transaction
                )
                return Recorded(episode: turn.episodeID, traces: ids)
            }
            if let known = try KnownTurns.recordedTurn(
                closing, userText: userText, agentText: agentText, calls: calls, in: transaction)
            {
                let ids = try transaction.reader.traces(ofTurn: known.id).map(\.id)
                return Recorded(episode: known.episodeID, traces: ids)
            }
            if (userText ?? "").isEmpty, agentText.isEmpty, calls.isEmpty {
                return Recorded(episode: try transaction.reader.openEpisode(of: closing.session)?.id, traces: [])
            }
            let told = FinishedTurn(
                userText: userText ?? "", agentText: agentText, thinking: thinking, calls: calls, at: closing.at)
            if try recorder.isForgotten(told, key: closing.key, session: closing.session, in: transaction) {
                return Recorded(episode: try transaction.reader.openEpisode(of: closing.session)?.id, traces: [])
            }
            try recorder.ensureSession(
                closing.session, owner: closing.owner, at: closing.at, meta: nil, in: transaction)
            let heard = try recorder.hear(
                userText ?? "", in: closing.session, at: closing.at, reader: transaction.reader)
            let place = try recorder.route(
                heard, in: closing.session, preview: userText ?? "", requested: closing.episode,
                transaction: transaction
            )
            let id: TurnID = context.identifiers.next("tu", at: max(0, closing.at))
            let turn = Turn(
                id: id, key: try KnownTurns.freeKey(for: closing, id: id, in: transaction), sessionID: closing.session,
                episodeID: place.episode, owner: closing.owner, userText: userText ?? "", agentText: agentText,
                startedAt: closing.at, endedAt: closing.at, branch: mark?.branch
            )
            try recorder.begin(turn, in: transaction)
            try recorder.keep(heard, of: turn, isLive: true, in: transaction)
            let ids = try recorder.end(
                turn, calls: calls, thinking: thinking, outcome: closing.outcome, in: transaction)
            return Recorded(episode: place.episode, traces: ids)
        }
    }

    /// Ends what is unfinished in a session, as before a compaction of the host's context.
    package func flush(_ session: SessionID) async throws {
        try await context.database.write { [recorder] in try recorder.endOpenTurns(of: session, in: $0) }
    }
}

/// Sessions whose running turn is housekeeping of the host, so that its answer is not recorded either.
private final class HousekeepingTurns: Sendable {
    private let sessions = Mutex<Set<SessionID>>([])

    func begin(_ session: SessionID) {
        sessions.withLock { _ = $0.insert(session) }
    }

    func isRunning(in session: SessionID) -> Bool {
        sessions.withLock { $0.contains(session) }
    }

    /// - Returns: whether such a turn was running.
    func end(_ session: SessionID) -> Bool {
        sessions.withLock { $0.remove(session) != nil }
    }
}
