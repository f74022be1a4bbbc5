import HeapModule

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Which items a word stands in, in memory. Each process of a hub has its own and follows the feed with it, so that a
/// search costs the database nothing, whichever it is, and a new statement no rows for its words.
///
/// Ranks with BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009) over weights of `SearchWords`.
struct SearchIndex: Sendable {
    private struct Posting {
        let document: Int32
        let weight: Float
    }

    private struct Document {
        let hit: SearchHit
        let length: Float
    }

    /// The newer of two equals is the better one.
    private struct Ranked: Comparable {
        let score: Float
        let document: Int32

        static func < (one: Ranked, other: Ranked) -> Bool {
            one.score == other.score ? one.document < other.document : one.score < other.score
        }
    }

    private static let saturation: Float = 1.2
    private static let lengthShare: Float = 0.75

    private var documents: [Document] = []
    private var postings: [String: [Posting]] = [:]
    private var totalLength: Float = 0
    /// The number of the newest statement that was looked at.
    var cursor = 0

    mutating func add(_ hit: SearchHit, words: SearchWords) {
        let number = Int32(documents.count)
        var length: Float = 0
        for (term, weight) in words.weights {
            postings[term, default: []].append(Posting(document: number, weight: Float(weight)))
            length += Float(weight)
        }
        documents.append(Document(hit: hit, length: length))
        totalLength += length
    }

    /// Best first; equals in the order of the feed, newest first.
    func hits(_ terms: [String], limit: Int, admits: (SearchHit) -> Bool) -> [SearchHit] {
        guard !documents.isEmpty else { return [] }
        var scores = [Float](repeating: 0, count: documents.count)
        var touched: [Int32] = []
        let mean = totalLength / Float(documents.count)
        for term in terms {
            guard let list = postings[term] else { continue }
            let others = Float(documents.count - list.count) + 0.5
            let rarity = log(1 + others / (Float(list.count) + 0.5))
            for posting in list {
                let document = Int(posting.document)
                if scores[document] == 0 { touched.append(posting.document) }
                let share = documents[document].length / mean
                let norm = Self.saturation * (1 - Self.lengthShare + Self.lengthShare * share)
                scores[document] += rarity * posting.weight * (Self.saturation + 1) / (posting.weight + norm)
            }
        }
        // Of thousands that hold a common word a page is asked for: a heap puts only that much in order.
        var best = Heap(touched.map { Ranked(score: scores[Int($0)], document: $0) })
        var hits: [SearchHit] = []
        while hits.count < limit, let number = best.popMax()?.document {
            var hit = documents[Int(number)].hit
            hit.score = Double(scores[Int(number)])
            if admits(hit) { hits.append(hit) }
        }
        return hits
    }
}
