/// What is known of one row in the light of one question. `S` is the row's strength as a candidate, relative to the
/// strongest; most other features correct it by what kind of row answers what kind of question.
package enum RowFeature: Int, FeatureName {
    /// `S`: words, meaning, faults and what stands around.
    case strength
    /// Words of the question in a row that tells of its speaker: words × density of the first person, in questions of
    /// Latin script.
    case selfWords
    /// Words, when advice is asked: they say little then.
    case adviceWords
    /// Words of the neighbours, when advice is asked.
    case adviceNeighbours
    /// `S` of a short statement in the first person, when advice is asked.
    case adviceStatement
    /// `S` of a short statement of what somebody likes, avoids or is used to, when advice is asked.
    case advicePreference
    /// `S` of the row before it, where that is a question: an answer follows.
    case afterQuestion
    /// `S` of a question: it is rarely the evidence.
    case question
    /// `S` of a row that names a time, when a time is asked.
    case timeNamed
    /// Words of a row that somebody else says than whom the question names.
    case otherSpeaker
    /// `S` × how well the row's time, or one it tells of, is the one that the question names.
    case timeMatch
    /// How near the row's words are to the question's, word by word, as far as the model knows the question.
    case kindredWords

    package var meaning: String {
        switch self {
        case .strength: "its words, its meaning and what stands around it fit"
        case .selfWords: "has the words and tells of its speaker"
        case .adviceWords: "has the words, which says little when advice is asked"
        case .adviceNeighbours: "its neighbours have the words, which says little when advice is asked"
        case .adviceStatement: "a short statement about oneself, and advice is asked"
        case .advicePreference: "a short statement of a preference, and advice is asked"
        case .afterQuestion: "follows a question that fits"
        case .question: "is itself a question"
        case .timeNamed: "names a time, and a time is asked"
        case .otherSpeaker: "somebody else says it than the one asked about"
        case .timeMatch: "is of the time asked about, or tells of it"
        case .kindredWords: "its words are near to the question's, one by one"
        }
    }
}
