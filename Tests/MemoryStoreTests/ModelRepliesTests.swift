import JSONText
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

struct ModelRepliesTests {
    private let home = TemporaryHome()
    private let clock = TestClock()
    private let database: MemoryDatabase

    init() throws {
        database = try MemoryDatabase(
            path: home.file("memos.db"),
            options: MemoryDatabase.Options(waitsForDisk: false, backupFolder: home.file("backups")),
            now: { [clock] in clock.now })
    }

    @Test func repliesAreKeptOncePrunedWithAgeAndNotOfWhatWasForgotten() async throws {
        let reply = ModelReply(key: "k", prompt: "p@1", model: "a/b", reply: ["x": 1], sources: ["tr_1", "ep_1"])
        try await database.write { try $0.keep([reply, reply]) }
        #expect(try await database.read { try $0.replies(to: ["k", "other"]) } == ["k": reply])
        let time = clock.now
        try await database.write { try $0.pruneReplies(before: time) }
        #expect(try await database.read { try $0.replies(to: ["k"]) }.count == 1)
        try await database.write { try $0.pruneReplies(before: time + 1) }
        #expect(try await database.read { try $0.replies(to: ["k"]) }.isEmpty)
        try await database.write { try $0.keep([reply]) }
        #expect(try await database.write { try $0.dropReplies(quoting: ["tr_2"]) } == 0)
        #expect(try await database.write { try $0.dropReplies(quoting: ["ep_1", "x"]) } == 1)
        try await database.write { transaction in
            try transaction.bury([.id("ep_1")])
            try transaction.keep([reply])
        }
        #expect(try await database.read { try $0.replies(to: ["k"]) }.isEmpty)
    }
}
