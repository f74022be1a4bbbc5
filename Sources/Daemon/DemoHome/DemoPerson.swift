import JSONText
import MemoryAssembly
import MemoryCore
import MemoryModel
import MemoryStore

/// What the demo's developer does in the viewer: corrects a policy, puts one away, is offered a skill of somebody else's.
struct DemoPerson {
    let memory: Memory
    let clock: PlayedClock

    /// A policy gets words that only a person could know.
    func correct() async throws {
        guard let policy = try await policy(holding: "pg_dump") else { return }
        clock.advance(600_000)
        _ = try await memory.curation.edit(
            policy.id,
            with: PolicyCorrection(
                boundary: "On staging only. In production the release job migrates, nobody by hand."),
            reason: "Nobody should try this in production.")
    }

    func tidy() async throws {
        if let policy = try await policy(holding: "`npm install") {
            try await memory.curation.archive(policy.id, reason: "The README says now that we use pnpm.")
        }
        _ = try await memory.packages.take(DemoShelf.package)
    }

    /// The policy whose commands are of that kind.
    private func policy(holding command: String) async throws -> Policy? {
        try await memory.items.items(
            Policy.self, filter: ItemFilter(statuses: [.candidate, .active]), limit: 100, offset: 0
        ).filter { $0.title.contains(command) || $0.procedure.contains(command) }.max {
            ($0.support, $0.id.rawValue) < ($1.support, $1.id.rawValue)
        }
    }
}

/// Holds the one skill that somebody sent.
struct DemoShelf: SkillShelf {
    static let package = "/home/dev/Downloads/database-tidy/SKILL.md"

    let folder = "/"
    let hostFolders: [HostSkillFolder] = []

    func read(_ path: String, limit: Int) throws(MemoryError) -> [UInt8] {
        guard path == Self.package else { throw MemoryError(.notFound, "There is no file \(path).") }
        return PackageResources.database_tidy_md
    }

    func exists(_ path: String) -> Bool { path == Self.package }

    func names(in folder: String) -> [String] { [] }

    func replace(_ folder: String, with files: [(path: String, bytes: [UInt8])]) throws(MemoryError) {
        throw MemoryError(.pathNotWritable, "The folder \(folder) cannot be written.")
    }

    func remove(_ folder: String) throws(MemoryError) {
        throw MemoryError(.pathNotWritable, "The folder \(folder) cannot be removed.")
    }
}
