import JSONText
import MemoryModel
import MemoryTestSupport
import Retrieval
import Testing

/// What a recall tells about itself.
struct DeadlineConversationTests {
    private let world: TestMemory

    init() throws {
        world = try TestMemory()
    }

    private static let channels: Set<String> = ["keyword", "pattern", "error_signature"]

    private func explanation(of question: String, session: String) async throws -> JSON {
        try await world.conversation(session).say(question).answer.explanation
    }

    @Test func withoutTimeTheAnswerComesAndNamesWhoWasLate() async throws {
        try await world.conversation("s0").exchange("The release branch of the parser is maple-42.", "Noted.")
        world.change { $0.recall.deadline = .zero }
        for index in 0..<6 {
            let heard = try await world.conversation("s\(index + 1)").say("Which is the release branch of the parser?")
            let late = Set(try #require(heard.answer.explanation["deadline"]?["late"]?.array).compactMap(\.string))
            let ready = Set(try #require(heard.answer.explanation["channels"]?.object).members.map(\.key))
            #expect(late.union(ready) == Self.channels)
            #expect(late.isDisjoint(with: ready))
            if ready.isEmpty { #expect(heard.shown.isEmpty) }
        }
    }

    @Test func withTimeNobodyIsLate() async throws {
        try await world.conversation("s0").exchange("The release branch of the parser is maple-42.", "Noted.")
        let explanation = try await explanation(of: "Which is the release branch of the parser?", session: "s1")
        #expect(explanation["deadline"]?["late"] == [])
        #expect(Set(try #require(explanation["channels"]?.object).members.map(\.key)) == Self.channels)
    }

    @Test func everyCandidateNamesItsChannelsAndItsRule() async throws {
        for index in 0..<4 {
            try await world.conversation("s\(index)").exchange(
                "The parser reads src/reader\(index).swift before the release.", "Yes.")
        }
        let explanation = try await explanation(of: "Which file does the parser read before the release?", session: "q")
        let candidates = try #require(explanation["candidates"]?.array)
        #expect(!candidates.isEmpty)
        for candidate in candidates {
            let channels = try #require(candidate["channels"]?.object)
            #expect(!channels.members.isEmpty)
            for member in channels.members {
                #expect(Self.channels.contains(member.key))
                #expect(try #require(member.value["rank"]?.int) >= 1)
            }
            #expect(candidate["strength"]?.double != nil)
            #expect(candidate["rule"]?.string?.isEmpty == false)
            #expect((0...1).contains(try #require(candidate["score"]?.double)))
        }
    }

    @Test func whatWasDroppedIsNamedWithItsReason() async throws {
        try await world.conversation("s0").exchange("The release branch of the parser is maple-42.", "Noted.")
        let talk = world.conversation("s1")
        _ = try await talk.recall("Which is the release branch of the parser?")
        let heard = try await talk.say("Which is the release branch of the parser?")
        let dropped = try #require(heard.answer.explanation["dropped"]?.array)
        #expect(dropped.contains { $0["reason"]?.string == "shown before in this session" })
        #expect(heard.answer.explanation["abstained"]?.string?.isEmpty == false)
    }

    @Test func everyRecallIsRecordedWithItsEvent() async throws {
        let events = try await world.memory.insights.events(after: nil)
        try await world.conversation("s0").exchange("The release branch of the parser is maple-42.", "Noted.")
        _ = try await world.conversation("s1").recall("Which is the release branch of the parser?")
        var kinds: [MemoryFact.Kind] = []
        for await event in events {
            kinds.append(event.fact.kind)
            if event.fact.kind == .retrievalTriggered { break }
        }
        #expect(
            kinds == [
                .sessionOpened, .episodeOpened, .retrievalEmpty, .traceCreated, .sessionOpened, .episodeOpened,
                .retrievalTriggered,
            ])
        #expect(try await world.count("injections") == 2)
    }
}
