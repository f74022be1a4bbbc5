import LanguageModels
import MemoryModel
import MemoryTestSupport
import ModelGate
import Testing

@Suite("What may be spent is never overrun")
struct BudgetMeterTests {
    private let fixture: GateFixture

    init() throws {
        fixture = try GateFixture()
    }

    private func refusal(_ meter: BudgetMeter, _ estimate: CallEstimate) async throws -> ModelFault? {
        do {
            _ = try await meter.reserve(estimate)
            return nil
        } catch {
            return error
        }
    }

    private static let limits: [(BudgetLimits, fits: Bool)] = [
        (BudgetLimits(), true), (BudgetLimits(dayTokens: 150), true), (BudgetLimits(dayTokens: 149), false),
        (BudgetLimits(monthTokens: 150), true), (BudgetLimits(monthTokens: 149), false),
        // 100 in at $1 and 50 out at $10 for a million: 600 millionths.
        (BudgetLimits(dayDollars: 0.0006), true), (BudgetLimits(dayDollars: 0.000599), false),
        (BudgetLimits(monthDollars: 0.0006), true), (BudgetLimits(monthDollars: 0.000599), false),
        (BudgetLimits(dayTokens: 150, monthDollars: 0.0001), false), (BudgetLimits(dayTokens: 0), false),
        (BudgetLimits(dayDollars: 0), false), (BudgetLimits(dayDollars: -1), false),
        (BudgetLimits(dayDollars: .nan), false),
    ]

    @Test("A call must fit into every limit", arguments: limits)
    func fitsEveryLimit(_ limits: BudgetLimits, fits: Bool) async throws {
        fixture.set { $0.rules = BudgetRules(all: limits) }
        let fault = try await refusal(fixture.meter(), GateFixture.estimate(100, 50))
        #expect((fault == nil) == fits)
        #expect(fault == nil || fault?.kind == .budget)
        // And so it must into those of its role.
        fixture.set { $0.rules = BudgetRules(roles: [.l3Llm: limits]) }
        #expect(try await (refusal(fixture.meter(), GateFixture.estimate(100, 50, role: .l3Llm)) == nil) == fits)
        #expect(try await refusal(fixture.meter(), GateFixture.estimate(100, 50, role: .llm)) == nil)
    }

    @Test("The fault names the limit, what is spent, when it is free again and how to raise it")
    func saysWhy() async throws {
        fixture.set { $0.rules.all.dayTokens = 10_000 }
        let meter = fixture.meter()
        let reservation = try await meter.reserve(GateFixture.estimate(9_000, 500))
        await meter.settle(reservation, usage: TokenUsage(input: 9_000, output: 400), fault: nil)
        let fault = try #require(try await refusal(meter, GateFixture.estimate(600, 100)))
        #expect(
            fault.message
                == "The day's limit of 10,000 tokens for all models is reached: 9,400 tokens are spent and this call may "
                + "take 700 tokens.")
        #expect(
            fault.hint
                == "It is free again on 2026-03-02 00:00. To raise it: memos config set budget.dayTokens 20000")
        #expect(fault.error.code == .llmRateLimited)
    }

    @Test("What is set aside is in the store before the call, and stays counted when the process dies")
    func outlivesTheProcess() async throws {
        fixture.set { $0.rules.all.dayTokens = 1_000 }
        _ = try await fixture.meter().reserve(GateFixture.estimate(500, 200))
        let call = try #require(try await fixture.calls().first)
        #expect(call.state == .reserved && call.usage == ModelCallRecord.Usage(input: 500, output: 200))
        #expect(call.cost == 2_500)
        let next = fixture.meter()
        #expect(try await refusal(next, GateFixture.estimate(200, 101))?.kind == .budget)
        #expect(try await refusal(next, GateFixture.estimate(200, 100)) == nil)
    }

    @Test("What the provider counts is what is counted, also when it is more")
    func countsAsTheProvider() async throws {
        fixture.set { $0.rules.all.dayTokens = 1_000 }
        let meter = fixture.meter()
        let reservation = try await meter.reserve(GateFixture.estimate(100, 100))
        await meter.settle(reservation, usage: TokenUsage(input: 900, output: 300, cachedInput: 400), fault: nil)
        // Twice the same changes nothing.
        await meter.settle(reservation, usage: TokenUsage(input: 900, output: 300), fault: nil)
        let day = try await meter.state().day.all
        #expect(day.tokens.spent == 1_200 && day.tokens.reserved == 0 && day.tokens.left == 0)
        #expect(day.tokens.isExhausted && day.tokens.share == 1.2)
        #expect(day.dollars.spent == 500 + 40 + 3_000)
        #expect(try await fixture.calls().first?.cost == 3_540)
    }

    private static let faults: [(ModelFault.Kind?, tokens: Int64)] = [
        (nil, 150), (.malformed, 150), (.refused, 150), (.timeout, 100), (.cut, 100), (.serverError, 100),
        (.cancelled, 100), (.unreachable, 0), (.insecure, 0), (.misconfigured, 0), (.resting, 0), (.rateLimited, 0),
        (.unauthorized, 0), (.tooSlow, 0),
    ]

    @Test("A call without a count costs what it may have been charged", arguments: faults)
    func countsFaults(_ fault: ModelFault.Kind?, tokens: Int64) async throws {
        let meter = fixture.meter()
        let reservation = try await meter.reserve(GateFixture.estimate(100, 50))
        await meter.settle(reservation, usage: nil, fault: fault)
        #expect(try await meter.state().day.all.tokens.spent == tokens)
        let call = try #require(try await fixture.calls().first)
        #expect(call.state == (fault == nil ? .answered : .failed) && call.fault == fault?.rawValue)
        #expect(call.usage.input + call.usage.output == Int(tokens))
    }

    @Test("A call without a price counts in tokens only, and the state says so")
    func withoutPrice() async throws {
        fixture.set {
            $0.rules.all = BudgetLimits(dayTokens: 250, dayDollars: 0.0001)
            $0.price = nil
        }
        let meter = fixture.meter()
        let reservation = try await meter.reserve(GateFixture.estimate(100, 50))
        await meter.settle(reservation, usage: nil, fault: nil)
        let state = try await meter.state()
        #expect(state.hasUnpricedCalls && state.day.all.counts.unpricedCalls == 1)
        #expect(state.day.all.dollars.spent == 0 && state.day.all.tokens.spent == 150)
        #expect(try await refusal(meter, GateFixture.estimate(100, 1))?.kind == .budget)
    }

    @Test("What is on this machine costs tokens and no money")
    func local() async throws {
        fixture.set { $0.rules.all = BudgetLimits(dayDollars: 0.0001) }
        let meter = fixture.meter()
        let reservation = try await meter.reserve(GateFixture.estimate(5_000, 500, isLocal: true))
        await meter.settle(reservation, usage: TokenUsage(input: 4_000, output: 400), fault: nil)
        let state = try await meter.state()
        #expect(state.day.all.dollars.spent == 0 && state.day.all.tokens.spent == 4_400 && !state.hasUnpricedCalls)
    }

    @Test("A day and a month begin anew, and the month remembers its days")
    func periods() async throws {
        fixture.set { $0.rules.all = BudgetLimits(dayTokens: 100, monthTokens: 250) }
        let meter = fixture.meter()
        var spentDays: [Int] = []
        for day in 0..<33 {
            if let reservation = try? await meter.reserve(GateFixture.estimate(100, 0)) {
                await meter.settle(reservation, usage: nil, fault: nil)
                spentDays.append(day)
            }
            #expect(try await refusal(meter, GateFixture.estimate(100, 0))?.kind == .budget)
            fixture.clock.advance(86_400_000)
        }
        // The first of March is day 0; April begins with day 31.
        #expect(spentDays == [0, 1, 31, 32])
    }

    @Test("A call that is open when the day ends counts to the day it began in")
    func acrossMidnight() async throws {
        let meter = fixture.meter()
        let reservation = try await meter.reserve(GateFixture.estimate(100, 0))
        fixture.clock.advance(86_400_000)
        #expect(try await meter.state().day.all.tokens.reserved == 0)
        #expect(try await meter.state().month.all.tokens.reserved == 100)
        await meter.settle(reservation, usage: TokenUsage(input: 90, output: 0), fault: nil)
        let state = try await meter.state()
        #expect(state.day.all.tokens.spent == 0 && state.month.all.tokens.spent == 90)
    }

    @Test("Calls under way that all cost twice their estimate overrun the limit by one call at most")
    func dearCalls() async throws {
        fixture.set { $0.rules.all.dayTokens = 320 }
        let meter = fixture.meter()
        var reservations: [ModelReservation] = []
        var faults: [ModelFault] = []
        for _ in 0..<8 {
            do {
                reservations.append(try await meter.reserve(GateFixture.estimate(40, 0)))
            } catch {
                faults.append(error)
            }
        }
        #expect(reservations.count == 4 && faults.allSatisfy { $0.hint?.hasPrefix("Calls under way") == true })
        // Nothing is reached yet: they only wait for what comes of the others.
        #expect(fixture.notices.isEmpty && meter.hasBudget(for: .llm))
        for reservation in reservations {
            await meter.settle(reservation, usage: TokenUsage(input: 80, output: 0), fault: nil)
        }
        #expect(try await meter.state().day.all.tokens.spent == 320)
        #expect(try await refusal(meter, GateFixture.estimate(40, 0))?.hint?.hasPrefix("It is free again") == true)
    }

    @Test("Days end at midnight of the clock on the wall")
    func localMidnight() async throws {
        fixture.set { $0.rules.all.dayTokens = 100 }
        // Five hours behind: 09:00 UTC is 04:00, so the day ends in twenty hours.
        let meter = fixture.meter(calendar: LocalCalendar { _ in -18_000 })
        let reservation = try await meter.reserve(GateFixture.estimate(100, 0))
        await meter.settle(reservation, usage: nil, fault: nil)
        fixture.clock.advance(20 * 3_600_000 - 1)
        #expect(try await refusal(meter, GateFixture.estimate(1, 0))?.hint?.contains("2026-03-02 00:00") == true)
        fixture.clock.advance(1)
        #expect(try await refusal(meter, GateFixture.estimate(100, 0)) == nil)
    }

    @Test("When the clock is set back the earlier day's spending is known again")
    func clockSetBack() async throws {
        let meter = fixture.meter()
        let reservation = try await meter.reserve(GateFixture.estimate(100, 0))
        await meter.settle(reservation, usage: nil, fault: nil)
        fixture.clock.advance(2 * 86_400_000)
        #expect(try await meter.state().day.all.tokens.spent == 0)
        fixture.clock.advance(-2 * 86_400_000)
        #expect(try await meter.state().day.all.tokens.spent == 100)
    }

    @Test("Days for a chart, the last of them today")
    func history() async throws {
        let meter = fixture.meter()
        for tokens in [10, 20, 30] {
            let reservation = try await meter.reserve(GateFixture.estimate(tokens, 0, role: .l3Llm))
            await meter.settle(reservation, usage: nil, fault: tokens == 20 ? .malformed : nil)
            fixture.clock.advance(86_400_000)
        }
        fixture.clock.advance(-86_400_000)
        let days = try await meter.history(days: 4)
        #expect(days.map { $0.byRole["l3Llm"]?.tokens } == [nil, 10, 20, 30])
        #expect(days.map { $0.faults["l3Llm"] } == [nil, nil, ["malformed": 1], nil])
        #expect(days.last?.startsAt == TestClock.start - 9 * 3_600_000 + 2 * 86_400_000)
    }

    @Test("A limit is told once when it is reached and once when it is free again")
    func told() async throws {
        fixture.set { $0.rules.all.dayTokens = 100 }
        let meter = fixture.meter()
        let reservation = try await meter.reserve(GateFixture.estimate(80, 0))
        await meter.settle(reservation, usage: nil, fault: nil)
        #expect(fixture.notices.isEmpty && meter.hasBudget(for: .llm))
        for _ in 0..<3 { #expect(try await refusal(meter, GateFixture.estimate(30, 0)) != nil) }
        #expect(fixture.notices.map(\.isExhausted) == [true])
        #expect(fixture.notices.first?.limit.settingsKey == "budget.dayTokens")
        #expect(!meter.hasBudget(for: .llm))
        fixture.clock.advance(86_400_000)
        #expect(meter.hasBudget(for: .llm))
        _ = try await meter.state()
        _ = try await meter.state()
        #expect(fixture.notices.map(\.isExhausted) == [true, false])
    }

    @Test("A limit that is raised is free at once")
    func raised() async throws {
        fixture.set { $0.rules.roles[.llm] = BudgetLimits(dayDollars: 0.0001) }
        let meter = fixture.meter()
        #expect(
            try await refusal(meter, GateFixture.estimate(200, 0))?.hint?.contains("budget.llm.dayDollars 0.0002")
                == true)
        #expect(try await meter.state().day.byRole[.llm]?.isExhausted == true)
        #expect(try await meter.state().isExhausted == false)
        fixture.set { $0.rules.roles[.llm] = BudgetLimits(dayDollars: 0.001) }
        #expect(try await refusal(meter, GateFixture.estimate(200, 0)) == nil)
        #expect(fixture.notices.map(\.isExhausted) == [true, false])
    }
}
