import LanguageModels
package import MemoryModel
import MemoryStore
package import Retrieval
import TraceCapture

extension RecallService {
    /// How recall before a turn would order the skills for a task asked for in these words; nothing is kept of it.
    ///
    /// - Parameters:
    ///   - skill: one that is judged although the words do not bring it up.
    ///   - scope: whose skills.
    /// - Throws: `skill_not_found`.
    package func rankSkills(for text: String, including skill: SkillID?, scope: Scope) async throws -> [SkillVerdict] {
        if let skill, try await context.database.read({ try $0.skillHead(skill) }) == nil {
            throw MemoryError.missing(.skill, skill.rawValue)
        }
        let rules = rules()
        let query = RecallQuery(
            entry: .turnStart, text: context.cleaning.words(text), scope: scope, at: context.now(), topK: rules.topK,
            mayAbstain: true)
        return try await Retriever(
            database: context.database, vectors: vectors(), kinship: kinship(), options: rules.options
        ).skills(for: query, including: skill)
    }
}
