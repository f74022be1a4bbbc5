import MemoryAPI
import MemoryCore
import MemoryModel
import Retrieval

extension Dispatcher {
    mutating func registerTurns(_ memory: Memory) {
        register(TurnStart.self) { request, _ in
            let message = try await memory.turns.read(
                TurnOpening(
                    owner: request.owner, session: request.sessionID, key: request.turnKey, episode: request.episodeID,
                    userText: request.userText, at: request.at, deadlineAt: request.deadlineAt
                )
            )
            if !request.captureOnly, message.wantsRecall { memory.recall.anticipate(message.text) }
            let opened = try await memory.turns.open(message)
            let answer =
                request.captureOnly
                ? .empty
                : try await memory.recall.beforeTurn(
                    opened, owner: request.owner, visibleSince: request.visibleSince, deadlineAt: request.deadlineAt)
            return RetrievalResult(
                agent: request.owner.agentKind, sessionID: request.sessionID, episodeID: opened.episode,
                query: opened.userText, hits: answer.wireHits, items: answer.wireItems,
                injectedContext: answer.injectedContext,
                milliseconds: answer.milliseconds
            )
        }
        register(TurnRecordCall.self) { request, _ in
            try await memory.turns.append(
                request.call, session: request.sessionID, key: request.turnKey, owner: request.owner, at: request.at
            )
            return Acknowledgement()
        }
        register(TurnRecordAnswer.self) { request, _ in
            try await memory.turns.append(
                answer: request.agentText, session: request.sessionID, key: request.turnKey, owner: request.owner,
                at: request.at
            )
            return Acknowledgement()
        }
        register(TurnEnd.self) { request, _ in
            let recorded = try await memory.turns.end(
                TurnClosing(
                    owner: request.owner, session: request.sessionID, key: request.turnKey, episode: request.episodeID,
                    userText: request.userText, agentText: request.agentText, thinking: request.agentThinking,
                    calls: request.calls, at: request.at, outcome: request.outcome, once: request.once
                )
            )
            return TurnEnd.Response(traceIDs: recorded.traces, episodeID: recorded.episode ?? request.episodeID)
        }
        register(SubagentRecord.self) { request, _ in
            let recorded = try await memory.turns.recordSubagent(
                SubagentOutcomeReport(
                    owner: request.owner, session: request.sessionID, episode: request.episodeID,
                    childSession: request.childSessionID, task: request.task, result: request.result,
                    calls: request.calls, error: request.error ?? request.outcome.failure, at: request.at
                )
            )
            return TurnEnd.Response(traceIDs: recorded.traces, episodeID: recorded.episode)
        }
        register(FeedbackSubmit.self) { request, _ in
            FeedbackSubmit.Response(feedback: try await memory.feedback.submit(request.feedback))
        }
    }
}

extension SubagentRecord.SubagentOutcome {
    /// What went wrong, for outcomes that say so.
    var failure: String? {
        switch self {
        case .ok, .unknown: nil
        case .error, .timeout, .killed, .reset, .deleted: rawValue
        }
    }
}
