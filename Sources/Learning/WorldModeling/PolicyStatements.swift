import MemoryModel

/// What policies state of the place beside what they advise. What somebody tried in vain once is no such statement, nor
/// is what a policy says of itself: where it was seen, where it has failed.
struct PolicyStatements {
    private(set) var inference: [WorldModel.Entry] = []
    private(set) var constraints: [WorldModel.Entry] = []
    /// Those that stated something, in the order of their ids.
    private(set) var policies: [PolicyID] = []

    /// Of one part of one policy.
    private static let mostSentences = 2

    /// - Parameter policies: in the order of their ids.
    init(_ policies: [Policy]) {
        for policy in policies {
            let boundary = Self.statements(in: [policy.boundary])
            let bans = Self.statements(in: policy.guidance.antiPattern.map(\.text))
            Self.add(boundary, of: policy, to: &inference)
            Self.add(bans, of: policy, to: &constraints)
            if !boundary.isEmpty || !bans.isEmpty { self.policies.append(policy.id) }
        }
    }

    /// One entry a subject.
    private static func add(_ statements: [Statement], of policy: Policy, to entries: inout [WorldModel.Entry]) {
        for statement in statements {
            guard let place = entries.firstIndex(where: { $0.label == statement.subject }) else {
                entries.append(
                    WorldModel.Entry(
                        label: statement.subject, description: statement.text, evidenceIDs: [policy.id.rawValue]))
                continue
            }
            if !entries[place].description.contains(statement.text) {
                entries[place].description += " " + statement.text
            }
            if !entries[place].evidenceIDs.contains(policy.id.rawValue) {
                entries[place].evidenceIDs.append(policy.id.rawValue)
            }
        }
    }

    private static func statements(in texts: [String]) -> [Statement] {
        var found: [Statement] = []
        for text in texts {
            for sentence in sentences(of: text) where found.count < mostSentences {
                guard FactScreen.isSentence(sentence), Refusal.reason(for: sentence) == nil,
                    let statement = Statement(sentence), !found.contains(statement)
                else { continue }
                found.append(statement)
            }
        }
        return found
    }

    /// A dot within a name ends no sentence.
    private static func sentences(of text: String) -> [String] {
        var sentences: [String] = []
        var current = ""
        var previous: Character = " "
        for character in text {
            if character.isNewline || (character == " " && ".!?".contains(previous)) || "。！？".contains(previous) {
                sentences.append(current)
                current = ""
            }
            if !character.isNewline, !(current.isEmpty && character == " ") { current.append(character) }
            previous = character
        }
        return (sentences + [current]).filter { !$0.isEmpty }
    }
}

/// A whole sentence that says of something how it is.
private struct Statement: Equatable {
    let text: String
    /// What it is about; the entry's label.
    let subject: String

    /// - Returns: `nil` for phrases, for what has a pronoun as its subject, and for reports of single attempts.
    init?(_ sentence: String) {
        let lower = sentence.lowercased()
        guard !Self.reports.contains(where: { lower.contains($0) }) else { return nil }
        let subject = Self.chineseSubject(of: sentence) ?? Self.subject(of: sentence)
        guard let subject, FactScreen.isInsertion(subject.filter { $0 != "`" }) else { return nil }
        text = sentence
        self.subject = subject
    }

    /// The words before the verb, without an article.
    private static func subject(of sentence: String) -> String? {
        var words = sentence.split(separator: " ")
        if let first = words.first, ["the", "a", "an", "any", "all"].contains(first.lowercased()) {
            words.removeFirst()
        }
        var isCode = false
        let verb = words.firstIndex { word in
            let isQuoted = isCode || word.contains("`")
            if word.count(where: { $0 == "`" }) % 2 == 1 { isCode.toggle() }
            return !isQuoted && RefusalWords.finite.contains(word.lowercased().filter { $0 != "," })
        }
        guard let verb, (1...6).contains(verb), verb + 1 < words.count, !past.contains(words[verb].lowercased()),
            !pronouns.contains(words[0].lowercased()), !words[..<verb].contains(where: { $0.hasSuffix(":") })
        else { return nil }
        let subject = words[..<verb].joined(separator: " ")
        // A name in capitals stays one.
        let isName = words[0].dropFirst().contains(where: \.isUppercase)
        return isName ? subject : subject.prefix(1).lowercased() + subject.dropFirst()
    }

    private static func chineseSubject(of sentence: String) -> String? {
        guard sentence.unicodeScalars.contains(where: { (0x4E00...0x9FFF).contains($0.value) }),
            !chinesePronouns.contains(where: sentence.hasPrefix),
            let verb = RefusalWords.chineseStates.compactMap({ sentence.firstRange(of: $0)?.lowerBound }).min()
        else { return nil }
        let subject = sentence[..<verb].filter { !$0.isWhitespace }
        return (2...20).contains(subject.count) ? subject : nil
    }

    private static let past: Set<String> = ["was", "were", "had"]
    private static let pronouns: Set<String> = [
        "it", "this", "that", "these", "those", "they", "he", "she", "we", "you", "i", "there", "here", "what", "which",
        "seen", "only", "not", "nothing", "something",
    ]
    private static let chinesePronouns = ["它", "这", "那", "我", "你", "他", "她", "只"]
    private static let reports = [
        "did not help", "didn't help", "did not work", "didn't work", "given up", "failed here", "it failed",
        "has failed", "have failed", "没有用", "没用", "不起作用", "已放弃", "在这里失败",
    ]
}
