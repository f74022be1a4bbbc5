import BridgeServer
import JSONText
import LanguageModels
import ModelClients
import ModelDialects

extension HostCalls {
    /// The model of a host that is connected, by a bridge or as a client of the Model Context Protocol; `nil` while there
    /// is none that may lend one.
    func languageModel(named model: String) -> (any LanguageModel)? {
        if isReachable(HostCompletionShape.method) {
            return HostLanguageModel(model: model, call: caller(HostCompletionShape.fault(from:)))
        }
        guard isReachable(SamplingShape.method) else { return nil }
        return SamplingLanguageModel(model: model, call: caller(SamplingShape.fault(from:)))
    }

    /// - Parameter refusal: what the host's own error means.
    private func caller(_ refusal: @escaping @Sendable (JSON) -> ModelFault) -> HostLanguageModel.Call {
        { method, params, limit throws(ModelFault) in
            do throws(Failure) {
                return try await self.call(method, params, within: limit)
            } catch {
                throw error.fault(refusal)
            }
        }
    }
}

extension HostCalls.Failure {
    fileprivate func fault(_ refusal: (JSON) -> ModelFault) -> ModelFault {
        switch self {
        case .nobody:
            ModelFault(
                .notConfigured, "No host is connected that lends its model.",
                hint: "Start the agent, or give the role a provider of its own.")
        case .gone: ModelFault(.unreachable, "The host went away before its model had answered.")
        case .timeout: ModelFault(.timeout, "The host's model gave no answer in time.")
        case .cancelled: ModelFault(.cancelled, "The call was given up.")
        case .refused(let error): refusal(error)
        }
    }
}
