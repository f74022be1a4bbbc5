import JSONText
import LanguageModels
import LearningPipeline
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Prompting
import Testing

@Suite("Where a model does not serve, the rules speak")
struct EpisodeDraftFaultTests {
    @Test("whatever goes wrong, the rules speak, at once, and say why", arguments: ModelFault.Kind.allCases)
    func faults(kind: ModelFault.Kind) async throws {
        let desk = ScriptedDesk(failing: kind)
        let (world, episode) = try await ReviewedTask.lived(desk)
        let (plain, same) = try await ReviewedTask.lived(NoModels())
        let (review, rules) = (
            try await ReviewedTask.review(world, episode), try await ReviewedTask.review(plain, same)
        )
        #expect(review.score?.reward == rules.score?.reward)
        #expect(review.credits.map { $0?.weight } == rules.credits.map { $0?.weight })
        #expect(review.credits.map { $0?.text } == rules.credits.map { $0?.text })
        #expect(review.summaries == rules.summaries)
        let prompt = PromptCatalogue.standard[.rewardRubric].version
        #expect(review.score?.provenance == .rulesInstead(prompt: prompt, reason: kind.rawValue))
        #expect(desk.calls.count { $0.purpose.contains("reflection@") } == (kind == .cancelled ? 2 : 1))
        // What others call off waits once, and is behind then.
        guard kind != .cancelled else { return }
        #expect(try await world.count("jobsPending") == plain.count("jobsPending"))
    }

    @Test(
        "replies that are cut, no JSON, without members or of another shape are not kept",
        arguments: [
            "", "Sure! Here you go.", "[]", "{\"reflection\": 3}", "{\"reflection\": {\"steps\": [{}]}}", "{\"ref",
        ])
    func malformed(text: String) async throws {
        let desk = ScriptedDesk { _, _ throws(ModelFault) in Completion(text: text, model: "m") }
        let (world, episode) = try await ReviewedTask.lived(desk)
        let prompt = PromptCatalogue.standard[.rewardRubric].version
        let score = try await ReviewedTask.review(world, episode).score
        #expect(score?.provenance == .rulesInstead(prompt: prompt, reason: "malformed"))
        let whole = JSON.object(present: ReviewedTask.reply.map { ($0.prompt, $0.reply) }).text
        let cut = ScriptedDesk { _, _ throws(ModelFault) in Completion(text: whole, model: "m", finish: .length) }
        let (other, task) = try await ReviewedTask.lived(cut)
        #expect(
            try await ReviewedTask.review(other, task).score?.provenance == .rulesInstead(prompt: prompt, reason: "cut")
        )
    }

    @Test("without a model there is no call, and every byte is as it was")
    func none() async throws {
        let (first, episode) = try await ReviewedTask.lived(NoModels())
        let (second, _) = try await ReviewedTask.lived(NoModels())
        #expect(try await first.exportLines() == second.exportLines())
        let text = try await first.exportLines().joined()
        #expect(!text.contains("\"by\""))
        #expect(try await ReviewedTask.review(first, episode).score?.provenance == .rules)
        let desk = ScriptedDesk(replying: ReviewedTask.reply)
        var knobs = TestMemory.Knobs()
        knobs.learning.drafting.isEnabled = false
        let off = try TestMemory(knobs, desk: desk)
        try await off.live(ReviewedTask.task, session: "s1")
        #expect(desk.calls.isEmpty)
        #expect(try await off.exportLines() == first.exportLines())
    }

    @Test("evidence that changes while the model writes leaves the rules")
    func changed() async throws {
        let desk = ScriptedDesk(replying: ReviewedTask.reply)
        let world = try TestMemory(desk: desk)
        let talk = world.conversation("s1")
        let heard = try await talk.work(ReviewedTask.task)
        let episode = try #require(heard.episode)
        try await talk.close()
        let whole = JSON.object(present: ReviewedTask.reply.map { ($0.prompt, $0.reply) }).text
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
        let review = try await ReviewedTask.review(world, episode)
        #expect(review.credits.count == 3)
        #expect(review.credits.allSatisfy { $0?.provenance == .rules })
        #expect(try await world.database.read { try $0.score(of: episode) }?.provenance == .rules)
    }

    @Test("what is forgotten takes the replies that quote it along")
    func forgotten() async throws {
        let desk = ScriptedDesk(replying: ReviewedTask.reply)
        let (world, episode) = try await ReviewedTask.lived(desk)
        let steps = try await world.database.read { try $0.traces(ofEpisode: episode) }
        let forgotten = try await world.database.write { try $0.forget([steps[1].id.rawValue]) }
        #expect(forgotten.counts.contains { $0.noun == "modelReplies" && $0.count >= 4 })
        let answer = try await world.database.read { try $0.trace(steps[3].id) }
        let (plain, same) = try await ReviewedTask.lived(NoModels())
        let rules = try await ReviewedTask.review(plain, same).summaries.last
        #expect(answer?.summary == rules, "its line may have spoken of the step")
    }
}
