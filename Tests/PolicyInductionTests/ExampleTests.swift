import JSONText
import MemoryModel
import PolicyInduction
import Testing

@Suite("Policies of the known examples")
struct ExampleTests {
    @Test("two tasks with a missing library on two systems make one policy with a branch a system")
    func libraries() throws {
        var shelf = Shelf()
        #expect(shelf.learn(KnownTasks.alpine()).insertions.isEmpty)
        shelf.learn(KnownTasks.debian())
        let policy = try #require(shelf.only)
        #expect(policy.status == .active)
        #expect(policy.support == 2)
        #expect(policy.procedure.contains("on Alpine: `apk add <library>`"))
        #expect(policy.procedure.contains("on Debian: `apt-get install -y <library>`"))
        #expect(policy.procedure.contains("`pip install <package>`"))
        #expect(policy.trigger.contains("system library is missing"))
        #expect(policy.verification.contains("`pip install <package>` succeeds"))
        #expect(policy.verification.contains("python -c \"import"))
        shelf.learn(KnownTasks.cryptography())
        let third = try #require(shelf.only)
        #expect(third.support == 3)
    }

    @Test("a plugin's id and a package's scope make one policy across domains")
    func identifiers() throws {
        var shelf = Shelf()
        shelf.learn(KnownTasks.plugin())
        shelf.learn(KnownTasks.scope())
        let policy = try #require(shelf.only)
        #expect(policy.trigger.contains("dentifiers do not agree"))
        #expect(policy.signature == "publish|edit_file|_|identifier_mismatch")
    }
}
