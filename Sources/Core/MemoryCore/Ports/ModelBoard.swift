package import LanguageModels
package import MemoryModel

/// The models of the home as people and programs see them: who has which role, whether it answers, what it costs.
/// Implemented by the program that asks them.
package protocol ModelBoard: Sendable {
    /// Every role, in the order of `ModelRole`. Asks nobody.
    func roles() -> [ModelRoleReport]

    /// Asks the role's model something small, on its budget.
    ///
    /// - Parameter prompt: what to ask instead of for a small piece of JSON; only of models that answer.
    func test(_ role: ModelRole, prompt: String?) async -> ModelTrial

    /// What is spent of the budget now.
    func budget() async throws -> ModelBudget

    /// What was asked and what it cost, the oldest day first.
    ///
    /// - Parameters:
    ///   - days: today among them.
    ///   - calls: of the latest calls, at most so many.
    func usage(days: Int, calls: Int) async throws -> ModelUsage

    /// What asking models of an import would come to; `nil` when there is no model to ask.
    func imports(_ usage: TokenUsage) -> ImportModels?
}

/// One role: who has it, and how it does.
package struct ModelRoleReport: Sendable, Equatable {
    package var role: ModelRole
    /// `nil` when no model has the role: rules do its work, or words alone.
    package var model: ModelName?
    /// Whether provider and model are those of `llm`.
    package var isInherited = false
    /// Whether it runs on this machine.
    package var isLocal = false
    /// Where the key comes from; never the key.
    package var keySource = KeySource.none
    /// Whether it would be asked now: it is configured rightly, has budget left, and its provider does not rest.
    package var isAvailable = false
    package var lastAnswerAt: Timestamp?
    /// When work went on without it.
    package var lastFallbackAt: Timestamp?
    package var lastFault: Fault?
    /// Milliseconds; `nil` before there are answers enough.
    package var median: Int?
    /// The 95th percentile, in milliseconds.
    package var slowest: Int?
    package var waiting = 0
    package var running = 0
    /// Components of its vectors.
    package var dimension: Int?
    /// What is wrong with its settings.
    package var problems: [Problem] = []

    package init(role: ModelRole, model: ModelName? = nil) {
        self.role = role
        self.model = model
    }

    package enum KeySource: String, Sendable {
        case none
        case settings
        case environment
        case command
        /// What is sent along may hold one.
        case headers
    }

    package struct Fault: Sendable, Equatable {
        package var at: Timestamp
        package var kind: ModelFault.Kind
        package var message: String
        package var hint: String?

        package init(at: Timestamp, kind: ModelFault.Kind, message: String, hint: String? = nil) {
            self.at = at
            self.kind = kind
            self.message = message
            self.hint = hint
        }
    }

    package struct Problem: Sendable, Equatable {
        /// The setting.
        package var key: String
        package var message: String
        package var hint: String

        package init(key: String, message: String, hint: String) {
            self.key = key
            self.message = message
            self.hint = hint
        }
    }
}

/// What came of asking a model something small.
package struct ModelTrial: Sendable, Equatable {
    package var role: ModelRole
    package var model: ModelName?
    /// Milliseconds until the whole answer, or until it was given up.
    package var milliseconds: Int
    package var usage: TokenUsage?
    /// `nil` when no price is known.
    package var dollars: Double?
    package var outcome: Outcome

    package enum Outcome: Sendable, Equatable {
        case answered(Answer)
        case failed(ModelFault)
    }

    package enum Answer: Sendable, Equatable {
        /// How it wrote the JSON that it was asked for, and who answered as the provider names it.
        case json(Shape, model: String)
        case text(String, model: String)
        /// Components of the vector.
        case vector(dimension: Int)
        /// Whether the document that answers the question came first.
        case order(isRight: Bool)
    }

    /// The order is from best to worst.
    package enum Shape: String, Sendable {
        /// As it was asked for.
        case exact
        /// With talk around it, or mistakes that can be mended.
        case mended
        /// No JSON, or another one; drafts of this model will be refused.
        case unusable
    }

    package init(
        role: ModelRole, model: ModelName?, milliseconds: Int, usage: TokenUsage? = nil, dollars: Double? = nil,
        outcome: Outcome
    ) {
        self.role = role
        self.model = model
        self.milliseconds = milliseconds
        self.usage = usage
        self.dollars = dollars
        self.outcome = outcome
    }
}

/// A home without models.
package struct NoModelBoard: ModelBoard {
    package init() {}

    package func roles() -> [ModelRoleReport] { ModelRole.allCases.map { ModelRoleReport(role: $0) } }

    package func test(_ role: ModelRole, prompt: String?) async -> ModelTrial {
        let fault = ModelFault(
            .notConfigured, "No model has the role \(role.rawValue).",
            hint: "docs/MODELS.md shows how to set one up; none is needed.")
        return ModelTrial(role: role, model: nil, milliseconds: 0, outcome: .failed(fault))
    }

    package func budget() async throws -> ModelBudget { ModelBudget() }

    package func usage(days: Int, calls: Int) async throws -> ModelUsage { ModelUsage() }

    package func imports(_ usage: TokenUsage) -> ImportModels? { nil }
}
