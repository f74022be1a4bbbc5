package import LanguageModels
package import ModelDialects

/// Carries calls to one endpoint for who writes and reads them elsewhere, with the attempts and the breaker that all
/// models have.
package struct ModelWire: Sendable {
    private let line: ModelLine

    init(_ line: ModelLine) {
        self.line = line
    }

    package var endpoint: ModelEndpoint { line.endpoint }

    package var health: ModelHealth { line.health }

    /// Sends a call, written anew for each attempt, as the key may be a fresh one.
    ///
    /// - Parameters:
    ///   - limit: after which it is given up, with all attempts.
    ///   - call: handed the key, `nil` when none is set.
    ///   - fault: what a status other than 2xx means.
    /// - Returns: what was answered with 2xx.
    @Sendable package func carry(
        _ limit: Duration, _ call: @Sendable (Secret?) throws(ModelFault) -> WireCall,
        _ fault: @Sendable (WireReply) -> ModelFault
    ) async throws(ModelFault) -> WireReply {
        try await line.answer(within: limit) { key, limit throws(ModelFault) in
            let reply = try await line.connections.send(try call(key), to: line.endpoint, within: limit)
            guard reply.isSuccess else { throw fault(reply) }
            return reply
        }.answer
    }
}
