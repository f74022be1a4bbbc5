import HubStore
import JSONText
import MemoryModel
import SharedStatements
import Testing

@Suite("Statements and the feed")
struct FeedTests {
    private let author = Author()

    @Test(
        "statements are numbered without gaps in the order they came, each with its link", arguments: HubPlace.available
    )
    func appending(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let statements = try [author.grant()] + (1...150).map { try author.skill("skill \($0)") }
        let receipt = try await database.append(statements, by: author)
        #expect(receipt.accepted == statements.map(\.id) && receipt.known.isEmpty && receipt.head == 151)
        let page = try await database.read { try $0.feed(after: 0, limit: 500) }
        #expect(page.entries.map(\.id) == statements.map(\.id))
        #expect(page.entries.map(\.seq) == Array(1...151))
        #expect(page.entries.map(\.envelope) == statements.map(\.envelope))
        var chain = HashChain.start
        for entry in page.entries {
            chain = HashChain.link(after: chain, entry: entry.id)
            #expect(entry.header.chain == chain)
        }
        #expect(page.head == FeedHead(seq: 151, chain: chain) && page.chain == chain && page.cursor == 151)
        #expect(page.entries[0].header.type == .grant && page.entries[1].header.type == .item)
        #expect(try await database.verify().isSound)
        await fixture.close(database)
    }

    @Test("the same statement again is known, also within one call", arguments: HubPlace.available)
    func idempotence(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let (one, two) = (try author.skill("one"), try author.skill("two"))
        #expect(try await database.append([one, one], by: author).known == [one.id])
        let again = try await database.append([one, two], by: author)
        #expect(again.known == [one.id] && again.accepted == [two.id] && again.head == 2)
        #expect(try await database.read { try $0.statement(two.id)?.envelope } == two.envelope)
        #expect(try await database.read { try $0.statement("none") } == nil)
        await fixture.close(database)
    }

    @Test("a page leaves out what its reader may not see, and its cursor goes past it", arguments: HubPlace.available)
    func admission(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let statements = try (1...40).map { try author.skill("s\($0)", groups: [$0 % 2 == 0 ? "ops" : "design"]) }
        try await database.append(statements, by: author)
        let first = try await database.read { reader in
            try reader.feed(after: 0, limit: 5) { $0.groups == ["ops"] }
        }
        #expect(first.entries.map(\.seq) == [2, 4, 6, 8, 10] && first.cursor == 10)
        let rest = try await database.read { reader in
            try reader.feed(after: first.cursor, limit: 500) { $0.groups == ["ops"] }
        }
        #expect(rest.entries.map(\.seq) == Array(stride(from: 12, through: 40, by: 2)) && rest.cursor == 40)
        #expect(rest.chainAtAfter == first.chain)
        let none = try await database.read { reader in try reader.feed(after: 0, limit: 5) { _ in false } }
        #expect(none.entries.isEmpty && none.cursor == 40 && none.chain == rest.head.chain)
        await fixture.close(database)
    }

    @Test("a page ends at its limit of bytes, but is never empty for a long statement", arguments: HubPlace.available)
    func bytes(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let long = String(repeating: "word ", count: 2_000)
        try await database.append(try (1...5).map { try author.skill("s\($0)", text: long) }, by: author)
        let two = try await database.read { try $0.feed(after: 0, limit: 500, byteLimit: 30_000) }
        #expect(two.entries.count == 2 && two.cursor == 2)
        let one = try await database.read { try $0.feed(after: 2, limit: 500, byteLimit: 10) }
        #expect(one.entries.map(\.seq) == [3])
        await fixture.close(database)
    }

    @Test("to ask for what comes after the end is a conflict that tells the head", arguments: HubPlace.available)
    func beyond(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        try await database.append([try author.skill("one")], by: author)
        let error = await #expect(throws: MemoryError.self) {
            try await database.read { try $0.feed(after: 2, limit: 5) }
        }
        #expect(error?.code == .conflict && error?.details?["head"] == 1)
        await fixture.close(database)
    }

    @Test(
        "one device sends so many bytes a day and no more; what was known costs nothing", arguments: HubPlace.available)
    func quota(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let statements = try (1...3).map { try author.skill("s\($0)") }
        let limit = statements[0].envelope.utf8.count + statements[1].envelope.utf8.count + 10
        let receipt = try await database.append(statements, by: author, dailyLimit: limit)
        #expect(receipt.accepted.count == 2 && receipt.overLimit == [statements[2].id])
        let again = try await database.append(statements, by: author, dailyLimit: limit)
        #expect(again.known.count == 2 && again.overLimit == [statements[2].id])
        let tomorrow = HubFixture.start + HubFixture.day
        #expect(try await database.append(statements, by: author, at: tomorrow, dailyLimit: limit).accepted.count == 1)
        await fixture.close(database)
    }

    @Test("texts with every kind of character come back the same", arguments: HubPlace.available)
    func characters(place: HubPlace) async throws {
        let fixture = try await HubFixture(place)
        let database = try await fixture.open()
        let text = "部署 “quotes” 'single' ? $1 \\ \u{1F600} e\u{301} \u{202E} tab\t"
        let statement = try author.skill("weird", summary: text, text: text)
        try await database.append([statement], by: author)
        let stored = try await database.read { try $0.statement(statement.id) }
        #expect(stored?.envelope == statement.envelope)
        let envelope = try VerifiedEnvelope(json: JSON(parsing: stored?.envelope ?? ""))
        guard case .item(let item) = envelope.statement else { throw MemoryError(.internal, "It is no item.") }
        #expect(item.text == text)
        await fixture.close(database)
    }
}
