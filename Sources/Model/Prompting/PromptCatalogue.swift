/// All prompts there are.
package struct PromptCatalogue: Sendable {
    /// What is said before every prompt.
    package let preface: String
    /// In the order in which a task meets them.
    package let prompts: [Prompt]

    /// Those in `Prompts/`.
    package static let standard: PromptCatalogue = {
        do throws(PromptFormatError) {
            return try PromptCatalogue(preface: text(PackageResources.preface_md), files: files.map(text))
        } catch {
            // They are part of the program: a test reads each of them.
            preconditionFailure("A prompt cannot be read: \(error.reason)")
        }
    }()

    package init(preface: String, files: [String]) throws(PromptFormatError) {
        self.preface = preface
        var prompts: [Prompt] = []
        for file in files { prompts.append(try Prompt(file: file, preface: preface)) }
        self.prompts = prompts
    }

    package subscript(id: Prompt.ID) -> Prompt {
        guard let prompt = prompts.first(where: { $0.id == id.rawValue }) else {
            preconditionFailure("There is no prompt \(id.rawValue).")
        }
        return prompt
    }

    private static let files: [[UInt8]] = [
        PackageResources.relation_md, PackageResources.relevance_filter_md, PackageResources.turn_summary_md,
        PackageResources.reflection_md, PackageResources.reward_rubric_md, PackageResources.extraction_md,
        PackageResources.policy_induction_md, PackageResources.world_model_md,
        PackageResources.skill_crystallization_md, PackageResources.skill_rebuild_md,
        PackageResources.decision_repair_md,
    ]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension Prompt {
    /// The prompts by name.
    package enum ID: String, Sendable, CaseIterable {
        case relation
        case relevanceFilter = "relevance-filter"
        case turnSummary = "turn-summary"
        case reflection
        case rewardRubric = "reward-rubric"
        case extraction
        case policyInduction = "policy-induction"
        case worldModel = "world-model"
        case skillCrystallization = "skill-crystallization"
        case skillRebuild = "skill-rebuild"
        case decisionRepair = "decision-repair"
    }
}
