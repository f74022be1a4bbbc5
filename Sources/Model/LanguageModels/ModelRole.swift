/// What a model is used for. Each role has settings of its own and takes what it does not say from `llm`.
package enum ModelRole: String, Sendable, CaseIterable {
    /// Summaries, reflections, rewards, policies, repairs, the relevance check.
    case llm
    /// World models.
    case l3Llm
    /// Skills: crystallised and rebuilt.
    case skillEvolver
    /// Vectors.
    case embedding
    /// The order of what was found.
    case reranker

    /// Roles that answer a conversation.
    package static let chats: [ModelRole] = [.llm, .l3Llm, .skillEvolver]
}
