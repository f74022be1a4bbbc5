import JSONText
import MemoryAPI
import MemoryCore
import MemoryModel
import Retrieval

extension Dispatcher {
    mutating func registerRecall(_ memory: Memory, now: @escaping @Sendable () -> Timestamp) {
        let search: @Sendable (MemorySearch, CallContext) async throws -> RetrievalResult = { request, context in
            let usual = request.entry.tiers(of: memory.recall.defaultTopK)
            let topK = TopK(
                skills: request.skills ?? usual.skills, traces: request.traces ?? usual.traces,
                worldModels: request.worldModels ?? usual.worldModels
            )
            let scope = Scope(
                agentKind: request.agent, profile: request.profile, session: request.sessionID,
                workspaces: try await memory.projects.workspaces(of: request.project), branch: request.branch
            )
            var query = RecallQuery(
                entry: request.entry, text: request.query, scope: scope, session: request.sessionID, at: now(),
                topK: topK, mayAbstain: request.entry.mayAbstain
            )
            query.isTraced = request.explain
            let answer = try await memory.recall.search(query, episode: request.episodeID)
            var explanation = answer.explanation
            explanation["legend"] = RecallExplanation.legend
            return RetrievalResult(
                agent: request.agent ?? context.agent ?? "", sessionID: request.sessionID, episodeID: request.episodeID,
                query: request.query, hits: answer.wireHits, items: answer.wireItems,
                injectedContext: answer.injectedContext,
                milliseconds: answer.milliseconds, explanation: request.explain ? explanation : nil
            )
        }
        register(MemorySearch.self, search)
        register(RetrievalQuery.self) { request, context in try await search(request.search, context) }
    }
}
