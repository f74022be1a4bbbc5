import JSONText
import MemoryModel

/// Changes one value in the text of a configuration file and leaves every other byte alone.
///
/// Each way of writing it down is tried and read back; only a text that means exactly what was asked for is returned.
struct ConfigEdit {
    let source: SourceText
    let file: String
    private let root: ConfigNode?
    private let text: String

    init(text: String, file: String) throws(MemoryError) {
        self.text = text
        self.file = file
        source = SourceText(text)
        do throws(ConfigProblem) {
            root = try YAMLText.parse(text)
        } catch {
            throw .configInvalid([error], file: file, hint: "Correct the file by hand first.")
        }
    }

    func setting(_ option: SettingsOption, to value: JSON) throws(MemoryError) -> String {
        let reader = SettingsReader(root)
        var wanted = reader.settings
        option.write(&wanted, value)
        for candidate in candidates(option, value) {
            let result = apply(candidate)
            guard let node = try? YAMLText.parse(result) else { continue }
            let check = SettingsReader(node)
            if check.settings == wanted, check.problems.count <= reader.problems.count { return result }
        }
        let shown = option.isSecret ? "…" : YAMLWriting.text(value)
        throw MemoryError(
            .configWriteFailed, "\(option.key) cannot be changed in \(file): it is written in an unusual way there",
            details: ["file": JSON(file), "key": JSON(option.key)],
            hint: "Set it by hand: \(option.key.split(separator: ".").joined(separator: " › ")): \(shown)"
        )
    }

    /// Bytes to take out and a text to put in their place. Several are applied from the last to the first.
    struct Replacement {
        let range: Range<Int>
        let text: String
    }

    private func apply(_ replacements: [Replacement]) -> String {
        var bytes = source.bytes
        // From the end on, so that offsets stay true; at one place, what is taken out goes before what is put in.
        let ordered = replacements.sorted {
            ($0.range.lowerBound, $0.range.upperBound) > ($1.range.lowerBound, $1.range.upperBound)
        }
        for replacement in ordered {
            bytes.replaceSubrange(replacement.range, with: replacement.text.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Follows the key as far as the file has it, then replaces the value or adds what is missing.
    private func candidates(_ option: SettingsOption, _ value: JSON) -> [[Replacement]] {
        var missing = option.components[...]
        var holder: ConfigNode.Entry?
        var node = root
        while let name = missing.first, case .section(let entries)? = node?.content,
            let entry = entries.last(where: { $0.name == name })
        {
            holder = entry
            node = entry.value
            missing = missing.dropFirst()
        }
        if let holder, missing.isEmpty { return replacements(of: holder, value).map { [$0] } ?? [] }
        return additions(Array(missing), value, to: node, of: holder)
    }

    private func replacements(of entry: ConfigNode.Entry, _ value: JSON) -> [Replacement]? {
        if case .list(let items) = entry.value.content, !source.isFlow(entry.value) {
            return BlockListEdit(source: source, entry: entry, items: items).replacements(with: value.array ?? [])
        }
        if case .scalar("", isPlain: true) = entry.value.content {
            return source.endOfKey(entry).map { [Replacement(range: $0..<$0, text: " " + YAMLWriting.text(value))] }
        }
        if case .section = entry.value.content { return nil }
        guard let end = source.end(of: entry.value) else { return nil }
        return [Replacement(range: source.offset(of: entry.value.place)..<end, text: YAMLWriting.text(value))]
    }
}
