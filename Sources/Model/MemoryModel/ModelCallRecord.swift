/// One call of a language model as the meter keeps it: who was asked for what, and what it cost. Nothing of what was
/// asked or answered is in it.
package struct ModelCallRecord: Sendable, Equatable {
    package var id: String
    /// When it was set aside, before anything was sent: the day and the month it counts to.
    package var at: Timestamp
    /// As in the settings: `llm`, `l3Llm`, `skillEvolver`, `embedding`, `reranker`.
    package var role: String
    /// Versions of the prompts.
    package var purpose: String
    /// The task, policy or place it was for.
    package var subject: String?
    package var provider: String
    package var model: String
    /// `foreground` when a host waited, else `background`.
    package var urgency: String
    package var state: State
    /// Why there was no answer.
    package var fault: String?
    /// Tokens, as estimated while `reserved`, else as counted by the provider where it counts.
    package var usage: Usage
    /// Millionths of a dollar; `nil` where no price is known.
    package var cost: Int64?
    /// From sending to the answer or the fault; `nil` before.
    package var milliseconds: Int64?

    package enum State: String, Sendable {
        /// Set aside; what the process did not outlive stays so and counts with what was set aside.
        case reserved
        case answered
        case failed
    }

    /// Tokens of one call; cached ones are among the input.
    package struct Usage: Sendable, Equatable {
        package var input: Int
        package var cached: Int
        package var output: Int

        package init(input: Int, cached: Int = 0, output: Int) {
            self.input = input
            self.cached = cached
            self.output = output
        }
    }

    package init(
        id: String, at: Timestamp, role: String, purpose: String, subject: String? = nil, provider: String,
        model: String, urgency: String, state: State = .reserved, fault: String? = nil, usage: Usage,
        cost: Int64? = nil, milliseconds: Int64? = nil
    ) {
        self.id = id
        self.at = at
        self.role = role
        self.purpose = purpose
        self.subject = subject
        self.provider = provider
        self.model = model
        self.urgency = urgency
        self.state = state
        self.fault = fault
        self.usage = usage
        self.cost = cost
        self.milliseconds = milliseconds
    }
}
