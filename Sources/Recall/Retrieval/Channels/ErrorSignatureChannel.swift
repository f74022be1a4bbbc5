import MemoryStore

/// Steps that showed the same fault, whatever the words around it were: those that share most of the faults first, then
/// the newest.
struct ErrorSignatureChannel: Channel {
    let name = ChannelName.errorSignature

    func hits(for query: AnalysedQuery, in reader: MemoryReader) throws -> [ChannelHit] {
        try reader.errorMatches(query.errorSignatures, scope: query.query.scope, limit: Self.limit)
            .map { ChannelHit(row: $0.row, score: Double($0.matched) / Double(query.errorSignatures.count)) }
    }

    private static let limit = 20
}
