package import DecisionRepair
package import PolicyInduction
package import SkillCrystallization
package import WorldModeling

/// The numbers of every stage, as the settings give them.
package struct LearningOptions: Sendable {
    package var induction = PolicyInduction.Options()
    package var worlds = WorldModeling.Options()
    package var skills = SkillCrystallization.Options()
    package var repair = DecisionRepair.Options()
    package var drafting = DraftingOptions()

    package init() {}
}
