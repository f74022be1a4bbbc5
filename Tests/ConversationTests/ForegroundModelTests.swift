import JSONText
import LanguageModels
import MemoryCore
import MemoryModel
import MemoryTestSupport
import Synchronization
import Testing

/// Models while a host waits: what they may decide, and that nothing depends on them.
@Suite("Models before a turn")
struct ForegroundModelTests {
    @Test("where no rule is sure a model says that a new task begins")
    func tieBreak() async throws {
        let desk = WaitingDesk { #"{"relation": {"relation": "new_task", "confidence": 0.9}}"# }
        let world = try world(desk)
        let talk = Conversation(world, session: "s")
        let first = try await talk.say("Port the billing job to Go")
        try await talk.answer("Ported; the job runs with go run ./billing.")
        let second = try await talk.say("Our logo looks blurry in the footer")
        #expect(first.episode != second.episode)
        #expect(desk.purposes.count(where: { $0.hasPrefix("relation@") }) == 1)
    }

    @Test("where a rule is sure nobody is asked")
    func sure() async throws {
        let desk = WaitingDesk { #"{"relation": {"relation": "new_task", "confidence": 0.9}}"# }
        let world = try world(desk)
        let talk = Conversation(world, session: "s")
        let first = try await talk.say("Port the billing job to Go")
        try await talk.answer("Ported.")
        let second = try await talk.say("No, that's wrong, keep the cron line")
        #expect(first.episode == second.episode)
        #expect(!desk.purposes.contains { $0.hasPrefix("relation@") })
    }

    @Test(
        "an answer that is late, malformed or unsure leaves the message where the rules put it",
        arguments: [
            nil, "", "new_task", #"{"relation": {"relation": "poem", "confidence": 1}}"#,
            #"{"relation": {"relation": "new_task", "confidence": 0.3}}"#,
            #"{"relation": {"relation": "first", "confidence": 1}}"#,
        ])
    func unhelpful(reply: String?) async throws {
        let desk = WaitingDesk { reply }
        let world = try world(desk)
        let talk = Conversation(world, session: "s")
        let first = try await talk.say("Port the billing job to Go")
        try await talk.answer("Ported.")
        let second = try await talk.say("Our logo looks blurry in the footer")
        #expect(first.episode == second.episode)
    }

    @Test("a model leaves out what only shares words, and the explanation says so")
    func relevance() async throws {
        let desk = WaitingDesk { #"{"relevance-filter": {"keep": ["e2"]}}"# }
        let (world, question) = try await remembering(desk)
        let heard = try await Conversation(world, session: "asks").say(question)
        #expect(heard.answer.hits.count == 1)
        let check = try #require(heard.answer.explanation["relevanceCheck"])
        #expect(check["after"]?.int == 1)
        #expect((check["before"]?.int ?? 0) >= 2)
        #expect(check["by"]?.string?.hasPrefix("relevance-filter@") == true)
        #expect(check["fault"] == nil)
    }

    @Test("when it keeps nothing, nothing is shown")
    func nothing() async throws {
        let desk = WaitingDesk { #"{"relevance-filter": {"keep": []}}"# }
        let (world, question) = try await remembering(desk)
        let heard = try await Conversation(world, session: "asks").say(question)
        #expect(heard.shown.isEmpty)
    }

    @Test(
        "when it does not answer, the cut is stricter and never everything",
        arguments: [nil, "I would keep all", #"{"relevance-filter": {"keep": ["e99"]}}"#])
    func strictCut(reply: String?) async throws {
        let (plain, question) = try await remembering(nil)
        let all = try await Conversation(plain, session: "asks").say(question).answer.hits.count
        let (world, _) = try await remembering(WaitingDesk { reply })
        let heard = try await Conversation(world, session: "asks").say(question)
        #expect(!heard.answer.hits.isEmpty)
        #expect(heard.answer.hits.count <= all)
        #expect(heard.answer.explanation["relevanceCheck"]?["fault"]?.string != nil)
    }

    @Test("a model that would not answer in time is not asked, and all is as without")
    func tooSlow() async throws {
        let (plain, question) = try await remembering(nil)
        let without = try await Conversation(plain, session: "asks").say(question)
        let desk = WaitingDesk(isQuick: false) { #"{"relevance-filter": {"keep": []}}"# }
        let (world, _) = try await remembering(desk)
        let with = try await Conversation(world, session: "asks").say(question)
        #expect(with.answer.hits.map(\.snippet) == without.answer.hits.map(\.snippet))
        #expect(desk.purposes.isEmpty)
    }

    @Test("a host that stops waiting at once is not kept for a model")
    func deadline() async throws {
        let desk = WaitingDesk { #"{"relevance-filter": {"keep": []}}"# }
        let (world, question) = try await remembering(desk)
        world.change { $0.foreground.patience = .milliseconds(20) }
        let before = desk.purposes.count
        let heard = try await Conversation(world, session: "asks").say(question)
        #expect(!heard.answer.hits.isEmpty)
        #expect(desk.purposes.count == before)
    }

    @Test("a reranker's scores decide before a model is asked")
    func reranker() async throws {
        let desk = WaitingDesk(scores: { $0.indices.map { $0 == 0 ? 0.9 : 0.01 } }) { "{}" }
        let (world, question) = try await remembering(desk)
        let heard = try await Conversation(world, session: "asks").say(question)
        #expect(heard.answer.hits.count == 1)
        #expect(heard.answer.explanation["relevanceCheck"]?["by"] == "reranker")
        #expect(Set(desk.purposes) == ["rerank"])
    }

    private func world(_ desk: WaitingDesk?) throws -> TestMemory {
        var knobs = TestMemory.Knobs()
        knobs.foreground = ForegroundModels.Rules(isEnabled: desk != nil, patience: .seconds(30))
        return try desk.map { try TestMemory(knobs, desk: $0) } ?? TestMemory(knobs)
    }

    /// A memory with several tasks about one thing, and a question that finds them.
    private func remembering(_ desk: WaitingDesk?) async throws -> (TestMemory, String) {
        let world = try world(desk)
        let tellings = [
            (
                "Where does the Kestrel exporter write its parquet files?",
                "Kestrel exporter writes parquet to /var/kestrel."
            ),
            ("Why is the Kestrel exporter slow?", "The Kestrel exporter compresses parquet on one thread."),
            ("Which team owns the Kestrel exporter?", "The data platform team owns the Kestrel exporter."),
        ]
        for (index, telling) in tellings.enumerated() {
            try await Conversation(world, session: "past\(index)").exchange(telling.0, telling.1)
        }
        return (world, "How do I change where the Kestrel exporter writes parquet?")
    }
}

/// A desk whose model answers at once what the test says.
private final class WaitingDesk: ModelDesk {
    private let isQuick: Bool
    private let scores: (@Sendable ([String]) -> [Double])?
    private let reply: @Sendable () -> String?
    private let asked = Mutex<[String]>([])

    init(
        isQuick: Bool = true, scores: (@Sendable ([String]) -> [Double])? = nil,
        reply: @escaping @Sendable () -> String?
    ) {
        self.isQuick = isQuick
        self.scores = scores
        self.reply = reply
    }

    var purposes: [String] { asked.withLock { $0 } }

    func model(for role: ModelRole) -> ModelName? {
        role == .reranker && scores == nil ? nil : ModelName(provider: "scripted", model: "one")
    }

    func fits(_ role: ModelRole, within limit: Duration) -> Bool { isQuick }

    func complete(_ request: CompletionRequest, for call: ModelCall) async throws(ModelFault) -> Completion {
        asked.withLock { $0.append(call.purpose) }
        guard let text = reply() else { throw ModelFault(.timeout, "The model did not answer in time.") }
        return Completion(text: text, model: "one")
    }

    func scores(
        of documents: [String], for query: String, call: ModelCall
    ) async throws(ModelFault) -> [Double] {
        asked.withLock { $0.append(call.purpose) }
        return scores?(documents) ?? []
    }
}
