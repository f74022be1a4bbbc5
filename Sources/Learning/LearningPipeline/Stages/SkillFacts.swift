import JSONText
import MemoryModel
import MemoryStore

/// What is told of a skill that has changed.
enum SkillFacts {
    static func tell(_ kind: MemoryFact.Kind, _ skill: Skill, reason: String?, in transaction: MemoryTransaction) {
        transaction.tell(
            MemoryFact(
                kind,
                .object(present: [
                    ("skillId", .string(skill.id.rawValue)), ("name", .string(skill.name)),
                    ("status", .string(skill.status.rawValue)), ("eta", .double(skill.reliability)),
                    ("version", JSON(skill.version)), ("reason", reason.map(JSON.string)),
                ])
            ))
    }
}
