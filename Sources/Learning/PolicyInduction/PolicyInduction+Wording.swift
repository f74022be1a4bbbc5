import JSONText
import MemoryModel
package import Prompting

extension PolicyInduction {
    /// The changes in the words of a model where it gave any that hold; everything that counts stays as the rules have it.
    ///
    /// - Parameter request: with what `show` has put on its sheet.
    package func worded(_ changes: [Change], of request: DraftRequest, by book: DraftBook) -> [Change] {
        let prompt = PromptCatalogue.standard[.policyInduction]
        guard request.prompts.contains(prompt) else { return changes }
        var changes = changes
        let told = changes.flatMap(\.told).prefix(Self.mostWorded)
        let (draft, provenance) = book.draft(prompt, of: request) {
            reply throws(DraftError) in
            try Self.wordings(reply, of: Array(told))
        }
        for words in told {
            let id = words.policy.id
            switch draft?[id] {
            case .success(let wording): changes.word(id, by: wording, from: provenance)
            case .failure(let error): changes.note(id, provenance.refused(error.reason))
            // A model that was silent about one of them.
            case nil: changes.note(id, draft == nil ? provenance : provenance.refused(.malformed))
            }
        }
        return changes
    }

    /// A draft that does not hold is no reason to refuse the others.
    private static func wordings(
        _ reply: DraftReader, of told: [NewWords]
    ) throws(DraftError) -> [PolicyID: Result<PolicyWording, DraftError>] {
        var wordings: [PolicyID: Result<PolicyWording, DraftError>] = [:]
        for entry in try reply.list("policies", count: mostWorded) {
            let id = PolicyID(try entry.piece("policy"))
            guard let words = told.first(where: { $0.policy.id == id }), wordings[id] == nil else {
                throw DraftError(.noEvidence)
            }
            wordings[id] = Result { () throws(DraftError) in try PolicyWording(entry, for: words) }
        }
        return wordings
    }
}

extension Provenance {
    fileprivate func refused(_ reason: DraftError.Reason) -> Provenance {
        if case .model(let prompt, _) = self { .rulesInstead(prompt: prompt, reason: reason.rawValue) } else { self }
    }
}

extension [PolicyInduction.Change] {
    fileprivate mutating func word(_ id: PolicyID, by wording: PolicyWording, from provenance: Provenance) {
        change(id) { $0.takeOver(wording, from: provenance) }
        guard let note = provenance.note else { return }
        for index in indices {
            for place in self[index].revisions.indices where self[index].revisions[place].policy.id == id {
                self[index].revisions[place].reason += "; \(note)"
                if let same = wording.sameAs {
                    self[index].revisions[place].reason += ", who takes it for \(same.rawValue)"
                }
            }
        }
    }

    fileprivate mutating func note(_ id: PolicyID, _ provenance: Provenance) {
        change(id) { $0.provenance = provenance }
    }

    private mutating func change(_ id: PolicyID, _ body: (inout Policy) -> Void) {
        for index in indices {
            for place in self[index].insertions.indices where self[index].insertions[place].id == id {
                body(&self[index].insertions[place])
            }
            for place in self[index].revisions.indices where self[index].revisions[place].policy.id == id {
                body(&self[index].revisions[place].policy)
            }
        }
    }
}

extension Policy {
    fileprivate mutating func takeOver(_ wording: PolicyWording, from provenance: Provenance) {
        let base = rulesWords
        title = wording.title
        trigger = wording.trigger
        procedure = wording.steps.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: "\n")
        if !wording.verification.isEmpty { verification = wording.verification }
        if !wording.boundary.isEmpty { boundary = wording.boundary }
        guidance.preference = EpisodeGuidance.united(guidance.preference + wording.guidance.preference, most: 8)
        guidance.antiPattern = EpisodeGuidance.united(guidance.antiPattern + wording.guidance.antiPattern, most: 8)
        var meta = verifierMeta ?? .object(JSONObject())
        meta["wording"] = ["base": .string(base), "asked": JSON(wording.asked)]
        verifierMeta = meta
        self.provenance = provenance
    }

    /// By what the rules' words are known again once a model's stand in their place.
    var rulesWords: String { ContentHash.of([title, trigger, procedure, verification, boundary]) }
}
