package import MemoryModel
import MemoryStore
import Retrieval
import TextAnalysis

/// How a session began, as far as it matters here.
package enum SessionEntry: Sendable {
    case start
    /// What was put before the model earlier still stands in its transcript.
    case continued

    /// - Parameter word: the host's: `startup`, `resume`, `clear`, `compact`, `fork` and others.
    package init(word: String) {
        self = word == "resume" || word == "fork" ? .continued : .start
    }
}

extension RecallService {
    /// What a session's model is told from the start: how to take memories, then the skills and the advice that have
    /// proved themselves best, whatever it will be asked. No recall: nothing is recorded of it.
    ///
    /// - Returns: at most 2,000 characters; empty for a session that has it already, and where nothing is recalled for.
    package func introduction(
        for owner: Namespace, in session: SessionID, entry: SessionEntry
    ) async throws -> String {
        let rules = rules()
        guard rules.isEnabled, context.serves(owner), !rules.exceptAgents.contains(owner.agentKind) else { return "" }
        let owner = try await context.located(owner, in: session)
        if try await context.isPrivate(owner, in: session) { return "" }
        introduced.insert(session)
        guard entry == .start else { return "" }
        let sight = try await sight(of: owner, in: session, by: rules)
        var result = RecallResult.empty
        (result.skills, result.policies) = try await context.database.read { reader in
            try (Self.best(Skill.self, in: sight.scope, reader), Self.best(Policy.self, in: sight.scope, reader))
        }
        let block = InjectionRenderer(
            tokens: rules.options.promptTokens,
            characters: Self.introductionLimit - MemoryEtiquette.text.utf16.count - 1
        ).render(result, nonce: context.identifiers.nonce(), preamble: InjectionFence.shortPreamble)
        return block.text.isEmpty ? MemoryEtiquette.text : MemoryEtiquette.text + "\n" + block.text
    }

    /// Characters, as hosts count: UTF-16 units.
    private static let introductionLimit = 2_000
    /// Items of a kind.
    private static let most = 5
    /// Items of a kind that are looked at, the latest ones.
    private static let considered = 200

    /// Active items in the order of what they have gained over all tasks that speak for them.
    private static func best<Item: ProvenItem & StoredItem>(
        _ type: Item.Type, in scope: Scope, _ reader: MemoryReader
    ) throws -> [ItemHit] {
        let items = try reader.items(
            type, filter: ItemFilter(statuses: [.active], scope: scope), limit: considered, offset: 0)
        let chosen = items.filter(\.isWorthTelling).sorted { ($0.worth, $0.id.rawValue) > ($1.worth, $1.id.rawValue) }
        return try chosen.prefix(most).compactMap { item in
            try reader.itemHead(Item.kind, id: item.id.rawValue).map { head in
                ItemHit(head: head, guidance: item.guidance, score: 1, probability: 1, snippet: head.summary)
            }
        }
    }
}

/// What has been held against tasks.
private protocol ProvenItem: LearnedItem {
    var guidance: DecisionGuidance { get }
    var worth: Double { get }
    var isWorthTelling: Bool { get }
}

extension Skill: ProvenItem {
    fileprivate var worth: Double { reliability * Double(support) }
    fileprivate var isWorthTelling: Bool { true }
}

extension Policy: ProvenItem {
    fileprivate var worth: Double { gain * Double(support) }
    /// Only what says outright what to prefer or to avoid is of use without a question.
    fileprivate var isWorthTelling: Bool { !guidance.preference.isEmpty || !guidance.antiPattern.isEmpty }
}
