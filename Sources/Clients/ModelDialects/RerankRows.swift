import JSONText
import LanguageModels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Scores out of JSON: all rerankers answer with rows of a document's place and its score, under one name or another.
enum RerankRows {
    static func reply(from reply: WireReply, count: Int) throws(ModelFault) -> RerankReply {
        let json = try reply.document()
        guard let rows = json["results"]?.array ?? json["data"]?.array ?? json.array, !rows.isEmpty || count == 0
        else { throw EmbeddingFaults.shape("holds no scores") }
        var scores = [Double?](repeating: nil, count: count)
        for row in rows {
            guard let index = row["index"]?.int.flatMap(Int.init(exactly:)), scores.indices.contains(index),
                scores[index] == nil
            else { throw EmbeddingFaults.shape("names a document that was not sent, or one twice") }
            guard let score = (row["relevance_score"] ?? row["score"])?.double, score.isFinite else {
                throw EmbeddingFaults.shape("holds a score that is no number")
            }
            scores[index] = score
        }
        let usage = json["usage"]
        return RerankReply(
            scores: bounded(scores),
            usage: EmbeddingWire.usage(usage?["total_tokens"], usage?["prompt_tokens"])
        )
    }

    /// Some servers answer with what the model computes, before the logistic function that makes a probability of it. One
    /// score outside [0, 1] tells that all of an answer are such: the function is applied to every one of them, or two
    /// documents could change places. A document that the answer leaves out has 0.
    private static func bounded(_ scores: [Double?]) -> [Double] {
        let areLogits = scores.contains { $0.map { !(0...1).contains($0) } ?? false }
        return scores.map { score in
            guard let score else { return 0 }
            return areLogits ? 1 / (1 + exp(-score)) : score
        }
    }
}
