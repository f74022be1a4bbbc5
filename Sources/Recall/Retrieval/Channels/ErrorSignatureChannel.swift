import MemoryStore

/// Steps that showed the same fault, newest first, whatever the words around it were.
struct ErrorSignatureChannel: Channel {
    let name = ChannelName.errorSignature

    func hits(for query: AnalysedQuery, in reader: MemoryReader) throws -> [ChannelHit] {
        try reader.errorMatches(query.errorSignatures, scope: query.query.scope, limit: Self.limit)
            .map { ChannelHit(row: $0, score: 1) }
    }

    private static let limit = 20
}
