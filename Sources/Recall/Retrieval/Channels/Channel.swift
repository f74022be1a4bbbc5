import MemoryStore

/// One way to find traces by what they say. All of them read one snapshot; none knows another.
protocol Channel: Sendable {
    var name: ChannelName { get }

    /// Hits, best first. Scores compare within the channel only.
    func hits(for query: AnalysedQuery, in reader: MemoryReader) throws -> [ChannelHit]
}

package enum ChannelName: String, Sendable, CaseIterable {
    case keyword
    case pattern
    case errorSignature = "error_signature"
    case vector
}

struct ChannelHit: Sendable, Equatable {
    var row: Int64
    var score: Double
}
