import JSONText
import MemoryModel

/// How much a model that writes was asked, and how much of what it wrote was used.
package struct DraftFigures: Sendable {
    /// Prompts answered, by name.
    package var asked: [String: Int]
    package var calls: Int
    /// Shares of the policies and skills that are not archived and stand in the model's words, in [0, 1].
    package var policies: Double?
    package var skills: Double?
    /// Why a model's words do not stand on an item although it was asked, by reason.
    package var refusals: [String: Int] = [:]

    init(_ writer: CompetentModel, home: LifeHome) async throws {
        asked = writer.counts
        calls = writer.calls
        let policies = try await home.everything(Policy.self).filter { $0.status != .archived }.map(\.provenance)
        let skills = try await home.everything(Skill.self).filter { $0.status != .archived }.map(\.provenance)
        self.policies = Self.share(policies)
        self.skills = Self.share(skills)
        for case .rulesInstead(let prompt, let reason) in policies + skills {
            refusals["\(prompt.prefix { $0 != "@" }) \(reason)", default: 0] += 1
        }
    }

    var json: JSON {
        func counts(_ list: [String: Int]) -> JSON {
            .object(JSONObject(list.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: JSON($0.value)) }))
        }
        return ["calls": JSON(calls), "asked": counts(asked), "refusals": counts(refusals)]
    }

    private static func share(_ items: [Provenance]) -> Double? {
        let worded = items.count { if case .model = $0 { true } else { false } }
        return items.isEmpty ? nil : Double(worded) / Double(items.count)
    }
}
