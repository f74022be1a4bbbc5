package import LanguageModels
package import MemoryModel

/// How one provider's chat is asked and read. Pure: values in, values out.
package protocol ChatDialect: Sendable {
    /// - Parameters:
    ///   - key: as fetched for this call; `nil` when none is set.
    ///   - time: for dialects that sign what they send.
    /// - Throws: `misconfigured`.
    func call(
        for request: CompletionRequest, at endpoint: ModelEndpoint, key: Secret?, time: Timestamp
    ) throws(ModelFault) -> WireCall

    /// Reads an answer that comes in pieces; `nil` when the dialect, or this call, has none.
    func stream(for request: CompletionRequest, at endpoint: ModelEndpoint) -> (any ChatStream)?

    /// - Throws: `malformed`, `refused`.
    func completion(from reply: WireReply) throws(ModelFault) -> Completion

    /// What a status other than 2xx means. Says `retryAfter` where the provider does.
    func fault(from reply: WireReply) -> ModelFault
}

/// An answer as it comes, in pieces cut anywhere.
package protocol ChatStream: Sendable {
    /// - Throws: what the provider says in the midst of its answer, `malformed`.
    mutating func take(_ bytes: [UInt8]) throws(ModelFault)

    /// Characters of the answer so far, for the bound on its length.
    var length: Int { get }

    /// - Throws: `cut` when the stream ended before the provider said that it was complete.
    consuming func completion() throws(ModelFault) -> Completion
}

/// How vectors are asked for.
package protocol EmbeddingDialect: Sendable {
    /// Texts of one call, at most.
    var batch: Int { get }

    func call(
        for texts: [String], as purpose: EmbeddingPurpose, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall

    /// - Returns: one vector a text, in their order.
    /// - Throws: `malformed`, also for another number of vectors than texts.
    func vectors(from reply: WireReply, count: Int) throws(ModelFault) -> (vectors: [[Float]], usage: TokenUsage?)

    func fault(from reply: WireReply) -> ModelFault
}

/// How documents are put in order.
package protocol RerankDialect: Sendable {
    func call(
        for documents: [String], query: String, at endpoint: ModelEndpoint, key: Secret?
    ) throws(ModelFault) -> WireCall

    /// - Returns: one score a document, in their order, in [0, 1]; 0 for one that the answer leaves out.
    func scores(from reply: WireReply, count: Int) throws(ModelFault) -> RerankReply

    func fault(from reply: WireReply) -> ModelFault
}
