import JSONText
import MemoryModel
import MemoryStore
import MemoryTestSupport
import RuntimeHome
import Testing
import TextAnalysis

@testable import DemoHome

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct DemoHomeTests {
    private static let now: Timestamp = 1_790_000_000_000

    private func remember<Value: Sendable>(
        in folder: String, _ body: @escaping @Sendable (MemoryReader) throws -> Value
    ) async throws -> Value {
        let home = RuntimeHome(path: folder)
        try await DemoHome(home: home, now: Self.now).make()
        let database = try MemoryDatabase(
            path: home.database, options: .init(backupFolder: home.backups), now: { Self.now })
        let value = try await database.read(body)
        try database.close()
        return value
    }

    @Test("there is enough of everything, and what was learned says all that such a thing can say")
    func amounts() async throws {
        let folder = TemporaryHome()
        let (counts, seen) = try await remember(in: folder.path) { reader in
            let counts = Dictionary(uniqueKeysWithValues: try reader.inventory().counts)
            let policies = try reader.items(Policy.self, filter: ItemFilter(), limit: 100, offset: 0)
            let skills = try reader.items(Skill.self, filter: ItemFilter(), limit: 100, offset: 0)
            let worlds = try reader.items(WorldModel.self, filter: ItemFilter(), limit: 100, offset: 0)
            return (
                counts,
                [
                    "active policies": policies.count { $0.status == .active },
                    "archived policies": policies.count { $0.status == .archived },
                    "edited policies": policies.count { $0.editedAt != nil && $0.status == .active },
                    "skills in use": skills.count { $0.status == .active },
                    "skills on trial": skills.count { $0.status == .candidate },
                    "worlds with all parts": worlds.count {
                        !$0.structure.environment.isEmpty && !$0.structure.inference.isEmpty
                            && !$0.structure.constraints.isEmpty
                    },
                    "packages": try reader.skillPackages(.pending).count,
                    "model calls": try reader.modelCalls(last: 500).count,
                    "feedback": try reader.feedback(episode: nil, trace: nil, limit: 100, offset: 0).count,
                ]
            )
        }
        for (noun, least) in [
            ("sessions", 80), ("episodes", 80), ("turns", 150), ("traces", 600), ("errorSignatures", 60),
            ("policies", 10), ("worldModels", 4), ("skills", 6), ("injections", 150), ("jobsFailed", 0),
        ] { #expect(counts[noun] ?? -1 >= least, "\(noun): \(counts[noun] ?? -1)") }
        #expect(counts["jobsFailed"] == 0)
        for (noun, least) in [
            "active policies": 8, "archived policies": 1, "edited policies": 1, "skills in use": 2,
            "skills on trial": 3, "worlds with all parts": 1, "packages": 1, "model calls": 200, "feedback": 40,
        ] { #expect(seen[noun] ?? 0 >= least, "\(noun): \(seen[noun] ?? 0)") }
    }

    @Test("the same day and seed make the same memory")
    func determinism() async throws {
        let rows: @Sendable (MemoryReader) throws -> [String] = { reader in
            try ["turns", "traces", "policies", "skills", "world_models"].flatMap {
                try reader.archiveRows(table: $0, offset: 0, limit: 2000).map(\.text)
            }
        }
        let folder = TemporaryHome()
        let first = try await remember(in: folder.path, rows)
        let second = try await remember(in: folder.path, rows)
        #expect(first.count > 800)
        #expect(first == second)
    }

    @Test("no scene holds a secret, or a template that nothing fills")
    func texts() throws {
        for scene in try DemoScenes.all() {
            #expect(!scene.occasions.isEmpty && !scene.turns.isEmpty, "\(scene.name)")
            for (number, occasion) in scene.occasions.enumerated() {
                let task = PlannedTask(scene: scene, occasion: number + 1, at: 0)
                let steps = task.turns.flatMap(\.steps).filter { $0.filter.takes(number + 1) }
                let texts =
                    task.turns.flatMap { [task.choose($0.words), task.choose($0.answers)] }
                    + steps.flatMap { [task.fill($0.subject)] + $0.lines.map(task.fill) }
                for text in texts {
                    #expect(Redactor.redact(text).findings.isEmpty, "\(scene.name): \(text)")
                    for name in occasion.values.keys { #expect(!text.contains("{\(name)}"), "\(text)") }
                }
                for name in Self.names(in: scene) {
                    let isKnown = occasion.values[name] != nil
                    let isUsed = scene.occasions.contains { $0.values[name] != nil }
                    #expect(isKnown || !isUsed, "\(scene.name), occasion \(number + 1): \(name)")
                }
            }
        }
    }

    @Test("a home with anything else in it is left alone")
    func refusal() async throws {
        let scratch = TemporaryHome()
        let folder = scratch.path
        mkdir("\(folder)/data", 0o700)
        await #expect { try await DemoHome(home: RuntimeHome(path: folder), now: Self.now).make() } throws: {
            ($0 as? MemoryError)?.code == .conflict
        }
        #expect(access("\(folder)/demo.json", F_OK) != 0)
    }

    private static func names(in scene: Scene) -> Set<String> {
        Set(scene.occasions.flatMap(\.values.keys))
    }
}
