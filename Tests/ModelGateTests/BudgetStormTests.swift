import LanguageModels
import MemoryModel
import MemoryTestSupport
import ModelGate
import Synchronization
import Testing

@Suite("A storm of calls keeps to the budget")
struct BudgetStormTests {
    /// A thousand tasks ask three times each, all at once, of a model that answers in any order and counts now less, now
    /// up to twice what was estimated, and sometimes fails.
    @Test("A thousand tasks at once overrun a limit by one call at most", arguments: [1, 2, 8])
    func storm(concurrency: Int) async throws {
        let fixture = try GateFixture()
        let random = SeededSource(seed: UInt64(concurrency))
        let dearest = Mutex<Int64>(0)
        let model = ScriptedLanguageModel { (request, _) throws(ModelFault) in
            let chance = random.next() % 1_000
            for _ in 0..<chance % 17 { await Task.yield() }
            if chance < 50 { throw ModelFault(.serverError, "The provider failed.") }
            if chance < 80 { throw ModelFault(.unreachable, "Nobody is there.") }
            if chance < 100 { return Completion(text: "ok", model: "clever") }
            let estimate = request.messages[0].text.utf8.count / 3 + 50 + request.maxTokens
            let usage = TokenUsage(input: estimate / 2, output: Int(random.next() % UInt64(estimate * 3 / 2)))
            dearest.withLock { $0 = max($0, Int64(usage.total)) }
            return Completion(text: "ok", model: "clever", usage: usage)
        }
        let limit = 200_000
        fixture.set {
            $0.rules = BudgetRules(
                all: BudgetLimits(dayTokens: limit, monthDollars: 1.2),
                roles: [.skillEvolver: BudgetLimits(dayTokens: limit / 10)])
            $0.seats = [
                .llm: fixture.seat(model, concurrency: concurrency),
                .skillEvolver: fixture.seat(model, concurrency: concurrency),
            ]
        }
        let meter = fixture.meter()
        let gate = fixture.gate(meter: meter)
        let answered = await withTaskGroup(of: Int.self) { group in
            var answered = 0
            for episode in 0..<1_000 {
                // As many as may wait in line.
                if episode >= 240 { answered += await group.next() ?? 0 }
                group.addTask { await Self.learn(episode, gate) }
            }
            return await group.reduce(answered, +)
        }
        let state = try await meter.state()
        let worst = max(dearest.withLock { $0 }, 900)
        #expect(state.day.all.tokens.spent <= Int64(limit) + worst)
        #expect(state.month.all.dollars.spent <= 1_200_000 + worst * 10)
        let skills = try #require(state.day.byRole[.skillEvolver])
        #expect(skills.tokens.spent <= Int64(limit / 10) + worst)
        // The budget was used up, and the books agree with what was answered.
        #expect(skills.tokens.spent > Int64(limit / 10) * 9 / 10 && state.day.all.tokens.reserved == 0)
        #expect(fixture.notices.count { $0.limit.role == .skillEvolver && $0.isExhausted } == 1)
        #expect(state.day.all.tokens.spent > Int64(limit) * 9 / 10 || state.month.all.dollars.spent > 1_000_000)
        let calls = try await fixture.calls()
        #expect(calls.count { $0.state == .answered } == answered)
        #expect(!calls.contains { $0.state == .reserved })
        let again = try await fixture.meter().state()
        #expect(again.day.all.tokens.spent == state.day.all.tokens.spent)
        #expect(again.month.all.dollars.spent == state.month.all.dollars.spent)
        #expect(model.mostRunning <= concurrency + 1)
    }

    /// - Returns: how many of an episode's calls were answered.
    private static func learn(_ episode: Int, _ gate: ModelGate) async -> Int {
        var answered = 0
        for step in 0..<3 {
            let request = GateFixture.request(
                "episode \(episode) step \(step) " + String(repeating: "evidence ", count: episode % 40),
                maxTokens: 50 + episode % 200)
            let role: ModelRole = step == 2 ? .skillEvolver : .llm
            let urgency: ModelCall.Urgency = episode % 10 == 0 ? .foreground : .background
            do {
                _ = try await gate.complete(request, for: GateFixture.call(urgency, role: role))
                answered += 1
            } catch {
                // The learning goes on by its rules.
                continue
            }
        }
        return answered
    }
}
