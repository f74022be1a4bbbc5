package import LanguageModels

/// Who answers in a role, and what the gate must know of it.
package struct ModelSeat: Sendable {
    package var answers: Answers
    package var name: ModelName
    /// Whether it is on this machine, where nothing is charged.
    package var isLocal: Bool
    /// Calls at the same time, at most.
    package var concurrency: Int
    /// In [0, 2]; `nil` leaves it to the model.
    package var temperature: Double?
    /// Dollars for a million tokens where the settings say so; else the price table speaks.
    package var price: TokenPrice?

    package enum Answers: Sendable {
        case chat(any LanguageModel)
        case ranking(any Reranker)
    }

    package init(
        answers: Answers, name: ModelName, isLocal: Bool, concurrency: Int, temperature: Double? = 0,
        price: TokenPrice? = nil
    ) {
        self.answers = answers
        self.name = name
        self.isLocal = isLocal
        self.concurrency = concurrency
        self.temperature = temperature
        self.price = price
    }
}

/// Dollars for a million tokens.
package struct TokenPrice: Sendable, Equatable {
    package var input: Double
    package var cachedInput: Double
    package var output: Double

    package init(input: Double, cachedInput: Double? = nil, output: Double) {
        self.input = input
        self.cachedInput = cachedInput ?? input
        self.output = output
    }
}
