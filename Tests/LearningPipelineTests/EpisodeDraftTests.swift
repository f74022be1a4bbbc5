import JSONText
import LanguageModels
import LearningPipeline
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Prompting
import Testing

@Suite("A task is reviewed by a model in one call, and by rules where that fails")
struct EpisodeDraftTests {
    private static let task = ScriptedTask(
        "Install psycopg2 for the billing service. From now on use uv instead of pip.",
        [
            .fails("pip install psycopg2", "Error: pg_config executable not found."),
            .runs("apt-get install -y libpq-dev", "Setting up libpq-dev"),
            .runs("pip install psycopg2", "Successfully installed psycopg2-2.9.9"),
        ], answer: "psycopg2 is installed.")

    /// Labels: e1 the message, e2 to e4 the steps, e5 the answer.
    private static let reply: [(prompt: String, reply: JSON)] = [
        ("turn-summary", ["turns": [["turn": "e1", "text": "Installed psycopg2 for the billing service"]]]),
        (
            "reflection",
            [
                "steps": [
                    [
                        "step": "e3", "text": "psycopg2 needs the headers of libpq-dev.", "alpha": 0.95,
                        "usable": true, "evidence": ["e2", "e3", "e4"],
                    ]
                ]
            ]
        ),
        (
            "reward-rubric",
            [
                "goal": ["value": 1, "evidence": ["e4"], "reason": "psycopg2 was installed."],
                "process": ["value": 0.9, "evidence": ["e3"], "reason": ""],
                "satisfaction": ["value": 0, "evidence": [], "reason": ""],
            ]
        ),
        (
            "extraction",
            ["facts": [], "preferences": [["prefer": "uv", "avoid": "pip", "evidence": ["e1"]]]]
        ),
    ]

    private func lived(_ desk: any ModelDesk, _ task: ScriptedTask = task) async throws -> (TestMemory, EpisodeID) {
        let world = try TestMemory(desk: desk)
        let heard = try await world.live(task, session: "s1")
        return (world, try #require(heard.episode))
    }

    private struct Review: Equatable {
        var score: EpisodeScore?
        var credits: [StepReflection?]
        var summaries: [String]
    }

    private func review(_ world: TestMemory, _ episode: EpisodeID) async throws -> Review {
        try await world.database.read { reader in
            let steps = try reader.traces(ofEpisode: episode)
            return Review(
                score: try reader.score(of: episode), credits: try steps.map { try reader.credit(of: $0.id) },
                summaries: steps.map(\.summary))
        }
    }

    @Test("its words and judgements stand with who said them")
    func drafts() async throws {
        let desk = ScriptedDesk(replying: Self.reply)
        let (world, episode) = try await lived(desk)
        let review = try await review(world, episode)
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
        let desk = ScriptedDesk(replying: Self.reply)
        let (world, episode) = try await lived(desk)
        let before = try await review(world, episode)
        let calls = desk.calls.count
        let time = world.clock.now
        try await world.database.write {
            try $0.enqueue(.scoreEpisode, subject: episode.rawValue, notBefore: time)
        }
        await world.learn()
        #expect(desk.calls.count == calls)
        #expect(try await review(world, episode) == before)
    }

    @Test("new feedback asks for the judgement anew and for nothing else")
    func rescored() async throws {
        let desk = ScriptedDesk(replying: Self.reply)
        let (world, episode) = try await lived(desk)
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
        let score = try await review(world, episode).score
        #expect((score?.satisfaction?.value ?? 1) < 0, "a person's word outweighs the model's")
        #expect((score?.goal?.value ?? 1) < 0)
    }

    @Test("whatever goes wrong, the rules speak, at once, and say why", arguments: ModelFault.Kind.allCases)
    func faults(kind: ModelFault.Kind) async throws {
        let desk = ScriptedDesk(failing: kind)
        let (world, episode) = try await lived(desk)
        let (plain, same) = try await lived(NoModels())
        let (review, rules) = (try await review(world, episode), try await review(plain, same))
        #expect(review.score?.reward == rules.score?.reward)
        #expect(review.credits.map { $0?.weight } == rules.credits.map { $0?.weight })
        #expect(review.credits.map { $0?.text } == rules.credits.map { $0?.text })
        #expect(review.summaries == rules.summaries)
        let prompt = PromptCatalogue.standard[.rewardRubric].version
        #expect(review.score?.provenance == .rulesInstead(prompt: prompt, reason: kind.rawValue))
        #expect(desk.calls.count { $0.purpose.contains("reflection@") } == 1, "no storm of attempts")
        #expect(try await world.count("jobsPending") == plain.count("jobsPending"))
    }

    @Test(
        "replies that are cut, no JSON, without members or of another shape are not kept",
        arguments: [
            "", "Sure! Here you go.", "[]", "{\"reflection\": 3}", "{\"reflection\": {\"steps\": [{}]}}", "{\"ref",
        ])
    func malformed(text: String) async throws {
        let desk = ScriptedDesk { _, _ throws(ModelFault) in Completion(text: text, model: "m") }
        let (world, episode) = try await lived(desk)
        let prompt = PromptCatalogue.standard[.rewardRubric].version
        let score = try await review(world, episode).score
        #expect(score?.provenance == .rulesInstead(prompt: prompt, reason: "malformed"))
        let whole = JSON.object(present: Self.reply.map { ($0.prompt, $0.reply) }).text
        let cut = ScriptedDesk { _, _ throws(ModelFault) in Completion(text: whole, model: "m", finish: .length) }
        let (other, task) = try await lived(cut)
        #expect(try await review(other, task).score?.provenance == .rulesInstead(prompt: prompt, reason: "cut"))
    }

    @Test("without a model there is no call, and every byte is as it was")
    func none() async throws {
        let (first, episode) = try await lived(NoModels())
        let (second, _) = try await lived(NoModels())
        #expect(try await first.exportLines() == second.exportLines())
        let text = try await first.exportLines().joined()
        #expect(!text.contains("\"by\""))
        #expect(try await review(first, episode).score?.provenance == .rules)
        let desk = ScriptedDesk(replying: Self.reply)
        var knobs = TestMemory.Knobs()
        knobs.learning.drafting.isEnabled = false
        let off = try TestMemory(knobs, desk: desk)
        try await off.live(Self.task, session: "s1")
        #expect(desk.calls.isEmpty)
        #expect(try await off.exportLines() == first.exportLines())
    }

    @Test("evidence that changes while the model writes leaves the rules")
    func changed() async throws {
        let desk = ScriptedDesk(replying: Self.reply)
        let world = try TestMemory(desk: desk)
        let talk = world.conversation("s1")
        let heard = try await talk.work(Self.task)
        let episode = try #require(heard.episode)
        try await talk.close()
        let whole = JSON.object(present: Self.reply.map { ($0.prompt, $0.reply) }).text
        desk.change { [database = world.database, clock = world.clock] _, _ throws(ModelFault) in
            let time = clock.now
            _ = try? await database.write { transaction in
                let step = try transaction.reader.traces(ofEpisode: episode)[1].id.rawValue
                _ = try transaction.forget([step])
                try transaction.enqueue(.scoreEpisode, subject: episode.rawValue, notBefore: time + 3_600_000)
            }
            return Completion(text: whole, model: "m")
        }
        await world.learn()
        let review = try await review(world, episode)
        #expect(review.credits.count == 3)
        #expect(review.credits.allSatisfy { $0?.provenance == .rules })
        #expect(try await world.database.read { try $0.score(of: episode) }?.provenance == .rules)
    }

    @Test("a task of ten steps costs three calls at most, however it is said of")
    func cost() async throws {
        let desk = ScriptedDesk(replying: Self.reply)
        var task = Self.task
        task.steps = Array(repeating: task.steps, count: 3).flatMap(\.self)
        task.verdict = "Thanks, that works."
        let (_, episode) = try await lived(desk, task)
        #expect(desk.calls.count { $0.subject == episode.rawValue } <= 3)
        #expect(desk.calls.count >= 1)
    }

    @Test("a long task is asked of in parts, up to the limit of calls; the rest is the rules'")
    func long() async throws {
        let desk = ScriptedDesk(replying: Self.reply)
        var task = Self.task
        task.steps = Array(repeating: task.steps, count: 20).flatMap(\.self)
        let (world, episode) = try await lived(desk, task)
        #expect(desk.calls.count { $0.purpose.contains("reflection@") } == 3)
        let credits = try await review(world, episode).credits
        let prompt = PromptCatalogue.standard[.reflection].version
        #expect(credits[50]?.provenance == .rulesInstead(prompt: prompt, reason: "call_limit"))
    }

    @Test("what is forgotten takes the replies that quote it along")
    func forgotten() async throws {
        let desk = ScriptedDesk(replying: Self.reply)
        let (world, episode) = try await lived(desk)
        let steps = try await world.database.read { try $0.traces(ofEpisode: episode) }
        let forgotten = try await world.database.write { try $0.forget([steps[1].id.rawValue]) }
        #expect(forgotten.counts.contains { $0.noun == "modelReplies" && $0.count >= 4 })
        let answer = try await world.database.read { try $0.trace(steps[3].id) }
        let (plain, same) = try await lived(NoModels())
        let rules = try await review(plain, same).summaries.last
        #expect(answer?.summary == rules, "its line may have spoken of the step")
    }

    @Test("wishes of the person become notes, with who found them")
    func wishes() async throws {
        let desk = ScriptedDesk(replying: Self.reply)
        let (world, episode) = try await lived(desk)
        let notes = try await world.database.read { try $0.notes(of: episode) }
        let version = PromptCatalogue.standard[.extraction].version
        let found = notes.filter { $0.provenance == .model(prompt: version, model: "scripted/one") }
        let isRead = notes.contains { $0.provenance == .rules && $0.text.contains("`uv`") }
        #expect(found.count == (isRead ? 0 : 1))
        #expect(notes.count { $0.text.contains("prefer `uv`, avoid `pip`") } == 1)
    }
}
