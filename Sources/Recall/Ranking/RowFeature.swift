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
}
