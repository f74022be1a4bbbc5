import JSONText
import MemoryModel
package import StepReading
import TextAnalysis

/// One step of a hidden procedure as it is known again in what was learned: by what is run, whatever it is run on.
package struct HiddenStep: Sendable, Equatable {
    package var family: Int
    package var move: String
    /// The trait of the places that do it so; `*` where all do.
    package var variant: String
    package var isAsked: Bool
    /// Of every command of its line; empty for an edit.
    package var stems: [[String]]
    /// Of the command that the line is about.
    package var stem: [String]
    package var kind: ActionKind
    /// Words by which an edited file is known: its name, or its folder where the name is a parameter.
    package var file: String
    package var hasNamedFile: Bool

    /// All steps of a family.
    static func all(of number: Int) -> [HiddenStep] {
        let family = Families.all[number]
        return family.course.flatMap { move in
            move.actions.sorted { $0.key < $1.key }.compactMap { variant, action in
                // A variant of a place that the family does not come up in is nobody's.
                let places = Places.all.filter { family.places.contains($0.name) }
                let place = places.first { $0.traits.contains(variant) } ?? (variant == "*" ? places.first : nil)
                guard let place else { return nil }
                let values = place.values.merging(family.cases[0]) { $1 }.merging(examples) { old, _ in old }
                return HiddenStep(
                    family: number, move: move, variant: variant, action: action, values: values)
            }
        }
    }

    private init(
        family: Int, move: Family.Move, variant: String, action: Action, values: [String: String]
    ) {
        self.family = family
        self.move = move.id
        self.variant = variant
        isAsked = move.role != .aside
        switch action {
        case .shell(let command, _):
            let call = ToolCall(name: "Bash", input: .string(command.filled(values)))
            let run = ToolRun(call)
            stems = run.commands.map(\.stem)
            stem = run.main?.stem ?? []
            kind = ActionKind.of(run)
            file = ""
            hasNamedFile = true
        case .edit(let path, _, _), .read(let path, _):
            stems = []
            stem = []
            kind = .editFile
            let parts = path.split(separator: "/").map(String.init)
            hasNamedFile = !(parts.last ?? "").contains("{")
            file = parts.last { !$0.contains("{") } ?? path
        }
    }

    /// What parameters of no case look like.
    private static let examples = [
        "version": "1.2.3", "oldVersion": "1.1.0", "pid": "4711", "small": "3", "revision": "0a1b2c3d4e5f",
        "oldRevision": "5f4e3d2c1b0a", "branch": "fix/rounding", "topic": "billing",
    ]
}
