import JSONText
import MemoryCore
import MemoryModel
import MemoryStore

/// What the demo's developer does in the viewer: corrects a policy, puts one away, is offered a skill of somebody else's.
struct DemoPerson {
    let memory: Memory
    let clock: SceneClock

    /// A policy gets words that only a person could know.
    func correct() async throws {
        let policies = try await memory.items.items(
            Policy.self, filter: ItemFilter(statuses: [.active]), limit: 50, offset: 0)
        guard let policy = policies.max(by: { ($0.support, $0.id.rawValue) < ($1.support, $1.id.rawValue) }) else {
            return
        }
        clock.advance(600_000)
        _ = try await memory.curation.edit(
            policy.id,
            with: PolicyCorrection(
                boundary:
                    "Only for images that we build ourselves; the base image of the platform team has its own way."),
            reason: "The platform image is not ours to change.")
    }

    func tidy() async throws {
        let policies = try await memory.items.items(
            Policy.self, filter: ItemFilter(statuses: [.candidate, .active]), limit: 100, offset: 0)
        // The least used of those that nobody wrote on.
        let idle = policies.filter { $0.editedAt == nil }
            .min { ($0.support, $0.id.rawValue) < ($1.support, $1.id.rawValue) }
        if policies.count > 3, let idle {
            try await memory.curation.archive(idle.id, reason: "We do not work like this any more.")
        }
        _ = try await memory.packages.take(DemoShelf.package)
    }
}

/// Holds the one skill that somebody sent.
struct DemoShelf: SkillShelf {
    static let package = "/home/dev/Downloads/database-tidy/SKILL.md"

    let folder = "/"

    func read(_ path: String, limit: Int) throws(MemoryError) -> [UInt8] {
        guard path == Self.package else { throw MemoryError(.notFound, "There is no file \(path).") }
        return PackageResources.database_tidy_md
    }

    func exists(_ path: String) -> Bool { path == Self.package }

    func replace(_ folder: String, with files: [(path: String, bytes: [UInt8])]) throws(MemoryError) {
        throw MemoryError(.pathNotWritable, "The folder \(folder) cannot be written.")
    }
}
