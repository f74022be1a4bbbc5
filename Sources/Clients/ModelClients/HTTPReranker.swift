package import LanguageModels
import ModelDialects

/// A model behind a wire that puts documents in order.
package struct HTTPReranker: Reranker {
    private let line: ModelLine
    private let dialect: any RerankDialect

    init(_ line: ModelLine, dialect: any RerankDialect) {
        self.line = line
        self.dialect = dialect
    }

    package var name: ModelName { line.endpoint.name }

    package func scores(
        of documents: [String], for query: String, within limit: Duration
    ) async throws(ModelFault) -> RerankReply {
        guard !documents.isEmpty else { return RerankReply(scores: []) }
        var (reply, wasted) = try await line.answer(within: limit) { key, limit throws(ModelFault) in
            let call = try dialect.call(for: documents, query: query, at: line.endpoint, key: key)
            let reply = try await line.connections.send(call, to: line.endpoint, within: limit)
            guard reply.isSuccess else { throw dialect.fault(from: reply) }
            return try dialect.scores(from: reply, count: documents.count)
        }
        reply.usage = reply.usage.map { TokenUsage.sum($0, wasted) ?? $0 }
        return reply
    }
}
