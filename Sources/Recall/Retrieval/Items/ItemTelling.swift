import JSONText
import MemoryModel
import MemoryStore
import StepReading

/// What an item says, and by what the tasks for it are known.
struct ItemTelling: Sendable {
    var words: String
    var guidance: DecisionGuidance
    /// Words that tell what it is for.
    var cues = ""
    /// How people have asked for it.
    var examples = ""

    /// How a model thinks that people might ask for it.
    var imagined = ""

    /// What kindred words are looked for in.
    var asked: String { examples + "\n" + cues + (imagined.isEmpty ? "" : "\n" + imagined) }

    init(_ skill: Skill) {
        let procedure = skill.procedure
        let told = procedure.steps.isEmpty ? [skill.invocationGuide] : procedure.steps
        words = skill.words
        guidance = skill.guidance
        cues = ([skill.name, skill.summary] + procedure.cues + [procedure.scope.applies] + told)
            .joined(separator: "\n")
        examples = procedure.examples.joined(separator: "\n")
        imagined = procedure.imagined.joined(separator: "\n")
    }

    init(_ policy: Policy) {
        words = policy.words
        guidance = policy.guidance
        let work = [policy.title, policy.trigger, policy.procedure, policy.verification].joined(separator: "\n")
        cues = ([work] + TradeWords.words(for: work)).joined(separator: "\n")
        examples = policy.goals.joined(separator: "\n")
        imagined = policy.imaginedGoals.joined(separator: "\n")
    }

    init(_ model: WorldModel) {
        words = model.words
        guidance = .none
    }
}

extension MemoryReader {
    func tellings(_ kind: ItemKind, rows: [Int64]) throws -> [Int64: ItemTelling] {
        switch kind {
        case .skill: try items(Skill.self, rows: rows).mapValues { ItemTelling($0) }
        case .policy: try items(Policy.self, rows: rows).mapValues { ItemTelling($0) }
        case .worldModel: try items(WorldModel.self, rows: rows).mapValues { ItemTelling($0) }
        }
    }
}
