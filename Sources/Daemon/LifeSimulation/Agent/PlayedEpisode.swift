package import MemoryModel

/// A task as it was played: what goes to the memory, and what only the simulation knows of it.
package struct PlayedEpisode: Sendable {
    package var calls: [PlayedCall] = []
    package var answer = ""
    package var isSuccess = true
    /// Failed steps that the procedure would have spared.
    package var mistakes = 0
    /// Steps that only look for where things are.
    package var looks = 0
    /// The hidden steps were done, by knowledge or after a fault.
    package var isMended = false

    package init() {}
}

/// One step with its place in the truth.
package struct PlayedCall: Sendable {
    package var call: ToolCall
    package var origin: Origin
    package var hasFailed: Bool

    package enum Origin: Sendable, Equatable {
        /// A step of the procedure.
        case course(move: String)
        /// The procedure's fault, or what was tried in vain.
        case mistake
        case look
        case noise
        case errand
        case breakage
    }
}

/// What the agent was told before it began.
package struct Knowledge: Sendable {
    private let text: String

    package static let none = Knowledge("")

    /// - Parameter text: what was put before its eyes, and the guides it has loaded.
    package init(_ text: String) {
        self.text = text.lowercased()
    }

    /// Whether all words of one of the lists were said.
    package func tells(_ keys: [[String]]) -> Bool {
        keys.contains { words in words.allSatisfy { text.contains($0.lowercased()) } }
    }

    /// Whether it is said where tests are or how they are run.
    package func tellsLayout(of place: Place) -> Bool {
        text.contains("`\(place.layout.tests)`") || text.contains(" \(place.layout.tests) ")
            || text.contains(place.layout.test.lowercased())
    }
}
