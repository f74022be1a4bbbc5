import JSONText
package import MemoryModel
import MemoryStore
import MessageReading
package import Retrieval
import TraceCapture

extension RecallService {
    /// A prompt that nobody has sent: what would be handed over for it now.
    package struct Trial: Sendable {
        package var text: String
        package var entry: RecallEntry
        /// Who would ask; `nil`: the whole home is searched.
        package var agent: String?
        /// Of the project that it would be asked in; `nil`: of the session's, or all.
        package var workspaces: Set<String>?
        /// In which conversation: what it has been shown is not shown again.
        package var session: SessionID?
        /// Whether a reranker or a model may look over it, which may cost something.
        package var asksModels = false

        package init(
            text: String, entry: RecallEntry = .turnStart, agent: String? = nil, workspaces: Set<String>? = nil,
            session: SessionID? = nil, asksModels: Bool = false
        ) {
            self.text = text
            self.entry = entry
            self.agent = agent
            self.workspaces = workspaces
            self.session = session
            self.asksModels = asksModels
        }
    }

    /// What became of a trial.
    package struct Attempt: Sendable {
        package var answer: Answer
        package var block: InjectionRenderer.Block
        /// Why nothing would be handed over; `nil` where something would be.
        package var silence: String?
        /// By which it was tried.
        package var rules: Rules
    }

    /// Recall as before a turn, of which nothing is kept: neither that it was asked nor what was shown.
    ///
    /// - Parameter change: of the rules, for this trial only.
    /// - Throws: `session_not_found`.
    package func attempt(
        _ trial: Trial, changing change: @Sendable (inout Rules) -> Void = { _ in }
    ) async throws -> Attempt {
        var rules = rules()
        change(&rules)
        let text = context.cleaning.words(trial.text)
        let (sight, owner) = try await sight(of: trial, by: rules)
        if let silence = silence(text, trial: trial, owner: owner, rules: rules) {
            return Attempt(answer: .empty, block: .empty, silence: silence, rules: rules)
        }
        var topK = trial.entry.tiers(of: rules.topK)
        if trial.entry == .turnStart, Intent.of(text) == .memoryProbe { topK.worldModels = 0 }
        var query = sight.query(text, entry: trial.entry, topK: topK, at: context.now())
        query.isTraced = true
        var (result, milliseconds) = try await measured(query, options: rules.options)
        if trial.asksModels { result = await checked(result, for: query, until: nil) }
        if let owner, trial.entry.mayAbstain { result.notes = try await notes(for: query, turn: nil, owner: owner) }
        let (answer, block) = rendered(result, milliseconds: milliseconds, options: rules.options)
        let silence = block.text.isEmpty ? result.explanation.abstained ?? Self.nothingFits : nil
        return Attempt(answer: answer, block: block, silence: silence, rules: rules)
    }

    private func sight(of trial: Trial, by rules: Rules) async throws -> (Sight, owner: Namespace?) {
        if let id = trial.session {
            guard let session = try await context.database.read({ try $0.session(id) }) else {
                throw MemoryError(
                    .sessionNotFound, "There is no session of this id.", details: ["sessionId": .string(id.rawValue)],
                    hint: "Leave it out to try the prompt as a new conversation.")
            }
            var sight = try await sight(of: session.owner, in: id, by: rules)
            if let workspaces = trial.workspaces, !rules.seesAllProjects { sight.scope.workspaces = workspaces }
            return (sight, session.owner)
        }
        var scope = Scope(agentKind: rules.seesWholeHome ? nil : trial.agent, profile: nil)
        scope.workspaces = rules.seesAllProjects ? nil : trial.workspaces
        return (Sight(scope: scope), trial.agent.map { Namespace(agentKind: $0) })
    }

    /// Why nobody would look at all.
    private func silence(_ text: String, trial: Trial, owner: Namespace?, rules: Rules) -> String? {
        if !rules.isEnabled { return "recall is switched off" }
        if let owner, !context.serves(owner) || rules.exceptAgents.contains(owner.agentKind) {
            return "this agent is not served"
        }
        guard trial.entry == .turnStart, !Intent.of(text).wantsRecall else { return nil }
        return "the message asks for nothing that memory could help with"
    }

    private static let nothingFits = "nothing fits into the block"
}
