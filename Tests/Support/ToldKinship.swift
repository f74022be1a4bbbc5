package import LanguageModels

/// Knows which words are akin because a test says so; a word is akin to itself and to those of its group.
package struct ToldKinship: WordKinship {
    private let groups: [Set<String>]

    package init(_ groups: [[String]]) {
        self.groups = groups.map(Set.init)
    }

    package func coverage(of words: [WeighedWord], by texts: [String]) -> [Double] {
        let whole = words.reduce(0) { $0 + $1.weight }
        guard whole > 0 else { return texts.map { _ in 0 } }
        return texts.map { text in
            let said = Self.words(of: text)
            return words.filter { !said.isDisjoint(with: kin(of: $0.text.lowercased())) }
                .reduce(0) { $0 + $1.weight } / whole
        }
    }

    private func kin(of word: String) -> Set<String> {
        groups.filter { $0.contains(word) }.reduce([word]) { $0.union($1) }
    }

    private static func words(of text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }
}
