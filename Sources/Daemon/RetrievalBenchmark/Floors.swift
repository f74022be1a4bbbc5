package import JSONText
package import MemoryModel

/// What a run has to reach, so that a change that makes recall worse does not pass unseen:
/// `{"floors": {NAME: {FIGURE: least}}, "ceilings": {NAME: {FIGURE: most}}}`, a name being `all`, a set, or
/// `set/category`.
package struct Floors: Sendable {
    private struct Bound: Sendable {
        var name: String
        var figure: String
        var value: Double
        var isFloor: Bool
    }

    private let bounds: [Bound]

    /// - Throws: `invalid_argument` for anything else than numbers by figure by name.
    package init(_ json: JSON) throws(MemoryError) {
        var bounds: [Bound] = []
        for (member, isFloor) in [("floors", true), ("ceilings", false)] {
            guard let names = json[member] else { continue }
            for name in names.object?.members ?? [] {
                for figure in name.value.object?.members ?? [] {
                    guard let value = figure.value.double else {
                        throw MemoryError(
                            .invalidArgument, "\(figure.key) of \(name.key) under \(member) is no number.")
                    }
                    bounds.append(Bound(name: name.key, figure: figure.key, value: value, isFloor: isFloor))
                }
            }
        }
        guard !bounds.isEmpty else {
            throw MemoryError(
                .invalidArgument, "The file of floors asks for nothing.",
                hint: "It holds figures by set under \"floors\" and \"ceilings\"."
            )
        }
        self.bounds = bounds
    }

    package var count: Int { bounds.count }

    /// One sentence for each figure that is out of bounds, or that nothing was measured for.
    package func violations(_ value: (_ name: String, _ figure: String) -> Double?) -> [String] {
        bounds.compactMap { bound in
            guard let measured = value(bound.name, bound.figure) else {
                return "\(bound.figure) of \(bound.name) was not measured."
            }
            guard bound.isFloor ? measured < bound.value : measured > bound.value else { return nil }
            let shown = (measured * 10_000).rounded() / 10_000
            return
                "\(bound.figure) of \(bound.name) is \(shown), \(bound.isFloor ? "below" : "above") \(bound.value)."
        }
    }
}
