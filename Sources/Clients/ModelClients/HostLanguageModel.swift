package import JSONText
package import LanguageModels
import ModelDialects

/// The model of a host that is connected: it is asked over the host's own connection, and who pays for it is the host's
/// affair. It lends its model only while it is there.
package struct HostLanguageModel: LanguageModel {
    /// Puts a request before the host.
    ///
    /// - Throws: `notConfigured` when nobody is connected who lends a model, and what `HostCompletionShape` makes of errors.
    package typealias Call =
        @Sendable (_ method: String, _ params: JSON, _ limit: Duration) async throws(ModelFault) -> JSON

    package let name: ModelName
    private let call: Call

    /// - Parameter model: asked for by name; empty takes what the host uses itself.
    package init(model: String = "", call: @escaping Call) {
        name = ModelName(provider: ModelProvider.host.rawValue, model: model)
        self.call = call
    }

    package func complete(
        _ request: CompletionRequest, within limit: Duration
    ) async throws(ModelFault) -> Completion {
        let params = HostCompletionShape.params(for: request, model: name.model, within: limit)
        // The host's own deadline comes first, so that its answer tells why.
        let result = try await call(HostCompletionShape.method, params, limit + Self.grace)
        return try HostCompletionShape.completion(from: result)
    }

    /// How much longer than it was given a host is waited for: its refusal says more than our silence.
    private static let grace = Duration.seconds(5)
}
