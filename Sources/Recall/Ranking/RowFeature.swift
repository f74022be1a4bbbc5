/// What is known of one row in the light of one question. “Relative” is to the greatest among the candidates; how the
/// numbers are made is in `Retrieval`, what they are worth in the fit.
package enum RowFeature: Int, FeatureName {
    // MARK: Words

    /// BM25 strength, relative; names of speakers do not count.
    case words
    /// The same with the names of speakers.
    case allWords
    /// Strength of whole names (identifiers, paths, versions), relative.
    case names
    /// Share of the question's faults that the row shows.
    case faults
    /// Share of the question's weight that the row's terms make up; names of speakers do not count.
    case coverage
    /// The same of the row and the rows beside it together.
    case windowCoverage
    /// Weight of the rarest of the question's terms in the row, relative to the rarest of all.
    case rarest
    /// How much the row's terms have in common with the best rows beyond the question's own.
    case companions

    // MARK: Meaning

    /// Cosine in standard deviations above the mean of the memory, as far as the model knows the question's words.
    case meaning
    /// What of it is above one standard deviation.
    case nearMeaning
    /// `meaning` times the share of the question that words answer.
    case meaningBesideWords

    // MARK: Conversation

    /// Words of the rows beside it, when the row itself is short.
    case neighbourWords
    /// Meaning of the rows beside it, when the row itself is short.
    case neighbourMeaning
    /// Strength of the session by words, relative, when the row itself is short.
    case sessionWords
    /// Strength of the session by meaning, relative, when the row itself is short.
    case sessionMeaning

    // MARK: What kind of row

    /// Somebody whom the question names says it.
    case askedSpeaker
    /// Somebody says it, and the question names somebody else.
    case otherSpeaker
    case firstPerson
    case preference
    case instruction
    /// Share of questions among its sentences.
    case questions
    /// Logarithm of the number of terms.
    case length
    case courtesy
    case code

    // MARK: What kind of row for what kind of question

    /// A short statement in the first person, when advice is asked for.
    case adviceFirstPerson
    /// A short preference, when advice is asked for.
    case advicePreference
    case adviceMeaning
    case adviceWords
    case adviceLength
    /// Has a date, when the question is about time.
    case timeDate
    /// Has a number, when the question is about how many.
    case countNumber
    /// The row's time, or a time it speaks of, is what the question names; in [0, 1].
    case timeMatch
}
