package import JSONText
package import MemoryModel

/// The answer of `turn.start` and `memory.search`, in the shape that hosts of the upstream plugin read.
package struct RetrievalResult: WireResponse {
    package var agent: String
    package var sessionID: SessionID?
    package var episodeID: EpisodeID?
    package var query: String
    package var hits: [Hit]
    /// Tasks, skills, policies and world models.
    package var items: [ItemHit]
    package var injectedContext: String
    package var milliseconds: Double
    package var explanation: JSON?

    package struct Hit: Sendable {
        package var trace: Trace
        package var score: Double
        package var snippet: String
        package var repair: Repair?

        package init(trace: Trace, score: Double, snippet: String, repair: Repair? = nil) {
            self.trace = trace
            self.score = score
            self.snippet = snippet
            self.repair = repair
        }

        var json: JSON {
            .object(present: [
                ("tier", 2), ("refId", .string(trace.id.rawValue)), ("refKind", "trace"), ("score", .double(score)),
                ("snippet", .string(snippet)), ("ts", .integer(trace.at)),
                ("episodeId", .string(trace.episodeID.rawValue)),
                ("sessionId", .string(trace.sessionID.rawValue)), ("summary", .string(trace.summary)),
                ("ownerAgentKind", .string(trace.owner.agentKind)), ("ownerProfileId", .string(trace.owner.profile)),
                ("ownerWorkspaceId", trace.owner.workspace.map(JSON.string)), ("shareScope", "private"),
                ("sourceTraceId", .string(trace.id.rawValue)), ("repair", repair?.json),
            ])
        }
    }

    /// A hit that is no trace.
    package struct ItemHit: Sendable {
        /// 1 … 3.
        package var tier: Int
        package var kind: Kind
        package var id: String
        package var title: String
        package var snippet: String
        package var score: Double
        package var at: Timestamp
        package var owner: Namespace?
        /// Who shared it; `nil` for what was learned here.
        package var origin: ItemOrigin?

        package enum Kind: String, Sendable {
            case skill
            /// A policy, by the name hosts know it.
            case experience
            case episode
            case worldModel = "world-model"
        }

        package init(
            tier: Int, kind: Kind, id: String, title: String, snippet: String, score: Double, at: Timestamp,
            owner: Namespace?, origin: ItemOrigin? = nil
        ) {
            self.tier = tier
            self.kind = kind
            self.id = id
            self.title = title
            self.snippet = snippet
            self.score = score
            self.at = at
            self.owner = owner
            self.origin = origin
        }

        var json: JSON {
            .object(present: [
                ("tier", JSON(tier)), ("refId", .string(id)), ("refKind", .string(kind.rawValue)),
                ("score", .double(score)), ("snippet", .string(snippet)), ("ts", .integer(at)),
                ("summary", .string(title)), ("ownerAgentKind", owner.map { .string($0.agentKind) }),
                ("ownerProfileId", owner.map { .string($0.profile) }),
                ("ownerWorkspaceId", owner?.workspace.map(JSON.string)),
                ("shareScope", origin == nil ? "private" : "hub"), ("origin", origin.map(ItemWire.json)),
            ])
        }
    }

    /// What ended the fault that a hit showed.
    package struct Repair: Sendable {
        package var failing: TraceID
        /// What was done, in order.
        package var fixes: [TraceID]
        /// The run that passed afterwards; `nil` when a person said that it works.
        package var passed: TraceID?
        package var text: String
        /// In (0, 1); the surer, the greater.
        package var confidence: Double

        package init(failing: TraceID, fixes: [TraceID], passed: TraceID?, text: String, confidence: Double) {
            self.failing = failing
            self.fixes = fixes
            self.passed = passed
            self.text = text
            self.confidence = confidence
        }

        var json: JSON {
            .object(present: [
                ("failingId", .string(failing.rawValue)), ("fixIds", JSON(fixes.map(\.rawValue))),
                ("passedId", passed.map { .string($0.rawValue) }), ("text", .string(text)),
                ("confidence", .double(confidence)),
            ])
        }
    }

    package init(
        agent: String, sessionID: SessionID?, episodeID: EpisodeID?, query: String, hits: [Hit] = [],
        items: [ItemHit] = [],
        injectedContext: String = "", milliseconds: Double = 0, explanation: JSON? = nil
    ) {
        self.agent = agent
        self.sessionID = sessionID
        self.episodeID = episodeID
        self.query = query
        self.hits = hits
        self.items = items
        self.injectedContext = injectedContext
        self.milliseconds = milliseconds
        self.explanation = explanation
    }

    /// Tier by tier, best first within each.
    private var ranked: [JSON] {
        items.filter { $0.tier == 1 }.map(\.json) + hits.map(\.json) + items.filter { $0.tier > 1 }.map(\.json)
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
            ("hits", .array(ranked)), ("injectedContext", .string(injectedContext)),
            ("tierLatencyMs", ["tier1": 0, "tier2": .double(milliseconds), "tier3": 0]), ("explanation", explanation),
        ])
    }
}
