package import JSONText
package import MemoryModel

/// The answer of `turn.start` and `memory.search`, in the shape that hosts of the upstream plugin read.
package struct RetrievalResult: WireResponse {
    package var agent: String
    package var sessionID: SessionID?
    package var episodeID: EpisodeID?
    package var query: String
    package var hits: [Hit]
    package var injectedContext: String
    package var milliseconds: Double
    package var explanation: JSON?

    package struct Hit: Sendable {
        package var trace: Trace
        package var score: Double
        package var snippet: String

        package init(trace: Trace, score: Double, snippet: String) {
            self.trace = trace
            self.score = score
            self.snippet = snippet
        }

        var json: JSON {
            .object(present: [
                ("tier", 2), ("refId", .string(trace.id.rawValue)), ("refKind", "trace"), ("score", .double(score)),
                ("snippet", .string(snippet)), ("ts", .integer(trace.at)),
                ("episodeId", .string(trace.episodeID.rawValue)),
                ("sessionId", .string(trace.sessionID.rawValue)), ("summary", .string(trace.summary)),
                ("ownerAgentKind", .string(trace.owner.agentKind)), ("ownerProfileId", .string(trace.owner.profile)),
                ("ownerWorkspaceId", trace.owner.workspace.map(JSON.string)), ("shareScope", "private"),
                ("sourceTraceId", .string(trace.id.rawValue)),
            ])
        }
    }

    package init(
        agent: String, sessionID: SessionID?, episodeID: EpisodeID?, query: String, hits: [Hit] = [],
        injectedContext: String = "", milliseconds: Double = 0, explanation: JSON? = nil
    ) {
        self.agent = agent
        self.sessionID = sessionID
        self.episodeID = episodeID
        self.query = query
        self.hits = hits
        self.injectedContext = injectedContext
        self.milliseconds = milliseconds
        self.explanation = explanation
    }

    package var json: JSON {
        .object(present: [
            (
                "query",
                [
                    "agent": .string(agent), "sessionId": .string(sessionID?.rawValue ?? ""),
                    "episodeId": .string(episodeID?.rawValue ?? ""), "query": .string(query),
                ]
            ),
            ("hits", .array(hits.map(\.json))), ("injectedContext", .string(injectedContext)),
            ("tierLatencyMs", ["tier1": 0, "tier2": .double(milliseconds), "tier3": 0]), ("explanation", explanation),
        ])
    }
}
