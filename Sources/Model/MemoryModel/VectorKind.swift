/// What a vector was made from.
package enum VectorKind: UInt8, Sendable, CaseIterable {
    /// What the user said: the state `s` of a trace.
    case traceState = 1
    /// What the agent did and got back, or answered: the action `a` of a trace.
    case traceAction = 2
    case episode = 3
    case policy = 4
    case worldModel = 5
    case skill = 6
}

/// How far a set of vectors has followed the store. Traces are followed by row number, which only grows; what is changed
/// or removed behind that line is followed by its number in `vector_changes`.
package struct VectorProgress: Sendable, Equatable {
    /// Traces up to this row have their vectors.
    package var row: Int64
    /// Changes up to this number have been taken over.
    package var change: Int64

    package static let start = VectorProgress(row: 0, change: 0)

    package init(row: Int64, change: Int64) {
        self.row = row
        self.change = change
    }
}
