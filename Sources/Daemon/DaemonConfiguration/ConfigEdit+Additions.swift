import JSONText

extension ConfigEdit {
    /// Ways to add `missing` (a key, with the sections it still needs before it) to a section, best first.
    ///
    /// - Parameters:
    ///   - node: the section, `nil` for an empty file.
    ///   - holder: the entry whose value the section is, `nil` for the top of the file.
    func additions(
        _ missing: [String], _ value: JSON, to node: ConfigNode?, of holder: ConfigNode.Entry?
    ) -> [[Replacement]] {
        guard let node, !node.isNull else {
            return blockAdditions(missing, value, entries: [], emptied: node, of: holder)
        }
        guard case .section(let entries) = node.content else { return [] }
        if source.isFlow(node) { return flowAddition(missing, value, to: node, entries).map { [[$0]] } ?? [] }
        return blockAdditions(missing, value, entries: entries, emptied: nil, of: holder)
    }

    private func blockAdditions(
        _ missing: [String], _ value: JSON, entries: [ConfigNode.Entry], emptied: ConfigNode?,
        of holder: ConfigNode.Entry?
    ) -> [[Replacement]] {
        let outer = holder.map { $0.key.place.column - 1 } ?? -2
        let indentation = entries.first.map { $0.key.place.column - 1 } ?? (outer + 2)
        let lines = missing.enumerated().map { depth, name in
            let blanks = String(repeating: " ", count: indentation + 2 * depth)
            let isLeaf = depth == missing.count - 1
            return blanks + name + ":" + (isLeaf ? " " + YAMLWriting.text(value) : "") + source.lineBreak
        }.joined()

        var places: [Int] = []
        if let holder, missing.count == 1 {
            places += outcommented(missing[0], below: holder, indentation: indentation).map { [$0] } ?? []
        }
        if holder == nil { places.append(source.bytes.count) }
        if let end = entries.last.flatMap({ source.end(of: $0) }) {
            places.append(source.start(ofLine: source.line(of: end) + 1))
        } else if let holder {
            places.append(source.start(ofLine: holder.key.place.line + 1))
        }
        let removals = emptied.flatMap { removal(of: $0) } ?? []
        return places.map { place in
            let text = lead(at: place, isTopSection: holder == nil) + lines
            return [Replacement(range: place..<place, text: text)] + removals
        }
    }

    /// `~` or `null` after a section's name.
    private func removal(of node: ConfigNode) -> [Replacement]? {
        source.end(of: node).map { [Replacement(range: source.offset(of: node.place)..<$0, text: "")] }
    }

    /// What must stand before new lines: the end of a last line without one, and space before a new section.
    private func lead(at place: Int, isTopSection: Bool) -> String {
        guard place == source.bytes.count, let last = source.bytes.last else { return "" }
        let lineEnd = last == 0x0A || last == 0x0D ? "" : source.lineBreak
        let isAfterBlank = source.lineText(source.lineCount - 1).isEmpty && lineEnd.isEmpty
        return lineEnd + (isTopSection && !isAfterBlank ? source.lineBreak : "")
    }

    /// The start of the line after `# name: …` in the section, where people look for the setting.
    private func outcommented(_ name: String, below holder: ConfigNode.Entry, indentation: Int) -> Int? {
        let first = holder.key.place.line + 1
        guard first <= source.lineCount else { return nil }
        for line in first...source.lineCount {
            let text = source.lineText(line)
            let blanks = text.prefix { $0 == 0x20 }.count
            let rest = text.dropFirst(blanks)
            if rest.isEmpty { continue }
            if rest.first != UInt8(ascii: "#") {
                if blanks < holder.key.place.column { return nil }
                continue
            }
            let comment = rest.drop { $0 == UInt8(ascii: "#") || $0 == 0x20 }
            if blanks == indentation, comment.starts(with: (name + ":").utf8) { return source.start(ofLine: line + 1) }
        }
        return nil
    }

    private func flowAddition(
        _ missing: [String], _ value: JSON, to node: ConfigNode, _ entries: [ConfigNode.Entry]
    ) -> Replacement? {
        var text = YAMLWriting.text(value)
        for (index, name) in missing.enumerated().reversed() {
            text = index == 0 ? "\(name): \(text)" : "{\(name): \(text)}"
        }
        guard let last = entries.last else {
            let place = source.offset(of: node.place) + 1
            return Replacement(range: place..<place, text: text)
        }
        return source.end(of: last).map { Replacement(range: $0..<$0, text: ", " + text) }
    }
}
