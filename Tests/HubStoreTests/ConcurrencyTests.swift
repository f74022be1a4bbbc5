import HubStore
import MemoryModel
import SharedStatements
import Testing

@Suite("Many at once")
struct ConcurrencyTests {
    @Test(
        "eight writers leave no gap, and a reader beside them sees everything once and in order",
        arguments: HubPlace.available)
    func writers(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let perWriter = 200
        async let read = follow(database, until: 8 * perWriter)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let author = Author()
                    for start in stride(from: 0, to: perWriter, by: 5) {
                        let statements = try (start..<start + 5).map { try author.skill("w\(writer) \($0)") }
                        let receipt = try await database.append(statements, by: author)
                        #expect(receipt.accepted.count == 5)
                    }
                }
            }
            try await group.waitForAll()
        }
        let entries = try await read
        #expect(entries.map(\.seq) == Array(1...8 * perWriter))
        #expect(Set(entries.map(\.id)).count == 8 * perWriter)
        let chain = entries.reduce(HashChain.start) { HashChain.link(after: $0, entry: $1.id) }
        #expect(try await database.read { try $0.head() } == FeedHead(seq: 8 * perWriter, chain: chain))
        #expect(try await database.verify().isSound)
        await fixture.close(database)
    }

    private func follow(_ database: HubDatabase, until count: Int) async throws -> [FeedEntry] {
        var entries: [FeedEntry] = []
        var chain = HashChain.start
        while entries.count < count {
            let after = entries.last?.seq ?? 0
            let page = try await database.read { try $0.feed(after: after, limit: 100) }
            #expect(page.chainAtAfter == chain)
            chain = page.chain
            entries += page.entries
            if page.entries.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        }
        return entries
    }

    @Test("a write that fails takes none of those with it that share its commit", arguments: HubPlace.available)
    func oneBadApple(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let author = Author()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<40 {
                group.addTask {
                    do {
                        try await database.write { transaction in
                            let statement = try author.skill("s\(number)")
                            _ = try transaction.append([statement], sender: author.device, at: HubFixture.start)
                            if number % 4 == 0 { throw MemoryError(.invalidArgument, "This one is refused.") }
                        }
                        return true
                    } catch {
                        #expect((error as? MemoryError)?.code == .invalidArgument)
                        return false
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 }.count == 30)
        #expect(try await database.read { try $0.head().seq } == 30)
        #expect(try await database.verify().isSound)
        await fixture.close(database)
    }

    @Test("new heads are announced", arguments: HubPlace.available)
    func announcements(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let author = Author()
        var heads = database.changes().makeAsyncIterator()
        for number in 1...3 {
            try await database.append([try author.skill("s\(number)")], by: author)
            while let head = await heads.next(), head < number {}
        }
        await fixture.close(database)
        while await heads.next() != nil {}
        #expect(await database.changes().first { _ in true } == nil)
    }

    @Test("two programs may write into one database", arguments: HubPlace.available)
    func twoPrograms(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let (one, two) = (try await fixture.open(), try await fixture.open())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for database in [one, two] {
                group.addTask {
                    let author = Author()
                    for number in 0..<50 { try await database.append([try author.skill("s\(number)")], by: author) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await one.read { try $0.feed(after: 0, limit: 500).entries.map(\.seq) } == Array(1...100))
        #expect(try await two.verify().isSound)
        await fixture.close(one)
        await fixture.close(two)
    }

    @Test("two that found a hub at the same time found the same one", arguments: HubPlace.available)
    func founding(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        async let first = fixture.open()
        async let second = fixture.open()
        let (one, two) = (try await first, try await second)
        async let a = one.write { try $0.found(HubIdentity(id: "a", name: "A", createdAt: 1)) }
        async let b = two.write { try $0.found(HubIdentity(id: "b", name: "B", createdAt: 2)) }
        let identities = try await [a, b]
        #expect(identities[0] == identities[1])
        let roots = try await [
            one.write { try $0.establishRoot("r1") }, two.write { try $0.establishRoot("r2") },
            two.write { try $0.establishRoot("r1") },
        ]
        #expect(roots == [true, false, true])
        #expect(try await two.read { try $0.roots() } == ["r1"])
        await fixture.close(one)
        await fixture.close(two)
    }
}
