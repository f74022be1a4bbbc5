import JSONText

/// Changes a list written one item a line: lines of items that stay are not touched, so their comments stay too.
struct BlockListEdit {
    let source: SourceText
    let entry: ConfigNode.Entry
    let items: [ConfigNode]

    /// `nil` when some line holds something else than one item.
    func replacements(with values: [JSON]) -> [ConfigEdit.Replacement]? {
        guard let first = items.first, let column = dashColumn(of: first) else { return nil }
        for item in items where dashColumn(of: item) != column || source.end(of: item) == nil { return nil }
        if values.isEmpty { return emptied() }

        var replacements: [ConfigEdit.Replacement] = []
        var rest = items[...]
        var place = source.start(ofLine: first.place.line)
        var added = ""
        func line(_ value: JSON) -> String {
            String(repeating: " ", count: column) + "- " + YAMLWriting.text(value) + source.lineBreak
        }
        func flush() {
            if added.isEmpty { return }
            replacements.append(ConfigEdit.Replacement(range: place..<place, text: lead(at: place) + added))
            added = ""
        }
        for value in values {
            guard let kept = rest.firstIndex(where: { SettingsReader.value(of: $0, for: .texts) == value }) else {
                added += line(value)
                continue
            }
            flush()
            replacements += rest[..<kept].map(removal)
            place = source.start(ofLine: items[kept].place.line + 1)
            rest = rest[(kept + 1)...]
        }
        flush()
        return replacements + rest.map(removal)
    }

    private func removal(_ item: ConfigNode) -> ConfigEdit.Replacement {
        let line = item.place.line
        return ConfigEdit.Replacement(range: source.start(ofLine: line)..<source.start(ofLine: line + 1), text: "")
    }

    private func emptied() -> [ConfigEdit.Replacement]? {
        source.endOfKey(entry).map { [ConfigEdit.Replacement(range: $0..<$0, text: " []")] + items.map(removal) }
    }

    private func lead(at place: Int) -> String {
        place == source.bytes.count && source.bytes.last != 0x0A ? source.lineBreak : ""
    }

    /// Where the dash stands when it is the first thing on the item's line.
    private func dashColumn(of item: ConfigNode) -> Int? {
        let line = source.lineText(item.place.line)
        let blanks = line.prefix { $0 == 0x20 }.count
        return line.dropFirst(blanks).first == UInt8(ascii: "-") ? blanks : nil
    }
}
