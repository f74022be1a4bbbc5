import JSONText
import LanguageModels
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Prompting
import Testing

@Suite("A task is reviewed by a model in one call")
struct EpisodeDraftTests {
    @Test("its words and judgements stand with who said them")
    func drafts() async throws {
        let desk = ScriptedDesk(replying: ReviewedTask.reply)
        let (world, episode) = try await ReviewedTask.lived(desk)
        let review = try await ReviewedTask.review(world, episode)
        #expect(review.credits[1]?.text == "psycopg2 needs the headers of libpq-dev.")
        #expect(review.credits[1]?.weight == 0.95)
        let version = PromptCatalogue.standard[.reflection].version
        #expect(review.credits[1]?.provenance == .model(prompt: version, model: "scripted/one"))
        #expect(review.credits[0]?.provenance == .rules)
        let rubric = PromptCatalogue.standard[.rewardRubric].version
        #expect(review.score?.provenance == .model(prompt: rubric, model: "scripted/one"))
        #expect(review.score?.goal?.evidence.last?.rule == "model_rubric")
        #expect(review.summaries.last == "Installed psycopg2 for the billing service")
        let scoring = desk.calls.filter { $0.purpose.contains("reflection@") }
        #expect(scoring.count == 1)
        #expect(scoring.first?.subject == episode.rawValue)
        #expect(scoring.first?.urgency == .background)
        #expect(desk.calls.count <= 3)
        let evidence = desk.requests.first?.messages.last?.text ?? ""
        #expect(evidence.contains("[e1] message of the person\n| Install psycopg2"))
    }

    @Test("when it is scored again nothing that was answered is asked again")
    func cached() async throws {
        let desk = ScriptedDesk(replying: ReviewedTask.reply)
        let (world, episode) = try await ReviewedTask.lived(desk)
        let before = try await ReviewedTask.review(world, episode)
        let calls = desk.calls.count
        let time = world.clock.now
        try await world.database.write {
            try $0.enqueue(.scoreEpisode, subject: episode.rawValue, notBefore: time)
        }
        await world.learn()
        #expect(desk.calls.count == calls)
        #expect(try await ReviewedTask.review(world, episode) == before)
    }

    @Test("new feedback asks for the judgement anew and for nothing else")
    func rescored() async throws {
        let desk = ScriptedDesk(replying: ReviewedTask.reply)
        let (world, episode) = try await ReviewedTask.lived(desk)
        let calls = desk.calls.count
        let time = world.clock.now
        try await world.database.write { transaction in
            try transaction.insert(
                Feedback(
                    id: "fb_1", at: time, episodeID: episode, traceID: nil, channel: "explicit", polarity: "negative",
                    magnitude: 1, rationale: "It does not work.", raw: nil))
            try transaction.enqueue(.scoreEpisode, subject: episode.rawValue, notBefore: time)
        }
        await world.learn()
        let asked = desk.calls.dropFirst(calls).filter {
            $0.subject == episode.rawValue && $0.purpose.contains("rubric")
        }
        #expect(asked.map(\.purpose) == [PromptCatalogue.standard[.rewardRubric].version])
        let score = try await ReviewedTask.review(world, episode).score
        #expect((score?.satisfaction?.value ?? 1) < 0, "a person's word outweighs the model's")
        #expect((score?.goal?.value ?? 1) < 0)
    }

    @Test("a task of ten steps costs three calls at most, however it is said of")
    func cost() async throws {
        let desk = ScriptedDesk(replying: ReviewedTask.reply)
        var task = ReviewedTask.task
        task.steps = Array(repeating: task.steps, count: 3).flatMap(\.self)
        task.verdict = "Thanks, that works."
        let (_, episode) = try await ReviewedTask.lived(desk, task)
        #expect(desk.calls.count { $0.subject == episode.rawValue } <= 3)
        #expect(desk.calls.count >= 1)
    }

    @Test("a long task is asked of in parts, up to the limit of calls; the rest is the rules'")
    func long() async throws {
        let desk = ScriptedDesk(replying: ReviewedTask.reply)
        var task = ReviewedTask.task
        task.steps = Array(repeating: task.steps, count: 20).flatMap(\.self)
        let (world, episode) = try await ReviewedTask.lived(desk, task)
        #expect(desk.calls.count { $0.purpose.contains("reflection@") } == 3)
        let credits = try await ReviewedTask.review(world, episode).credits
        let prompt = PromptCatalogue.standard[.reflection].version
        #expect(credits[50]?.provenance == .rulesInstead(prompt: prompt, reason: "call_limit"))
    }

    @Test("wishes of the person become notes, with who found them")
    func wishes() async throws {
        let desk = ScriptedDesk(replying: ReviewedTask.reply)
        let (world, episode) = try await ReviewedTask.lived(desk)
        let notes = try await world.database.read { try $0.notes(of: episode) }
        let version = PromptCatalogue.standard[.extraction].version
        let found = notes.filter { $0.provenance == .model(prompt: version, model: "scripted/one") }
        let isRead = notes.contains { $0.provenance == .rules && $0.text.contains("`uv`") }
        #expect(found.count == (isRead ? 0 : 1))
        #expect(notes.count { $0.text.contains("prefer `uv`, avoid `pip`") } == 1)
    }
}
