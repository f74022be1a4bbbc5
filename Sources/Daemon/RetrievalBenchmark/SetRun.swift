import JSONText
import MemoryModel

/// What the questions of one case brought.
struct CaseResult: Sendable {
    var name: String
    var messages: Int
    var turns: Int
    var questions: [QuestionResult]
}

/// Runs the cases of one set, a few at a time. A case's questions are also asked of the next case, where nothing can
/// answer them; so each memory stays open until the case before it has asked.
struct SetRun {
    let folders: [CaseFolder]
    let workshop: Workshop
    let options: RetrievalBenchmark.Options

    private struct Finished: Sendable {
        var home: CaseHome
        var result: CaseResult
    }

    func run() async throws -> [CaseResult] {
        var finished: [Int: Finished] = [:]
        for start in stride(from: 0, to: folders.count, by: options.jobs) {
            let range = start..<min(start + options.jobs, folders.count)
            try await each(range) { number in
                try await ask(number)
            } then: {
                finished[$0] = $1
            }
            try await askElsewhere(range, &finished)
            if options.isTimed { for number in range { try await time(number, &finished) } }
            // The first is the last one's next.
            for number in max(1, start - 1)..<max(1, range.upperBound) {
                if number == range.upperBound - 1, range.upperBound < folders.count { continue }
                try finished[number]?.home.close()
            }
        }
        try finished[0]?.home.close()
        return folders.indices.compactMap { finished[$0]?.result }
    }

    private func ask(_ number: Int) async throws -> Finished {
        let told = try folders[number].read()
        let home = try await CaseHome(told, name: "case-\(number)", in: workshop)
        if options.evidence != nil { try await recordYoung(number, told) }
        let interview = Interview(home: home, depth: options.depth)
        let baselines = options.hasBaselines ? try Baselines(interview) : nil
        var results: [QuestionResult] = []
        for question in told.questions {
            var result = QuestionResult(question: question, own: try await interview.offer(for: question))
            try await record(question, of: folders[number], asked: interview, as: "own")
            if !question.gold.isEmpty {
                let ranked = interview.ranked(try await interview.search(question))
                result.figures[.memos] = RankingFigures(of: ranked, gold: question.gold, hasSnippets: true)
                for (name, ranking) in try await baselines?.rankings(for: question) ?? [:] {
                    result.figures[name] = RankingFigures(
                        of: ranking, gold: question.gold, hasSnippets: name == .words)
                }
            }
            results.append(result)
        }
        return Finished(
            home: home,
            result: CaseResult(
                name: told.name, messages: told.messages.count, turns: home.turns.count, questions: results)
        )
    }

    /// Asks the questions of cases whose next one is there now.
    private func askElsewhere(_ range: Range<Int>, _ finished: inout [Int: Finished]) async throws {
        guard folders.count > 1 else { return }
        let askers =
            max(0, range.lowerBound - 1)..<(range.upperBound == folders.count ? folders.count : range.upperBound - 1)
        let memories = finished
        try await each(askers) { number -> [Offer?] in
            guard let asker = memories[number], let other = memories[(number + 1) % folders.count] else { return [] }
            let interview = Interview(home: other.home, depth: options.depth)
            var found: [Offer?] = []
            for question in asker.result.questions.map(\.question) {
                guard !question.gold.isEmpty else {
                    found.append(nil)
                    continue
                }
                found.append(try await interview.offer(for: question))
                try await record(question, of: folders[number], asked: interview, as: "elsewhere")
            }
            return found
        } then: { number, found in
            for (place, offer) in found.enumerated() { finished[number]?.result.questions[place].elsewhere = offer }
        }
    }

    /// The same at smaller sizes, for the gate: beginnings and ends of the case, asked what they can answer; and the next
    /// case's, asked the same.
    private func recordYoung(_ number: Int, _ told: RetrievalCase) async throws {
        let next = try folders[(number + 1) % folders.count].read()
        for size in Self.youngSizes {
            for isBeginning in [true, false] {
                let part = { (count: Int) -> Range<Int> in
                    isBeginning ? 0..<min(size, count) : max(0, count - size)..<count
                }
                let home = try await CaseHome(told, name: "young-\(number)", part: part, in: workshop)
                let known = Set(home.turns.flatMap(\.messages))
                let questions = told.questions.filter { !$0.gold.isEmpty && $0.gold.isSubset(of: known) }
                for question in questions {
                    let interview = Interview(home: home, depth: options.depth)
                    try await record(question, of: folders[number], asked: interview, as: "own", size: size)
                }
                try home.close()
                guard !questions.isEmpty, folders.count > 1 else { continue }
                let other = try await CaseHome(next, name: "young-\(number)", part: part, in: workshop)
                for question in questions {
                    let interview = Interview(home: other, depth: options.depth)
                    try await record(question, of: folders[number], asked: interview, as: "elsewhere", size: size)
                }
                try other.close()
            }
        }
    }

    /// Turns of a young memory.
    private static let youngSizes = [20, 60]

    /// Tells what ranking and gate have weighed, with vectors and without.
    ///
    /// - Parameter size: of a memory that is only a part of its case.
    private func record(
        _ question: CaseQuestion, of folder: CaseFolder, asked interview: Interview, as place: String,
        size: Int? = nil
    ) async throws {
        guard let evidence = options.evidence else { return }
        for byWords in [false, true] {
            let found = try await interview.evidence(for: question, byWords: byWords)
            evidence([
                "set": .string(folder.set), "case": .string(folder.name), "id": .string(question.id),
                "category": .string(question.category), "golds": JSON(question.gold.count), "place": .string(place),
                "byWords": JSON(byWords), "size": size.map { JSON($0) } ?? .null,
                "rows": place == "own" && size == nil ? found.rows : .array([]), "gate": found.gate,
            ])
        }
    }

    /// One question after the other, while nothing else runs here.
    private func time(_ number: Int, _ finished: inout [Int: Finished]) async throws {
        guard let home = finished[number]?.home, let questions = finished[number]?.result.questions else { return }
        let interview = Interview(home: home, depth: options.depth)
        for place in questions.indices {
            let times = try await interview.times(of: questions[place].question)
            finished[number]?.result.questions[place].searching = times.searching
            finished[number]?.result.questions[place].beforeTurn = times.beforeTurn
        }
    }

    private func each<Value: Sendable>(
        _ numbers: Range<Int>, _ work: @escaping @Sendable (Int) async throws -> Value, then keep: (Int, Value) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            for number in numbers { group.addTask { (number, try await work(number)) } }
            for try await (number, value) in group { keep(number, value) }
        }
    }
}
