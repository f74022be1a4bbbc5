/// A line of a text beside its former self.
package struct LineChange: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case same, added, removed
    }

    package var kind: Kind
    package var text: String

    package static func between(_ former: String, _ present: String) -> [LineChange] {
        let old = former.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        let new = present.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        // Finding the shortest difference of long texts that share nothing takes their product.
        guard old.count + new.count <= mostLines else {
            return old.map { LineChange(kind: .removed, text: $0) } + new.map { LineChange(kind: .added, text: $0) }
        }
        var (removed, added): (Set<Int>, Set<Int>) = ([], [])
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var changes: [LineChange] = []
        var (before, after) = (0, 0)
        while before < old.count || after < new.count {
            if removed.contains(before) {
                changes.append(LineChange(kind: .removed, text: old[before]))
                before += 1
            } else if added.contains(after) || before >= old.count {
                changes.append(LineChange(kind: .added, text: new[after]))
                after += 1
            } else {
                changes.append(LineChange(kind: .same, text: old[before]))
                before += 1
                after += 1
            }
        }
        return changes
    }

    private static let mostLines = 4000
}
