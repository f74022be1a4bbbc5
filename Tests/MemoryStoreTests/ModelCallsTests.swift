import JSONText
import MemoryModel
import MemoryStore
import MemoryTestSupport
import Testing

@Suite("The record of model calls")
struct ModelCallsTests {
    private let fixture = StoreFixture()
    private let database: MemoryDatabase

    init() throws {
        database = try fixture.open()
    }

    private func call(
        _ id: String, at time: Timestamp, role: String = "llm", purpose: String = "reflection-1", cost: Int64? = 10
    ) -> ModelCallRecord {
        ModelCallRecord(
            id: id, at: time, role: role, purpose: purpose, subject: "ep1", provider: "anthropic", model: "small",
            urgency: "background", usage: ModelCallRecord.Usage(input: 100, output: 50), cost: cost)
    }

    private func reserve(_ calls: ModelCallRecord...) async throws {
        try await database.write { transaction in for call in calls { try transaction.reserve(call) } }
    }

    @Test("A call is what it was set aside as until it is settled, and settled once")
    func settled() async throws {
        try await reserve(call("a", at: 1))
        #expect(try await database.read { try $0.modelCalls(last: 5) } == [call("a", at: 1)])
        var answered = call("a", at: 1, cost: 7)
        answered.state = .answered
        answered.usage = ModelCallRecord.Usage(input: 80, cached: 30, output: 20)
        answered.milliseconds = 900
        var failed = answered
        failed.state = .failed
        failed.fault = "timeout"
        let (first, second) = (answered, failed)
        try await database.write { try $0.settle(first) }
        try await database.write { try $0.settle(second) }
        #expect(try await database.read { try $0.modelCalls(last: 5) } == [answered])
    }

    @Test("Totals count what is reserved with its estimate, by role, purpose and span")
    func totals() async throws {
        try await reserve(
            call("a", at: 10), call("b", at: 20, role: "l3Llm", cost: nil), call("c", at: 30, purpose: "skill-2"))
        var failed = call("c", at: 30, purpose: "skill-2", cost: 0)
        failed.state = .failed
        failed.fault = "unreachable"
        failed.usage = ModelCallRecord.Usage(input: 0, output: 0)
        let settled = failed
        try await database.write { try $0.settle(settled) }
        let totals = try await database.read { try $0.modelTotals(from: 10) }
        #expect(totals["llm"] == ModelTotals(calls: 2, failures: 1, inputTokens: 100, outputTokens: 50, cost: 10))
        #expect(totals["l3Llm"] == ModelTotals(calls: 1, unpricedCalls: 1, inputTokens: 100, outputTokens: 50))
        #expect(
            try await database.read { try $0.modelTotals(from: 10, to: 30, without: ["a"]) }.keys.sorted() == ["l3Llm"])
        #expect(try await database.read { try $0.modelTotalsByPurpose(from: 0) }["skill-2"]?.failures == 1)
        let days = try await database.read { try $0.modelTotals(between: [0, 15, 25, 40]) }
        #expect(days.map { $0.keys.sorted() } == [["llm"], ["l3Llm"], ["llm"]])
        #expect(try await database.read { try $0.modelFaults(from: 0) } == ["llm": ["unreachable": 1]])
        #expect(try await database.read { try $0.modelCalls(last: 1, role: "llm") }.map(\.id) == ["c"])
    }

    @Test("Calls are kept for two months whatever is asked, then dropped")
    func pruned() async throws {
        let day: Int64 = 86_400_000
        let now = fixture.clock.now
        try await reserve(call("old", at: now - 63 * day), call("kept", at: now - 61 * day), call("new", at: now))
        try await database.write { try $0.pruneModelCalls(before: now - day) }
        #expect(try await database.read { try $0.modelCalls(last: 5) }.map(\.id) == ["new", "kept"])
        try await database.write { try $0.pruneModelCalls(before: now - 90 * day) }
        #expect(try await database.read { try $0.modelCalls(last: 5) }.count == 2)
    }

    @Test("No export has them")
    func notExported() {
        #expect(MemoryReader.archivedTables.allSatisfy { !$0.hasPrefix("model_") })
    }
}
