import JSONText
import LanguageModels
import MemoryModel
import MemoryTestSupport
import ModelGate
import Synchronization
import Testing

@Suite("The gate before the models")
struct ModelGateTests {
    private let fixture: GateFixture

    init() throws {
        fixture = try GateFixture()
    }

    /// A model behind a door, and the gate before it.
    private func closed(concurrency: Int = 1) -> (gate: ModelGate, model: ScriptedLanguageModel, door: Door) {
        let door = Door()
        let model = ScriptedLanguageModel { (request, _) throws(ModelFault) in
            await door.pass()
            if Task.isCancelled { throw ModelFault(.cancelled, "The call was cancelled.") }
            return Completion(
                text: request.messages[0].text, model: "clever", usage: TokenUsage(input: 10, output: 5))
        }
        fixture.set { $0.seats[.llm] = self.fixture.seat(model, concurrency: concurrency) }
        return (fixture.gate(), model, door)
    }

    private func ask(
        _ gate: ModelGate, _ text: String, _ urgency: ModelCall.Urgency = .background, limit: Duration = .seconds(60)
    ) -> Task<Result<Completion, ModelFault>, Never> {
        Task {
            do throws(ModelFault) {
                return .success(
                    try await gate.complete(
                        GateFixture.request(text), for: GateFixture.call(urgency, limit: limit)))
            } catch {
                return .failure(error)
            }
        }
    }

    private func kind(_ task: Task<Result<Completion, ModelFault>, Never>) async -> ModelFault.Kind? {
        if case .failure(let fault) = await task.value { fault.kind } else { nil }
    }

    @Test("Without a model nothing is asked and nothing fits")
    func noModel() async throws {
        let gate = fixture.gate()
        #expect(gate.model(for: .llm) == nil && !gate.fits(.llm, within: .seconds(9)) && gate.state.roles.isEmpty)
        #expect(await kind(ask(gate, "a")) == .notConfigured)
        #expect(try await fixture.calls().isEmpty)
    }

    @Test("A call is answered, counted, and its temperature is the seat's")
    func answers() async throws {
        let model = ScriptedLanguageModel("yes")
        fixture.set { $0.seats[.llm] = self.fixture.seat(model, temperature: nil) }
        let gate = fixture.gate()
        #expect(try await ask(gate, "a").value.get().text == "yes")
        #expect(model.requests.map(\.temperature) == [nil])
        let call = try #require(try await fixture.calls().first)
        #expect(call.state == .answered && call.purpose == "test-1" && call.urgency == "background")
        #expect(call.usage == ModelCallRecord.Usage(input: 10, output: 5) && call.cost == 60)
        #expect(gate.state.roles[.llm]?.answered == 1)
    }

    @Test("Foreground goes before background and has a place of its own")
    func order() async throws {
        let (gate, model, door) = closed()
        let tasks = [ask(gate, "b1")]
        await until { model.requests.count == 1 }
        let waiting = [ask(gate, "b2")]
        await until { gate.state.roles[.llm]?.waiting == 1 }
        let urgent = [ask(gate, "f1", .foreground)]
        // The extra place: the background call that runs does not hold it up.
        await until { model.requests.count == 2 }
        let later = [ask(gate, "f2", .foreground)]
        await until { gate.state.roles[.llm]?.waiting == 2 }
        door.open()
        for task in tasks + waiting + urgent + later { #expect(await kind(task) == nil) }
        #expect(model.requests.map(\.messages[0].text) == ["b1", "f1", "f2", "b2"])
        #expect(model.mostRunning == 2)
    }

    @Test("Background calls keep to the seat's concurrency and wait in line up to its end")
    func bounded() async throws {
        let (gate, model, door) = closed(concurrency: 3)
        let tasks = (0..<3 + 256).map { ask(gate, "b\($0)") }
        await until { model.requests.count == 3 && gate.state.roles[.llm]?.waiting == 256 }
        #expect(await kind(ask(gate, "one too many")) == .busy)
        #expect(gate.state.roles[.llm]?.running == 3)
        door.open()
        for task in tasks { #expect(await kind(task) == nil) }
        #expect(model.mostRunning == 3)
    }

    @Test("The same question in flight is one call")
    func coalesced() async throws {
        let (gate, model, door) = closed(concurrency: 4)
        let same = (0..<20).map { _ in ask(gate, "same") }
        let other = ask(gate, "other")
        await until { model.requests.count == 2 && fixture.time.sleepers == 21 }
        door.open()
        for task in same { #expect(try await task.value.get().text == "same") }
        #expect(await kind(other) == nil)
        #expect(model.requests.count == 2)
        #expect(try await fixture.calls().count == 2)
        // Afterwards it is asked again: what is kept is not the gate's business.
        _ = await ask(gate, "same").value
        #expect(model.requests.count == 3)
    }

    @Test("Who is cancelled leaves the line; the last who leaves stops the call")
    func cancellation() async throws {
        let (gate, model, door) = closed()
        let first = ask(gate, "first")
        await until { model.requests.count == 1 }
        let waiting = ask(gate, "waiting")
        await until { gate.state.roles[.llm]?.waiting == 1 }
        waiting.cancel()
        #expect(await kind(waiting) == .cancelled)
        await until { gate.state.roles[.llm]?.waiting == 0 }
        // Two wait for the same: one goes, the call stays.
        let second = ask(gate, "first")
        await until { fixture.time.sleepers == 2 }
        second.cancel()
        #expect(await kind(second) == .cancelled)
        #expect(gate.state.roles[.llm]?.running == 1)
        first.cancel()
        #expect(await kind(first) == .cancelled)
        await until { gate.state.roles[.llm]?.running == 0 }
        let call = try #require(try await fixture.calls().first)
        #expect(call.fault == "cancelled" && call.usage.output == 0 && call.usage.input > 0)
        door.open()
        #expect(await kind(ask(gate, "next")) == nil)
        #expect(try await fixture.calls().count == 2)
    }

    @Test("Waiting counts: who is not asked in time is told so at once, who is not answered too")
    func late() async throws {
        let (gate, model, _) = closed()
        let asked = ask(gate, "asked", limit: .seconds(2))
        await until { model.requests.count == 1 }
        let waiting = ask(gate, "waiting", limit: .seconds(1))
        await until { gate.state.roles[.llm]?.waiting == 1 && fixture.time.sleepers == 2 }
        fixture.time.advance(.seconds(1))
        #expect(await kind(waiting) == .tooSlow)
        fixture.time.advance(.seconds(1))
        #expect(await kind(asked) == .timeout)
        await until { gate.state.roles[.llm]?.running == 0 }
        #expect(model.requests.count == 1)
        #expect(gate.state.roles[.llm]?.lastFault?.kind == .timeout && gate.state.roles[.llm]?.failed == 2)
        let calls = try await fixture.calls()
        #expect(calls.map(\.fault) == ["timeout"] && calls.allSatisfy { $0.usage.output == 0 })
    }

    @Test("Nothing is tried on a host's time before five answers are known, and only if nearly all came in time")
    func latency() async throws {
        let model = ScriptedLanguageModel { [fixture] (request, _) throws(ModelFault) in
            fixture.time.advance(.milliseconds(Int(request.messages[0].text) ?? 0))
            return Completion(text: "ok", model: "clever", usage: TokenUsage(input: 1, output: 1))
        }
        fixture.set { $0.seats[.llm] = self.fixture.seat(model) }
        let gate = fixture.gate()
        for step in 1...4 {
            _ = await ask(gate, "\(step * 100)").value
            #expect(!gate.fits(.llm, within: .seconds(60)))
        }
        _ = await ask(gate, "500").value
        #expect(gate.fits(.llm, within: .milliseconds(500)) && !gate.fits(.llm, within: .milliseconds(499)))
        #expect(gate.state.roles[.llm]?.median == .milliseconds(300))
        for _ in 0..<50 { _ = await ask(gate, "100").value }
        #expect(gate.fits(.llm, within: .milliseconds(100)))
        // Three slow ones of fifty are more than one in twenty.
        for _ in 0..<3 { _ = await ask(gate, "900").value }
        #expect(!gate.fits(.llm, within: .milliseconds(899)))
        // Another model: nothing is known of it.
        let other = ScriptedLanguageModel("x", name: ModelName(provider: "scripted", model: "new"))
        fixture.set { $0.seats[.llm] = self.fixture.seat(other) }
        #expect(!gate.fits(.llm, within: .seconds(60)))
    }

    @Test("A model that rests or has no budget does not fit, until a call succeeds")
    func resting() async throws {
        let isResting = Mutex(false)
        let model = ScriptedLanguageModel { (_, _) throws(ModelFault) in
            if isResting.withLock({ $0 }) { throw ModelFault(.resting, "The provider is left alone.") }
            return Completion(text: "ok", model: "clever", usage: TokenUsage(input: 1, output: 1))
        }
        fixture.set { $0.seats[.llm] = self.fixture.seat(model) }
        let gate = fixture.gate()
        for step in 0..<5 { _ = await ask(gate, "\(step)").value }
        #expect(gate.fits(.llm, within: .seconds(1)))
        isResting.withLock { $0 = true }
        #expect(await kind(ask(gate, "rest")) == .resting)
        #expect(!gate.fits(.llm, within: .seconds(1)) && gate.state.roles[.llm]?.isResting == true)
        isResting.withLock { $0 = false }
        _ = await ask(gate, "again").value
        #expect(gate.fits(.llm, within: .seconds(1)))
        fixture.set { $0.rules.all.dayTokens = 5 }
        #expect(!gate.fits(.llm, within: .seconds(1)))
        #expect(await kind(ask(gate, "no budget")) == .budget)
        #expect(model.requests.count == 7)
    }

    @Test("Times that nobody has provided are measured with short questions in the background")
    func measured() async throws {
        let model = ScriptedLanguageModel("ready")
        fixture.set {
            $0.seats[.llm] = self.fixture.seat(model)
            $0.seats[.reranker] = ModelSeat(
                answers: .ranking(model), name: model.name, isLocal: false, concurrency: 1)
        }
        let gate = fixture.gate()
        await gate.measure(.llm)
        await gate.measure(.reranker)
        await gate.measure(.l3Llm)
        #expect(gate.fits(.llm, within: .seconds(1)) && gate.fits(.reranker, within: .seconds(1)))
        #expect(model.requests.count == 10)
        await gate.measure(.llm)
        #expect(model.requests.count == 10)
        #expect(try await fixture.calls().allSatisfy { $0.urgency == "background" && $0.purpose == "measure" })
    }

    @Test("A model that fails is not measured on")
    func measuredInVain() async {
        let model = ScriptedLanguageModel { (_, _) throws(ModelFault) in throw ModelFault(.unauthorized, "No.") }
        fixture.set { $0.seats[.llm] = self.fixture.seat(model) }
        let gate = fixture.gate()
        await gate.measure(.llm)
        #expect(model.requests.count == 1 && gate.state.roles[.llm]?.lastFault?.kind == .unauthorized)
    }

    @Test("A gate that closes stops its calls, settles them and takes no more")
    func closes() async throws {
        let (gate, model, _) = closed()
        let asked = ask(gate, "asked")
        await until { model.requests.count == 1 }
        let waiting = ask(gate, "waiting")
        await until { gate.state.roles[.llm]?.waiting == 1 }
        await gate.close()
        #expect(await kind(asked) == .cancelled)
        #expect(await kind(waiting) == .cancelled)
        #expect(await kind(ask(gate, "late")) == .cancelled)
        #expect(try await fixture.calls().map(\.state) == [.failed])
    }

    @Test("Nothing fits while every place is taken")
    func noPlace() async throws {
        let (gate, model, door) = closed()
        door.open()
        for step in 0..<5 { _ = await ask(gate, "\(step)").value }
        #expect(gate.fits(.llm, within: .seconds(1)))
        let inner = Door()
        let slow = ScriptedLanguageModel { (_, _) throws(ModelFault) in
            await inner.pass()
            return Completion(text: "ok", model: "clever")
        }
        fixture.set { $0.seats[.llm] = self.fixture.seat(slow, concurrency: 1) }
        let first = ask(gate, "first", .foreground)
        await until { slow.requests.count == 1 }
        #expect(gate.fits(.llm, within: .seconds(1)))
        let second = ask(gate, "second", .foreground)
        await until { slow.requests.count == 2 }
        #expect(!gate.fits(.llm, within: .seconds(1)))
        inner.open()
        #expect(await kind(first) == nil)
        #expect(await kind(second) == nil)
        #expect(model.requests.count == 5)
    }

    @Test("A reranker scores every document, and what is no reranker is told so")
    func ranking() async throws {
        let model = ScriptedLanguageModel("")
        fixture.set {
            $0.seats[.reranker] = ModelSeat(
                answers: .ranking(model), name: model.name, isLocal: true, concurrency: 1)
            $0.seats[.llm] = self.fixture.seat(model)
        }
        let gate = fixture.gate()
        let call = GateFixture.call(.foreground, role: .reranker)
        #expect(try await gate.scores(of: ["a cat", "a dog"], for: "dog", call: call) == [0, 1])
        #expect(try await gate.scores(of: [], for: "dog", call: call).isEmpty)
        await until { gate.state.roles[.reranker]?.running == 0 }
        #expect(try await fixture.calls().map(\.cost) == [0])
        await #expect(throws: ModelFault.self) {
            try await gate.scores(of: ["a"], for: "a", call: GateFixture.call(role: .llm))
        }
        await #expect(throws: ModelFault.self) {
            try await gate.complete(GateFixture.request("a"), for: call)
        }
    }
}
