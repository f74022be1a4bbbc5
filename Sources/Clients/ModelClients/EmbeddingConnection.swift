import Digest
package import LanguageModels
package import ModelDialects

/// One model that makes vectors somewhere else: how it is asked, and on whose account.
package struct EmbeddingConnection: Sendable {
    /// Carries a call there and back, with all attempts, within the time.
    ///
    /// - Parameters: the time; what writes the call, handed the key as fetched for the attempt; what a status other than
    ///   2xx means.
    /// - Returns: what was answered with 2xx.
    package typealias Carry =
        @Sendable (
            _ limit: Duration, _ call: @Sendable (Secret?) throws(ModelFault) -> WireCall,
            _ fault: @Sendable (WireReply) -> ModelFault
        ) async throws(ModelFault) -> WireReply

    private let endpoint: ModelEndpoint
    private let dialect: any EmbeddingDialect
    /// Whether it is on this machine, where nothing is charged.
    private let isLocal: Bool
    private let meter: any ModelMeter
    private let carry: Carry

    /// - Throws: `misconfigured` for a provider that makes no vectors.
    package init(
        _ endpoint: ModelEndpoint, isLocal: Bool, meter: any ModelMeter, carry: @escaping Carry
    ) throws(ModelFault) {
        guard let dialect = EmbeddingDialects.dialect(for: endpoint.provider) else {
            throw ModelFault(
                .misconfigured, "\(endpoint.provider.rawValue) makes no vectors.",
                hint: "Set embedding.provider to local, openai_compatible, gemini, cohere, voyage, mistral, ollama or "
                    + "jina.")
        }
        self.endpoint = endpoint
        self.dialect = dialect
        self.isLocal = isLocal
        self.meter = meter
        self.carry = carry
    }

    /// Texts of one call, at most.
    var batch: Int { dialect.batch }

    /// `provider/model`.
    var id: String { endpoint.name.text }

    /// What tells two services of one name apart: the first 12 hexadecimal digits of the SHA-256 of the address that is
    /// asked and the dimensions that are asked for. However the address is written in the settings, it is the same.
    ///
    /// - Throws: `misconfigured`.
    func revision() throws(ModelFault) -> String {
        // A key stands in no address.
        let call = try dialect.call(for: [], as: .document, at: endpoint, key: Secret("-"))
        return String(SHA256.hexDigest(of: Array("\(call.url)\n\(endpoint.dimensions)".utf8)).prefix(12))
    }

    /// One call.
    ///
    /// - Returns: a vector a text, in their order.
    func vectors(of texts: [String], as purpose: EmbeddingPurpose) async throws(ModelFault) -> [[Float]] {
        let limit = limit(for: purpose)
        let call = ModelCall(
            role: .embedding, purpose: purpose == .query ? "embedding.query" : "embedding.document",
            urgency: purpose == .query ? .foreground : .background, limit: limit)
        let most = TokenUsage(input: texts.reduce(0) { $0 + EmbeddingPieces.tokens(of: $1) }, output: 0)
        let reservation = try await meter.reserve(
            CallEstimate(call: call, model: endpoint.name, isLocal: isLocal, usage: most))
        do throws(ModelFault) {
            let reply = try await carry(
                limit,
                { [dialect, endpoint] key throws(ModelFault) in
                    try dialect.call(for: texts, as: purpose, at: endpoint, key: key)
                },
                { [dialect] reply in dialect.fault(from: reply) })
            let (vectors, usage) = try dialect.vectors(from: reply, count: texts.count)
            await meter.settle(reservation, usage: usage, fault: nil)
            return vectors
        } catch {
            await meter.settle(reservation, usage: error.usage ?? Self.usage(of: error), fault: error.kind)
            throw error
        }
    }

    /// What is refused is not charged; of anything else nobody knows.
    private static func usage(of fault: ModelFault) -> TokenUsage? {
        fault.status.map { (400..<500).contains($0) } ?? false || fault.kind == .misconfigured
            ? TokenUsage(input: 0, output: 0) : nil
    }

    /// Nobody waits longer than `longestQuestion` for a question; the one who asks gives up earlier by themselves.
    private func limit(for purpose: EmbeddingPurpose) -> Duration {
        switch purpose {
        case .query: min(endpoint.timeout, Self.longestQuestion)
        case .document: min(endpoint.timeout * (1 + max(0, endpoint.retries)), Self.longestBatch)
        }
    }

    private static let longestQuestion = Duration.seconds(10)
    private static let longestBatch = Duration.seconds(300)
}
