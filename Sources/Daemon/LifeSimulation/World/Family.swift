/// A kind of task with the procedure that solves it. The procedure is what nobody tells the memory.
package struct Family: Sendable {
    package var name: String
    /// Names of places where it comes up.
    package var places: [String]
    /// What a user says; templates.
    package var guises: [String]
    /// Never said in a life: asked afterwards, to see whether the task is known again.
    package var heldOut: [String]
    /// Parameters that belong together; one set an episode.
    package var cases: [[String: String]]
    /// In the order in which somebody who knows it goes.
    package var course: [Move]
    package var trap: Trap
    package var answers: [String]

    /// One step of a procedure, as each place has it. A place without a variant does without the step.
    package struct Move: Sendable {
        package var id: String
        package var role: Role
        package var actions: [String: Action]

        package init(_ id: String, _ role: Role, _ actions: [String: Action]) {
            self.id = id
            self.role = role
            self.actions = actions
        }
    }

    package enum Role: Sendable {
        /// What anybody would do.
        case plain
        /// What one only does when one knows; left out by mistake.
        case hidden
        /// What fails until the hidden steps are done.
        case blocked
        /// What one may do or leave, such as a look at what came of it; nobody asks it of a policy.
        case aside
    }

    /// How the procedure fails for one who does not know it.
    package struct Trap: Sendable {
        /// What the blocked step prints; templates by place.
        package var faults: [String: String]
        /// What is tried in vain before the remedy is found; by place.
        package var attempts: [String: [Action]]
        /// Words that must be told for somebody to know the remedy: all of one of these lists; by place.
        package var keys: [String: [[String]]]
        /// What is done in place of the hidden steps by one who does not know them; by place.
        package var shortcuts: [String: Action] = [:]
    }

    /// How many hidden, plain, blocked and checking steps a place has.
    func moves(at place: Place) -> [(move: Move, action: Action)] {
        course.compactMap { move in place.choose(move.actions).map { (move, $0) } }
    }
}

/// What an agent does in one step, and what comes back when it goes well. Templates.
package enum Action: Sendable {
    case shell(_ command: String, _ output: String)
    case edit(_ file: String, from: String, to: String)
    case read(_ file: String, _ content: String)
}
