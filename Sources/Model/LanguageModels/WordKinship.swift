/// Knows which words are akin, and says how far texts speak of what a question names, word by word: also of “pottery”
/// where the question says “ceramics”. A sentence's vector says what it is about as a whole; this finds the one word in
/// a text that answers to one word of the question.
package protocol WordKinship: Sendable {
    /// - Returns: for each text the share of the words' weight that the text's words are akin to, in [0, 1]: 1 when it has
    ///   them all, 0 when none of the words is known or weighs anything.
    func coverage(of words: [WeighedWord], by texts: [String]) -> [Double]
}

/// A word as it stands in a question.
package struct WeighedWord: Sendable, Equatable {
    package var text: String
    /// How much it tells, 0 or more.
    package var weight: Double

    package init(text: String, weight: Double) {
        self.text = text
        self.weight = weight
    }
}
