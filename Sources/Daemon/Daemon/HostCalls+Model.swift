import BridgeServer
import JSONText
import LanguageModels
import ModelClients
import ModelDialects

extension HostCalls {
    /// The model of a host that is connected; `nil` while there is none that may lend one.
    func languageModel(named model: String) -> (any LanguageModel)? {
        guard isReachable(HostCompletionShape.method) else { return nil }
        return HostLanguageModel(model: model) { method, params, limit throws(ModelFault) in
            do throws(Failure) {
                return try await self.call(method, params, within: limit)
            } catch {
                throw error.fault
            }
        }
    }
}

extension HostCalls.Failure {
    fileprivate var fault: ModelFault {
        switch self {
        case .nobody:
            ModelFault(
                .notConfigured, "No host is connected that lends its model.",
                hint: "Start the agent, or give the role a provider of its own.")
        case .gone: ModelFault(.unreachable, "The host went away before its model had answered.")
        case .timeout: ModelFault(.timeout, "The host's model gave no answer in time.")
        case .cancelled: ModelFault(.cancelled, "The call was given up.")
        case .refused(let error): HostCompletionShape.fault(from: error)
        }
    }
}
