/// Where all rooms ask models: behind it stand the budget, the queue (foreground before background) and whoever answers.
package protocol ModelDesk: Sendable {
    /// Who would answer; `nil` when no model has the role.
    func model(for role: ModelRole) -> ModelName?

    /// Whether a call of this role would very likely be answered within the time, judged by its recent 95th percentile; false
    /// when there is no model, no budget, or the provider rests.
    func fits(_ role: ModelRole, within limit: Duration) -> Bool

    func complete(_ request: CompletionRequest, for call: ModelCall) async throws(ModelFault) -> Completion

    /// - Returns: one score a document, in their order, in [0, 1].
    func scores(of documents: [String], for query: String, call: ModelCall) async throws(ModelFault) -> [Double]
}

/// Who asks, for what, and how long it can wait.
package struct ModelCall: Sendable, Equatable {
    package var role: ModelRole
    /// Versions of the prompts, as the meter lists them.
    package var purpose: String
    /// The task, policy or place it is for.
    package var subject: String?
    package var urgency: Urgency
    /// After which the caller goes on without.
    package var limit: Duration

    package enum Urgency: String, Sendable {
        /// A host waits.
        case foreground
        case background
    }

    package init(
        role: ModelRole, purpose: String, subject: String? = nil, urgency: Urgency = .background,
        limit: Duration = .seconds(120)
    ) {
        self.role = role
        self.purpose = purpose
        self.subject = subject
        self.urgency = urgency
        self.limit = limit
    }
}

/// Counts what models cost against what they may cost. Every call to the outside is reserved before and settled after.
package protocol ModelMeter: Sendable {
    /// Sets aside what the call may cost at most.
    ///
    /// - Throws: `budget` when that is more than is left.
    func reserve(_ estimate: CallEstimate) async throws(ModelFault) -> ModelReservation

    /// - Parameters:
    ///   - usage: as counted by the provider; `nil` takes what was reserved, unless nothing was sent.
    ///   - fault: why there was no answer.
    func settle(_ reservation: ModelReservation, usage: TokenUsage?, fault: ModelFault.Kind?) async
}

package struct CallEstimate: Sendable, Equatable {
    package var call: ModelCall
    package var model: ModelName
    /// Whether the endpoint is on this machine, where nothing is charged.
    package var isLocal: Bool
    /// The most it can be.
    package var usage: TokenUsage

    package init(call: ModelCall, model: ModelName, isLocal: Bool, usage: TokenUsage) {
        self.call = call
        self.model = model
        self.isLocal = isLocal
        self.usage = usage
    }
}

/// What is set aside for one call.
package struct ModelReservation: Sendable, Equatable {
    package var id: String
    package var estimate: CallEstimate

    package init(id: String, estimate: CallEstimate) {
        self.id = id
        self.estimate = estimate
    }
}

/// Nobody answers: how a fresh installation begins.
package struct NoModels: ModelDesk {
    package init() {}

    package func model(for role: ModelRole) -> ModelName? { nil }

    package func fits(_ role: ModelRole, within limit: Duration) -> Bool { false }

    package func complete(_ request: CompletionRequest, for call: ModelCall) async throws(ModelFault) -> Completion {
        throw Self.fault
    }

    package func scores(
        of documents: [String], for query: String, call: ModelCall
    ) async throws(ModelFault) -> [Double] {
        throw Self.fault
    }

    private static let fault = ModelFault(
        .notConfigured, "No model is configured.", hint: "docs/MODELS.md shows how to set one up; none is needed.")
}
