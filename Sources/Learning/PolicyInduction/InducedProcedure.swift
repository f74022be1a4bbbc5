package import JSONText
import MemoryModel
package import StepReading

/// What several tasks did alike, as steps with named parameters: the text of a policy, and the draft of a skill.
package struct InducedProcedure: Sendable, Equatable {
    package struct Parameter: Sendable, Equatable {
        /// As in `<package>`.
        package var name: String
        package var description: String
        /// Values that it had, at most 4.
        package var examples: [String]
    }

    package struct Step: Sendable, Equatable {
        /// One line, commands in backticks.
        package var text: String
        /// `nil` where it is no command of a shell.
        package var command: String?
        package var action: ActionKind
        /// As the host names it.
        package var tool: String
        /// Where it holds: “on Alpine”; `nil`: always.
        package var condition: String?
        /// Steps of one number stand for each other.
        package var group: Int?
        package var isOptional = false
        /// Tasks that did it.
        package var support: Int
        /// Whether it mended what had failed.
        var isRemedy = false
        /// The steps of tasks that did it, the best first; not kept.
        var sources: [TraceID] = []
    }

    package var isRepair: Bool
    /// The kind of the goal.
    package var action: ActionKind
    /// The command of the goal where all have the same: `pip install`.
    package var stem: String
    package var fault: FaultFamily?
    package var parameters: [Parameter]
    package var steps: [Step]
    package var verification: String
    package var preconditions: [String]
    package var tools: [String]
    /// How users asked, at most 5, cut.
    package var goals: [String]
    /// What is known of the places it was done in.
    package var marks: [String]
    /// The goal's command with its parameters; empty where the tasks differ in it.
    var goalCommand: String = ""

    package var json: JSON {
        [
            "form": 1,
            "kind": JSON(isRepair ? "repair" : "procedure"),
            "action": JSON(action.rawValue),
            "tool_stem": JSON(stem),
            "fault": JSON(fault?.rawValue ?? ""),
            "parameters": .array(
                parameters.map {
                    ["name": JSON($0.name), "description": JSON($0.description), "examples": JSON($0.examples)]
                }),
            "steps": .array(steps.map(\.json)),
            "verification": JSON(verification),
            "preconditions": JSON(preconditions),
            "tools": JSON(tools),
            "goals": JSON(goals),
            "marks": JSON(marks),
        ]
    }
}

extension InducedProcedure.Step {
    var json: JSON {
        .object(present: [
            ("text", JSON(text)),
            ("command", command.map { JSON($0) }),
            ("action", JSON(action.rawValue)),
            ("tool", JSON(tool)),
            ("condition", condition.map { JSON($0) }),
            ("group", group.map { JSON($0) }),
            ("optional", isOptional ? JSON.bool(true) : nil),
            ("support", JSON(support)),
        ])
    }
}
