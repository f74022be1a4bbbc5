/// Phrases in lower case, found in one pass over a text whatever their number: they are kept by their first byte.
struct PhraseSet: Sendable {
    private let byFirst: [[StaticString]]

    init(_ phrases: [StaticString]) {
        var byFirst = [[StaticString]](repeating: [], count: 256)
        for phrase in phrases { byFirst[Int(phrase.utf8Start[0])].append(phrase) }
        self.byFirst = byFirst
    }

    /// Where the first of them begins for which `isMeant` holds.
    func first(in body: ByteText, where isMeant: (Int) -> Bool) -> Int? {
        for position in 0..<body.count {
            let candidates = byFirst[Int(Byte.lowercased(body.bytes[position]))]
            for phrase in candidates where body.starts(with: phrase, at: position, ignoringCase: true) {
                if isMeant(position) { return position }
            }
        }
        return nil
    }
}
