import LanguageModels
import MemoryModel
import MemoryStore
import MemoryTestSupport
import ModelGate
import Synchronization

/// A meter over a database file, and a gate over the meter.
final class GateFixture: Sendable {
    let home = TemporaryHome()
    let clock = TestClock()
    let time = SteppedTime()
    let database: MemoryDatabase
    private let settings = Mutex(Settings())
    private let told = Mutex<[BudgetNotice]>([])
    private let lastID = Mutex(0)

    struct Settings {
        var rules = BudgetRules()
        var price: TokenPrice? = TokenPrice(input: 1, cachedInput: 0.1, output: 10)
        var seats: [ModelRole: ModelSeat] = [:]
    }

    init() throws {
        database = try MemoryDatabase(
            path: home.file("memos.db"),
            options: MemoryDatabase.Options(waitsForDisk: false, backupFolder: home.file("backups")),
            now: { [clock] in clock.now })
    }

    var notices: [BudgetNotice] { told.withLock { $0 } }

    func set(_ change: (inout Settings) -> Void) {
        settings.withLock { change(&$0) }
    }

    /// A new one is what a restarted process has.
    func meter(calendar: LocalCalendar = .utc) -> BudgetMeter {
        BudgetMeter(
            database: database, rules: { self.settings.withLock { $0.rules } },
            price: { estimate in
                estimate.isLocal ? TokenPrice(input: 0, output: 0) : self.settings.withLock { $0.price }
            },
            calendar: calendar, now: { [clock] in clock.now },
            identifier: { _ in
                self.lastID.withLock { last in
                    last += 1
                    return "mc\(last)"
                }
            },
            onChange: { notice in self.told.withLock { $0.append(notice) } })
    }

    func gate(meter: BudgetMeter? = nil) -> ModelGate {
        ModelGate(
            seats: { role in self.settings.withLock { $0.seats[role] } }, meter: meter ?? self.meter(),
            time: time.gateTime, now: { [clock] in clock.now })
    }

    func seat(_ model: ScriptedLanguageModel, concurrency: Int = 2, temperature: Double? = 0) -> ModelSeat {
        ModelSeat(
            answers: .chat(model), name: model.name, isLocal: false, concurrency: concurrency,
            temperature: temperature)
    }

    func calls() async throws -> [ModelCallRecord] {
        try await database.read { try $0.modelCalls(last: 100_000) }.reversed()
    }

    static func estimate(
        _ input: Int, _ output: Int, role: ModelRole = .llm, isLocal: Bool = false
    ) -> CallEstimate {
        CallEstimate(
            call: ModelCall(role: role, purpose: "test-1"), model: ModelName(provider: "scripted", model: "clever"),
            isLocal: isLocal, usage: TokenUsage(input: input, output: output))
    }

    static func request(_ text: String, maxTokens: Int = 100) -> CompletionRequest {
        CompletionRequest(messages: [ChatMessage(.user, text)], maxTokens: maxTokens)
    }

    static func call(
        _ urgency: ModelCall.Urgency = .background, role: ModelRole = .llm, limit: Duration = .seconds(60)
    ) -> ModelCall {
        ModelCall(role: role, purpose: "test-1", urgency: urgency, limit: limit)
    }
}

/// Time that passes only when a test says so; sleepers wake in their order.
final class SteppedTime: Sendable {
    private struct State {
        var now: Duration = .zero
        var sleepers: [Int: (until: Duration, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var last = 0
    }
    private let state = Mutex(State())

    var gateTime: GateTime {
        GateTime(now: { self.state.withLock { $0.now } }, sleep: { try await self.sleep($0) })
    }

    var sleepers: Int { state.withLock { $0.sleepers.count } }

    func advance(_ duration: Duration) {
        let woken = state.withLock { state in
            state.now += duration
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for number in due.keys { state.sleepers[number] = nil }
            return due.values.sorted { $0.until < $1.until }.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    private func sleep(_ duration: Duration) async throws {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if Task.isCancelled { return true }
                    state.sleepers[number] = (state.now + duration, continuation)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation
                .resume(throwing: CancellationError())
        }
    }
}

/// Gives way until something is so.
func until(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
}
