#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `b + Σ w·f`: what each feature adds can be read off, which is why it is no other model.
package struct LinearModel<Name: FeatureName>: Sendable {
    private let intercept: Double
    private let weights: Features<Name>

    package init(intercept: Double, weights: Features<Name>) {
        self.intercept = intercept
        self.weights = weights
    }

    package func score(_ features: Features<Name>) -> Double {
        Name.allCases.reduce(intercept) { $0 + weights[$1] * features[$1] }
    }

    /// The score through the logistic function: a probability in (0, 1), when the model was fitted as a logistic regression.
    package func probability(_ features: Features<Name>) -> Double {
        1 / (1 + exp(-score(features)))
    }

    /// What each feature adds to the score, greatest share first.
    package func contributions(_ features: Features<Name>) -> [(name: String, value: Double)] {
        Name.allCases.compactMap { name in
            let value = weights[name] * features[name]
            return value == 0 ? nil : (name.name, value)
        }.sorted { abs($0.value) > abs($1.value) }
    }
}
