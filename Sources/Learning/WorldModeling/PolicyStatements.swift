import MemoryModel

/// What policies state beside what they advise: where they do not apply, and what has failed, as far as it is told as a
/// statement.
struct PolicyStatements {
    private(set) var inference: [WorldModel.Entry] = []
    private(set) var constraints: [WorldModel.Entry] = []
    /// Those that stated something, in the order of their ids.
    private(set) var policies: [PolicyID] = []

    private static let mostSentences = 2

    /// - Parameter policies: in the order of their ids.
    init(_ policies: [Policy]) {
        for policy in policies {
            let label = policy.title.isEmpty ? policy.trigger : policy.title
            guard FactScreen.isSentence(label) else { continue }
            let boundary = Self.statements(in: [policy.boundary])
            let bans = Self.statements(in: policy.guidance.antiPattern.map(\.text))
            if !boundary.isEmpty { inference.append(Self.entry(label, boundary, policy)) }
            if !bans.isEmpty { constraints.append(Self.entry(label, bans, policy)) }
            if !boundary.isEmpty || !bans.isEmpty { self.policies.append(policy.id) }
        }
    }

    private static func entry(_ label: String, _ sentences: [String], _ policy: Policy) -> WorldModel.Entry {
        WorldModel.Entry(
            label: String(label.prefix(80)), description: sentences.joined(separator: " "),
            evidenceIDs: [policy.id.rawValue])
    }

    private static func statements(in texts: [String]) -> [String] {
        var found: [String] = []
        for text in texts {
            for sentence in sentences(of: text) where found.count < mostSentences {
                guard sentence.contains(" ") || sentence.count >= 6, FactScreen.isSentence(sentence),
                    Refusal.reason(for: sentence) == nil, !found.contains(sentence)
                else { continue }
                found.append(sentence)
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
