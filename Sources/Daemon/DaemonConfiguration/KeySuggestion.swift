import TextAnalysis

/// "Did you mean …?" for a key that does not exist.
enum KeySuggestion {
    private static let names = Settings.sections.map(\.key) + Settings.options.map(\.key)

    /// The existing key that was most likely meant; `nil` when none is close.
    static func nearest(to key: String) -> String? {
        let wanted = key.lowercased()
        let wantedLeaf = leaf(wanted)
        var best: (name: String, cost: Int)?
        for name in names {
            let known = name.lowercased()
            var cost = EditDistance.between(Array(wanted.utf8), Array(known.utf8))
            // The right word in the wrong section is nearer than any misspelling.
            if leaf(known) == wantedLeaf { cost = min(cost, 1) }
            if cost < best?.cost ?? .max { best = (name, cost) }
        }
        guard let best, best.cost <= max(2, wanted.utf8.count / 4) else { return nil }
        return best.name
    }

    private static func leaf(_ key: String) -> Substring {
        key.split(separator: ".").last ?? ""
    }
}
