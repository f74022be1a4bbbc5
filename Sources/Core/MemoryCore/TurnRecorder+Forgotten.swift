import MemoryModel
import MemoryStore
import TraceCapture

/// What somebody had forgotten is not written down when it is told again.
extension TurnRecorder {
    /// A turn that begins.
    func isForgotten(
        key: String, session: SessionID, userText: String, in transaction: MemoryTransaction
    ) throws -> Bool {
        guard try transaction.reader.hasForgotten() else { return false }
        let turn = Self.turn(session: session, key: key, userText: userText, agentText: "", endedAt: nil)
        var ended = turn
        ended.endedAt = 0
        return try transaction.reader.isForgotten(
            Tombstone.of(turn, contentHash: nil) + Tombstone.of(ended, contentHash: ""))
    }

    /// A turn that was not known to have begun, when it ends.
    func isForgotten(
        _ turn: FinishedTurn, key: String?, session: SessionID, in transaction: MemoryTransaction
    ) throws -> Bool {
        try Self.isForgotten(turn, key: key ?? "", session: session, in: transaction.reader)
    }

    static func isForgotten(
        _ turn: FinishedTurn, key: String, session: SessionID, in reader: MemoryReader
    ) throws -> Bool {
        guard try reader.hasForgotten() else { return false }
        let whole = Self.turn(
            session: session, key: key, userText: turn.userText, agentText: turn.agentText, endedAt: turn.at)
        var open = whole
        open.endedAt = nil
        return try reader.isForgotten(
            Tombstone.of(whole, contentHash: ContentHash.of(turn)) + Tombstone.of(open, contentHash: nil))
    }

    private static func turn(
        session: SessionID, key: String, userText: String, agentText: String, endedAt: Timestamp?
    ) -> Turn {
        Turn(
            id: TurnID(""), key: key, sessionID: session, episodeID: EpisodeID(""), owner: Namespace(agentKind: ""),
            userText: userText, agentText: agentText, startedAt: 0, endedAt: endedAt)
    }
}
