import MemoryModel

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a policy is worth against what happens without it, and what becomes of it.
struct PolicyWorth {
    let options: PolicyInduction.Options

    /// `G = mean_with − (n_without·mean_without + prior·weight)/(n_without + weight)`.
    func gain(with: [Double], without: [Double]) -> Double {
        let count = Double(without.count)
        let base = (without.reduce(0, +) + options.priorMean * options.priorWeight) / (count + options.priorWeight)
        return mean(with) - base
    }

    /// Arithmetic below three values; from three on weighted by `softmax(V/τ)`, so that what was done well counts most.
    func mean(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        guard values.count >= 3 else { return values.reduce(0, +) / Double(values.count) }
        let greatest = values.max() ?? 0
        // In a fixed order: the sum of the same numbers is then the same number.
        let weights = values.sorted().map { (value: $0, weight: exp(($0 - greatest) / options.temperature)) }
        let total = weights.reduce(0) { $0 + $1.weight }
        return weights.reduce(0) { $0 + $1.value * $1.weight } / total
    }

    func status(from status: ItemStatus, support: Int, gain: Double) -> ItemStatus {
        if gain < options.archiveGain { return .archived }
        if support >= options.activeSupport, gain >= options.activeGain { return .active }
        return status
    }
}
