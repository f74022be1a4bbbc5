/// By whom something was worded or judged: by rules, by a model, or by rules because a model that was asked did not serve.
package enum Provenance: Sendable, Hashable {
    case rules
    /// - Parameters:
    ///   - prompt: its version, such as `reward-rubric@1.9f3a2b1c`.
    ///   - model: such as `anthropic/claude-haiku-4-5`.
    case model(prompt: String, model: String)
    /// - Parameter reason: a stable word, as of `ModelFault.Kind`.
    case rulesInstead(prompt: String, reason: String)

    /// One line, read back by `init(text:)`: `rules`, `model reward-rubric@1.9f3a2b1c anthropic/claude-haiku-4-5`,
    /// `rules reward-rubric@1.9f3a2b1c timeout`.
    package var text: String {
        switch self {
        case .rules: "rules"
        case .model(let prompt, let model): "model \(prompt) \(model)"
        case .rulesInstead(let prompt, let reason): "rules \(prompt) \(reason)"
        }
    }

    /// What a column keeps: nothing for rules.
    package var stored: String? { self == .rules ? nil : text }

    /// For the history of what a model has worded; `nil` for anything else.
    package var note: String? {
        if case .model(_, let model) = self { "worded by \(model)" } else { nil }
    }

    /// What is unknown or absent counts as made by rules.
    package init(text: String?) {
        let parts = (text ?? "").split(separator: " ", maxSplits: 2).map(String.init)
        switch (parts.first, parts.count) {
        case ("model", 3): self = .model(prompt: parts[1], model: parts[2])
        case ("rules", 3): self = .rulesInstead(prompt: parts[1], reason: parts[2])
        default: self = .rules
        }
    }
}
