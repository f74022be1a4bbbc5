/// The names of the numbers a model weighs. The raw value is the place in a list of values; the case's name is the name
/// in the file of a fit and in explanations.
package protocol FeatureName: RawRepresentable<Int>, CaseIterable, Hashable, Sendable {
    /// What the number says, in a few words for people. Explanations carry it, so that whoever shows one needs no table
    /// of its own.
    var meaning: String { get }
}

extension FeatureName {
    package var name: String { String(describing: self) }
}

/// A number for each name; 0 where nothing is known.
package struct Features<Name: FeatureName>: Sendable, Equatable {
    private var values = [Double](repeating: 0, count: Name.allCases.count)

    package init() {}

    package subscript(name: Name) -> Double {
        get { values[name.rawValue] }
        set { values[name.rawValue] = newValue }
    }

    /// All that are not 0, in the order of the names.
    package var named: [(name: String, value: Double)] {
        Name.allCases.compactMap { self[$0] == 0 ? nil : ($0.name, self[$0]) }
    }
}
