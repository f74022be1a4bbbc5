import MemoryAPI
import MemoryCore
import MemoryModel
import MemoryStore
import Retrieval

extension RecallService.Answer {
    var wireHits: [RetrievalResult.Hit] {
        hits.map { hit in
            RetrievalResult.Hit(
                trace: hit.trace, score: hit.score, snippet: hit.snippet,
                repair: hit.repair.map {
                    RetrievalResult.Repair(
                        failing: $0.failingID, fixes: $0.fixIDs, passed: $0.passedID, text: $0.text,
                        confidence: $0.confidence
                    )
                }
            )
        }
    }

    var wireItems: [RetrievalResult.ItemHit] {
        result.skills.map { RetrievalResult.ItemHit($0, tier: 1, kind: .skill) }
            + result.policies.map { RetrievalResult.ItemHit($0, tier: 2, kind: .experience) }
            + result.episodes.map {
                RetrievalResult.ItemHit(
                    tier: 2, kind: .episode, id: $0.episode.rawValue, title: "", snippet: $0.course, score: $0.score,
                    at: $0.at, owner: nil
                )
            }
            + result.worldModels.map { RetrievalResult.ItemHit($0, tier: 3, kind: .worldModel) }
    }
}

extension RetrievalResult.ItemHit {
    fileprivate init(_ hit: Retrieval.ItemHit, tier: Int, kind: Kind) {
        self.init(
            tier: tier, kind: kind, id: hit.head.id, title: hit.head.title, snippet: hit.snippet, score: hit.score,
            at: hit.head.updatedAt, owner: hit.head.owner, origin: hit.head.origin
        )
    }
}
