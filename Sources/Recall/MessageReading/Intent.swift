import TextAnalysis

/// What a user message is for.
package enum Intent: String, Sendable, CaseIterable {
    /// Work to be done or a question to be answered.
    case task
    /// A question about what was before: “do you remember …”.
    case memoryProbe = "memory_probe"
    /// Unmistakable small talk and nothing else.
    case chitchat
    /// About the agent or its host, not about any work.
    case meta
    case unknown

    /// Whether anything remembered can help with such a message.
    package var wantsRecall: Bool { self != .chitchat && self != .meta }

    /// Small talk is said in few words.
    private static let longestTalk = 12

    package static func of(_ text: String) -> Intent {
        if case .skip = CaptureGate.decision(userText: text) { return .meta }
        let tokens = MessageTokens(text)
        let words = tokens.items.count { !$0.isMark }
        if words == 0 { return .unknown }
        if words <= longestTalk, let talk = smallTalk(tokens) { return talk }
        var isTask = false
        for match in IntentPhrases.asking.matches(in: tokens) {
            if match.meaning == .memoryProbe { return .memoryProbe }
            isTask = true
        }
        return isTask || tokens.items.contains { $0.text == "?" } ? .task : .unknown
    }

    /// Set when the message consists of small talk or questions about the agent from its first word to its last.
    private static func smallTalk(_ tokens: MessageTokens) -> Intent? {
        var talk: Intent?
        var index = 0
        while index < tokens.items.count {
            if tokens.items[index].isMark {
                index += 1
            } else if let match = IntentPhrases.smallTalk.match(tokens, at: index) {
                if match.meaning != .unknown, talk != .meta { talk = match.meaning }
                index = match.range.upperBound
            } else {
                return nil
            }
        }
        return talk
    }
}
