import MemoryAssembly
import MemoryModel
import MemoryStore

/// Calls of models as they would have been counted had a model helped with learning since the middle of the time.
struct DemoLedger {
    let database: MemoryDatabase
    let now: Timestamp
    let numbers: SeededNumbers

    func write() async throws {
        var calls: [ModelCallRecord] = []
        for day in stride(from: 27, through: 0, by: -1) {
            for number in 0..<numbers.number(5...14) { calls.append(call(day: day, number: number)) }
        }
        let made = calls
        try await database.write { transaction in
            for call in made { try transaction.reserve(call) }
        }
    }

    private func call(day: Int, number: Int) -> ModelCallRecord {
        let kind = Self.kinds[numbers.number(0...Self.kinds.count - 1)]
        let input = numbers.number(kind.input)
        let output = numbers.number(kind.output)
        let cached = numbers.number(0...3) == 0 ? input / 2 : 0
        // Seen a few times: the provider was busy, or took too long.
        let fault = numbers.number(0...39) == 0 ? ["rate_limited", "timeout"][numbers.number(0...1)] : nil
        let at = max(0, min(now - 60_000, now - Int64(day) * 86_400_000 - Int64(numbers.number(0...9 * 3_600_000))))
        let cost =
            Int64(input - cached) * kind.inputPrice / 1000 + Int64(cached) * kind.inputPrice / 10_000
            + Int64(output) * kind.inputPrice * 4 / 1000
        return ModelCallRecord(
            id: SortableIdentifier.text(
                prefix: "mc", milliseconds: at, high: UInt16(day * 100 + number), low: numbers.next() >> 1),
            at: at, role: kind.role, purpose: kind.purpose, provider: "openai_compatible", model: kind.model,
            urgency: kind.isForeground ? "foreground" : "background", state: fault == nil ? .answered : .failed,
            fault: fault, usage: ModelCallRecord.Usage(input: input, cached: cached, output: fault == nil ? output : 0),
            cost: fault == nil ? cost : 0,
            milliseconds: Int64(numbers.number(kind.isForeground ? 140...420 : 900...6200)))
    }

    private struct Kind {
        var role: String
        var purpose: String
        var model: String
        var input: ClosedRange<Int>
        var output: ClosedRange<Int>
        /// Thousandths of a millionth of a dollar for a token of input; one of output is four times that.
        var inputPrice: Int64
        var isForeground = false
    }

    private static let kinds = [
        Kind(
            role: "llm", purpose: "reflection", model: "gpt-4.1-mini", input: 1800...5200, output: 240...780,
            inputPrice: 400),
        Kind(
            role: "llm", purpose: "policy-induction", model: "gpt-4.1-mini", input: 2100...4300, output: 300...820,
            inputPrice: 400),
        Kind(
            role: "llm", purpose: "relevance-filter", model: "gpt-4.1-mini", input: 420...980, output: 12...40,
            inputPrice: 400, isForeground: true),
        Kind(
            role: "l3Llm", purpose: "world-model", model: "gpt-4.1", input: 1500...3600, output: 260...640,
            inputPrice: 2000),
        Kind(
            role: "skillEvolver", purpose: "skill-crystallization", model: "gpt-4.1", input: 2600...5400,
            output: 520...1200, inputPrice: 2000),
    ]
}
