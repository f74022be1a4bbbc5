/// What a rehearsal showed.
package struct RehearsalReport: Sendable {
    package enum Finding: Sendable, Equatable {
        /// What was told reached the model, and the turn was captured.
        case delivered
        /// The turn was captured; the memory did not reach the request.
        case memoryMissing
        /// The memory reached the request; the turn was not captured.
        case captureMissing
        /// Neither: the host does not call us, or is not heard.
        case nothingArrived
        case notPlayed(reason: String)
    }

    package let finding: Finding
    /// What was run, for a person.
    package let way: String
    package let milliseconds: Int

    init(isRecalled: Bool, isCaptured: Bool, way: String, milliseconds: Int) {
        finding =
            switch (isRecalled, isCaptured) {
            case (true, true): .delivered
            case (false, true): .memoryMissing
            case (true, false): .captureMissing
            case (false, false): .nothingArrived
            }
        self.way = way
        self.milliseconds = milliseconds
    }

    init(notPlayed reason: String, way: String) {
        finding = .notPlayed(reason: reason)
        self.way = way
        milliseconds = 0
    }
}
