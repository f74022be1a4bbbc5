import MemoryModel

/// How two versions of a model's entries differ, for its confidence and its history.
struct Difference {
    private(set) var added = 0
    private(set) var confirmed = 0
    private(set) var contradicted = 0
    private(set) var reason = ""

    /// - Parameter contradicted: labels of which something no longer holds.
    init(from old: WorldModel.Structure, to new: WorldModel.Structure, contradicted labels: Set<String>) {
        let before = Self.byLabel(old)
        let after = Self.byLabel(new)
        var lost: [String] = []
        for (label, entry) in before.sorted(by: { $0.key < $1.key }) {
            guard let next = after[label] else {
                lost.append(entry.label)
                if labels.contains(entry.label) { contradicted += 1 }
                continue
            }
            if next.description == entry.description {
                if next.evidenceIDs != entry.evidenceIDs { confirmed += 1 }
            } else if labels.contains(entry.label) {
                contradicted += 1
                lost.append(entry.label)
            } else {
                added += 1
            }
        }
        added += after.keys.filter { before[$0] == nil }.count
        var parts: [String] = []
        if added > 0 { parts.append("\(added) learned") }
        if confirmed > 0 { parts.append("\(confirmed) confirmed") }
        if !lost.isEmpty { parts.append("no longer so: " + lost.prefix(3).joined(separator: ", ")) }
        reason = parts.isEmpty ? "told in other words" : parts.joined(separator: "; ")
    }

    private static func byLabel(_ structure: WorldModel.Structure) -> [String: WorldModel.Entry] {
        let parts = [("e", structure.environment), ("i", structure.inference), ("c", structure.constraints)]
        var entries: [String: WorldModel.Entry] = [:]
        for (name, part) in parts { for entry in part { entries[name + entry.label] = entry } }
        return entries
    }
}
