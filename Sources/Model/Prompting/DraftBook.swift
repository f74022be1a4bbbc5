package import JSONText
package import MemoryModel

/// What models answered to the requests of one job. A stage looks here, and goes by its rules where there is nothing.
package struct DraftBook: Sendable {
    package enum Entry: Sendable, Equatable {
        /// The member of the reply that answers the prompt; fits its schema.
        case reply(JSON, model: String)
        /// - Parameter reason: a stable word, as of `ModelFault.Kind`.
        case failed(reason: String)
    }

    private var entries: [String: Entry]

    package static let empty = DraftBook([:])

    /// Whether nobody was asked: then a stage need not even write down what it would have asked.
    package var isEmpty: Bool { entries.isEmpty }

    /// - Parameter entries: by `DraftRequest.key(of:)`.
    package init(_ entries: [String: Entry]) {
        self.entries = entries
    }

    /// A draft out of the reply to a prompt.
    ///
    /// - Parameter decode: checks what no schema can: throws when the draft says what the evidence does not.
    /// - Returns: no draft when nobody was asked, when the call failed, or when the reply does not hold; the provenance says
    ///   which.
    package func draft<Draft>(
        _ prompt: Prompt, of request: DraftRequest, decode: (DraftReader) throws(DraftError) -> Draft
    ) -> (draft: Draft?, provenance: Provenance) {
        switch entries[request.key(of: prompt)] {
        case nil: return (nil, .rules)
        case .failed(let reason): return (nil, .rulesInstead(prompt: prompt.version, reason: reason))
        case .reply(let reply, let model):
            do throws(DraftError) {
                let draft = try decode(DraftReader(reply, sheet: request.sheet))
                return (draft, .model(prompt: prompt.version, model: model))
            } catch {
                return (nil, .rulesInstead(prompt: prompt.version, reason: error.reason.rawValue))
            }
        }
    }
}

/// Why a reply is not used although it came.
package struct DraftError: Error, Equatable {
    package enum Reason: String, Sendable, CaseIterable {
        case malformed
        /// It names no evidence, or evidence that was not shown.
        case noEvidence = "no_evidence"
        /// It says what the evidence does not.
        case unsupported
        /// It repeats an instruction out of the evidence, or names a secret.
        case unsafe
    }

    package var reason: Reason

    package init(_ reason: Reason) {
        self.reason = reason
    }
}
