package import JSONText

/// Reads a reply member by member, and believes nothing of it.
package struct DraftReader {
    private let value: JSON
    private let sheet: EvidenceSheet

    package init(_ value: JSON, sheet: EvidenceSheet) {
        self.value = value
        self.sheet = sheet
    }

    /// - Parameter limit: a longer text is refused.
    package func text(_ key: String, limit: Int) throws(DraftError) -> String {
        guard let text = value[key]?.string, text.count <= limit else { throw DraftError(.malformed) }
        return text
    }

    package func texts(_ key: String, limit: Int, count: Int) throws(DraftError) -> [String] {
        guard let list = value[key] else { return [] }
        guard let items = list.array, items.count <= count else { throw DraftError(.malformed) }
        var texts: [String] = []
        for item in items {
            guard let text = item.string, text.count <= limit else { throw DraftError(.malformed) }
            texts.append(text)
        }
        return texts
    }

    package func number(_ key: String, in range: ClosedRange<Double>) throws(DraftError) -> Double {
        guard let number = value[key]?.double, range.contains(number) else { throw DraftError(.malformed) }
        return number
    }

    package func flag(_ key: String) throws(DraftError) -> Bool {
        guard let flag = value[key]?.bool else { throw DraftError(.malformed) }
        return flag
    }

    package func list(_ key: String, count: Int) throws(DraftError) -> [DraftReader] {
        guard let items = value[key]?.array, items.count <= count else { throw DraftError(.malformed) }
        return items.map { DraftReader($0, sheet: sheet) }
    }

    package func object(_ key: String) throws(DraftError) -> DraftReader {
        guard let inner = value[key], inner.object != nil else { throw DraftError(.malformed) }
        return DraftReader(inner, sheet: sheet)
    }

    /// What the labels of a member stand for: at least one, all of them shown.
    package func evidence(_ key: String = "evidence") throws(DraftError) -> [String] {
        let labels = try texts(key, limit: 8, count: 24)
        guard !labels.isEmpty else { throw DraftError(.noEvidence) }
        var ids: [String] = []
        for label in labels {
            guard let id = sheet.id(of: label) else { throw DraftError(.noEvidence) }
            if !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    /// The piece of evidence that a single label stands for.
    package func piece(_ key: String) throws(DraftError) -> String {
        guard let id = sheet.id(of: try text(key, limit: 8)) else { throw DraftError(.noEvidence) }
        return id
    }
}
