import JSONText
import MemoryModel
import Testing

@testable import PolicyInduction

@Suite("What a policy is worth")
struct WorthTests {
    let worth = PolicyWorth(options: PolicyInduction.Options())

    @Test("gain is held against the neutral prior")
    func prior() {
        #expect(abs(worth.gain(with: [0.8, 0.9], without: []) - 0.35) < 1e-12)
        // (0.5·5 − 0.5 − 0.7) / 7
        #expect(abs(worth.gain(with: [0.8], without: [-0.5, -0.7]) - (0.8 - 1.3 / 7)) < 1e-12)
    }

    @Test("from three values on what went well counts more")
    func weighted() {
        #expect(worth.mean([1, 0]) == 0.5)
        #expect(abs(worth.mean([0.6, 0.6, 0.6]) - 0.6) < 1e-12)
        #expect(worth.mean([1, 0, 0]) > 1.0 / 3)
        #expect(worth.mean([1, 0, -1]) == worth.mean([-1, 1, 0]))
        // e^0·1 + e^-2·0 + e^-2·0 over e^0 + 2·e^-2
        #expect(abs(worth.mean([1, 0, 0]) - 1 / (1 + 2 * 0.135335283236613)) < 1e-9)
    }

    @Test("two tasks and a gain make it active, a loss archives it, a gain brings it back")
    func life() {
        #expect(worth.status(from: .candidate, support: 1, gain: 0.3) == .candidate)
        #expect(worth.status(from: .candidate, support: 2, gain: 0.02) == .active)
        #expect(worth.status(from: .active, support: 2, gain: 0) == .active)
        #expect(worth.status(from: .active, support: 5, gain: -0.06) == .archived)
        #expect(worth.status(from: .archived, support: 5, gain: 0.1) == .active)
    }

    @Test("a task more that says the same counts without a new version")
    func quiet() throws {
        var shelf = Shelf()
        shelf.learn(KnownTasks.debian("d1", day: 0))
        shelf.learn(KnownTasks.cryptography("c1", day: 1))
        let before = try #require(shelf.only)
        let change = shelf.learn(KnownTasks.cryptography("c2", day: 2))
        #expect(change.revisions.isEmpty)
        #expect(change.updates.count == 1)
        let after = try #require(shelf.only)
        #expect(after.support == 3)
        #expect(after.version == before.version)
        #expect((after.confidence ?? 0) > (before.confidence ?? 1))
    }

    @Test("a task on another system adds a branch in a new version")
    func branch() throws {
        var shelf = Shelf()
        shelf.learn(KnownTasks.debian("d1", day: 0))
        shelf.learn(KnownTasks.cryptography("c1", day: 1))
        #expect(!(try #require(shelf.only)).procedure.contains("Alpine"))
        let change = shelf.learn(KnownTasks.alpine("a1", day: 2))
        #expect(change.revisions.count == 1)
        let policy = try #require(shelf.only)
        #expect(policy.procedure.contains("on Alpine: `apk add <library>`"))
        #expect(policy.version == 2)
    }

    @Test("tasks that turn out to have failed archive their policy, a good one brings it back")
    func archived() throws {
        var shelf = Shelf()
        var tasks = [KnownTasks.debian("d1", day: 0), KnownTasks.cryptography("c1", day: 1)]
        for task in tasks { shelf.learn(task) }
        for index in tasks.indices {
            tasks[index].reward = -0.5
            shelf.learn(tasks[index])
        }
        #expect(shelf.only?.status == .archived)
        #expect(shelf.reasons.contains { $0.hasPrefix("gain fell") })
        shelf.learn(KnownTasks.debian("d2", day: 3))
        #expect(shelf.only?.status == .active)
    }

    @Test("who follows it and fails makes it less sure and worth less")
    func failedWithIt() throws {
        var shelf = Shelf()
        shelf.learn(KnownTasks.debian("d1", day: 0))
        shelf.learn(KnownTasks.cryptography("c1", day: 1))
        let before = try #require(shelf.only)
        for day in 2..<6 {
            shelf.learn(
                Task(
                    id: "fail-\(day)", asked: "Install pkg\(day)",
                    steps: [
                        .fails("pip install pkg\(day)", "Error: pg_config executable not found."),
                        .run("apt-get install -y lib\(day)-dev"),
                        .fails("pip install pkg\(day)", "Error: pg_config executable not found."),
                    ], reward: -0.8, day: Double(day)))
        }
        let after = try #require(shelf.only)
        #expect(after.support == 2)
        #expect(after.gain < before.gain)
        #expect((after.confidence ?? 1) < 0.5)
        #expect(after.evidencePolarity == .mixed)
    }

    @Test("what a person has rewritten stays as it is written")
    func edited() throws {
        var shelf = Shelf()
        shelf.learn(KnownTasks.debian("d1", day: 0))
        shelf.learn(KnownTasks.cryptography("c1", day: 1))
        var policy = try #require(shelf.only)
        policy.procedure = "1. Ask Mara."
        policy.editedAt = Task.start
        shelf.policies[policy.id] = policy
        let change = shelf.learn(KnownTasks.alpine("a1", day: 2))
        #expect(change.revisions.isEmpty)
        #expect(shelf.only?.procedure == "1. Ask Mara.")
        #expect(shelf.only?.support == 3)
    }

    @Test("a task that turns out to have failed no longer speaks for its policy")
    func rescored() throws {
        var shelf = Shelf()
        shelf.learn(KnownTasks.debian("d1", day: 0))
        shelf.learn(KnownTasks.cryptography("c1", day: 1))
        let gain = try #require(shelf.only).gain
        var again = KnownTasks.cryptography("c1", day: 1)
        again.reward = -0.6
        shelf.learn(again)
        #expect(try #require(shelf.only).gain < gain)
    }
}
