package import MemoryModel

/// Something that steps have shown of a place and that does not go with what an entry of its model says.
package struct Dispute: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Another value was seen where only one can hold, or where the entry names the usual one.
        case other
        /// What the entry says was seen not to hold.
        case denied
    }

    package var kind: Kind
    /// Of the entry.
    package var label: String
    /// What was seen, as a sentence of the kind that entries are made of.
    package var text: String
    /// The observations that are kept of it, oldest first; not empty.
    package var facts: [ObservedFact]
}

extension WorldModeling {
    /// What speaks against the entries of a model, in the order of its entries; older observations too, which a newer
    /// entry has overruled.
    ///
    /// - Parameter facts: of the model's place, in any order.
    package func disputes(of model: WorldModel, among facts: [ObservedFact]) -> [Dispute] {
        let entries = model.structure.environment + model.structure.inference + model.structure.constraints
        let said = Dictionary(entries.map { ($0.label, $0.description) }) { first, _ in first }
        let order = Dictionary(entries.enumerated().map { ($0.element.label, $0.offset) }) { first, _ in first }
        var found: [Dispute] = []
        for fact in facts.sorted(by: { ($0.at, $0.key, $0.value) < ($1.at, $1.key, $1.value) }) {
            guard let dispute = dispute(fact, said: said) else { continue }
            if let known = found.firstIndex(where: {
                ($0.kind, $0.label, $0.text) == (dispute.kind, dispute.label, dispute.text)
            }) {
                found[known].facts += dispute.facts
            } else {
                found.append(dispute)
            }
        }
        return found.enumerated().sorted {
            (order[$0.element.label] ?? 0, $0.offset) < (order[$1.element.label] ?? 0, $1.offset)
        }.map(\.element)
    }

    private func dispute(_ fact: ObservedFact, said: [String: String]) -> Dispute? {
        if fact.key == FactKey.missingPath {
            guard FactScreen.isInsertion(fact.value),
                let entry = said.filter({ $0.value.holds("`\(fact.value)`") || $0.value.holds("`\(fact.value)/`") })
                    .min(by: { $0.key < $1.key })
            else { return nil }
            return Dispute(kind: .denied, label: entry.key, text: "`\(fact.value)`", facts: [fact])
        }
        guard let key = FactKey(fact.key) else { return nil }
        let label = FactSentence.label(of: key)
        guard let present = said[label], FactScreen.isInsertion(key.subject), FactScreen.isInsertion(fact.value) else {
            return nil
        }
        let text = FactSentence.text(of: key, values: [fact.value])
        if key.isDenial {
            guard fact.value.isEmpty || present == text || present.holds(fact.value) else { return nil }
            return Dispute(kind: .denied, label: label, text: text, facts: [fact])
        }
        // Entries of a person's words may say the same in another way.
        guard text != present, !Self.names(fact.value, in: present) else { return nil }
        switch key.topic.plurality {
        case .together: return nil
        case .newest where key.topic == .taboo: return nil
        case .newest, .mostUsed: return Dispute(kind: .other, label: label, text: text, facts: [fact])
        }
    }

    /// Whether a value stands in a sentence by itself: `3.1` does not in `3.11`.
    private static func names(_ value: String, in sentence: String) -> Bool {
        let (words, sought) = (Array(sentence.utf8), Array(value.utf8))
        guard !sought.isEmpty, words.count >= sought.count else { return false }
        func isOutside(_ place: Int, _ inner: Int) -> Bool {
            guard words.indices.contains(place) else { return true }
            if words[place] == 0x2E { return !words.indices.contains(inner) || !isWord(words[inner]) }
            return !isWord(words[place]) && words[place] != 0x2D
        }
        func isWord(_ byte: UInt8) -> Bool { Character(UnicodeScalar(byte)).isLetter || (0x30...0x39).contains(byte) }
        return (0...words.count - sought.count).contains { start in
            let end = start + sought.count
            return words[start..<end].elementsEqual(sought) && isOutside(start - 1, start - 2)
                && isOutside(end, end + 1)
        }
    }
}
