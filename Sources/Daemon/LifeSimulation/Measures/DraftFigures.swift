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
        for case .rulesInstead(_, let reason) in policies + skills { refusals[reason, default: 0] += 1 }
    }

    private static func share(_ items: [Provenance]) -> Double? {
        let worded = items.count { if case .model = $0 { true } else { false } }
        return items.isEmpty ? nil : Double(worded) / Double(items.count)
    }
}
