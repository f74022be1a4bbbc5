import JSONText
package import LanguageModels
import ModelDialects

/// The model of a client of the Model Context Protocol that lends it, for as long as it is connected. The client may ask
/// its person, and may say no.
package struct SamplingLanguageModel: LanguageModel {
    package let name: ModelName
    private let call: HostLanguageModel.Call

    /// - Parameter model: a hint, which the client may not heed; empty takes what it uses itself.
    package init(model: String = "", call: @escaping HostLanguageModel.Call) {
        name = ModelName(provider: ModelProvider.host.rawValue, model: model)
        self.call = call
    }

    package func complete(
        _ request: CompletionRequest, within limit: Duration
    ) async throws(ModelFault) -> Completion {
        let params = SamplingShape.params(for: request, model: name.model)
        return try SamplingShape.completion(from: try await call(SamplingShape.method, params, limit))
    }
}
