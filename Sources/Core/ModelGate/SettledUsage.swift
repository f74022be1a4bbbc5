import LanguageModels
import MemoryModel

/// What a call is counted with once it has ended.
enum SettledUsage {
    /// The provider's count where it counts, also when it is more than was set aside. Without it: an answer is counted as
    /// estimated; a call that was never taken in costs nothing; one that broke on the way has been read and is counted
    /// with its input.
    static func of(_ estimate: TokenUsage, usage: TokenUsage?, fault: ModelFault.Kind?) -> TokenUsage {
        if let usage { return plausible(usage) }
        let estimate = plausible(estimate)
        switch fault {
        case nil, .malformed, .refused, .oversized: return estimate
        case .timeout, .cut, .serverError, .cancelled: return TokenUsage(input: estimate.input, output: 0)
        case .notConfigured, .misconfigured, .unreachable, .insecure, .unauthorized, .unknownModel, .rateLimited,
            .quotaExceeded, .rejected, .budget, .resting, .tooSlow, .busy:
            return TokenUsage(input: 0, output: 0)
        }
    }

    /// Counts that can be added up, whatever a provider says.
    static func plausible(_ usage: TokenUsage) -> TokenUsage {
        let input = min(max(0, usage.input), most)
        return TokenUsage(
            input: input, output: min(max(0, usage.output), most), cachedInput: min(max(0, usage.cachedInput), input))
    }

    /// No context is this long.
    private static let most = 1_000_000_000
}

extension ModelCallRecord.Usage {
    init(_ usage: TokenUsage) {
        self.init(input: usage.input, cached: usage.cachedInput, output: usage.output)
    }
}
