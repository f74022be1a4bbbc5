package import LanguageModels
package import MemoryModel
package import MemoryStore
package import VectorColumn

/// From a query to the traces worth showing. It reads only; what a recall did is recorded by its caller.
///
/// Words on one snapshot and meaning beside it, both under one deadline → candidates → ranking → gate → diversity → snippets.
package struct Retriever: Sendable {
    private let database: MemoryDatabase
    private let vectors: VectorSet?
    private let kinship: (any WordKinship)?
    private let options: RecallOptions

    /// - Parameters:
    ///   - vectors: without any, words decide alone.
    ///   - kinship: without it only a row's vector tells that it has other words for the same.
    package init(
        database: MemoryDatabase, vectors: VectorSet?, kinship: (any WordKinship)?, options: RecallOptions
    ) {
        self.database = database
        self.kinship = kinship
        self.vectors = options.meaningWeight > 0 ? vectors : nil
        self.options = options
    }

    package func recall(_ query: RecallQuery) async throws -> RecallResult {
        let analysed = AnalysedQuery(query)
        guard !analysed.terms.isEmpty, query.topK.wantsItems else { return .empty }
        let search = Search(analysed: analysed, vectors: vectors, options: options)
        try await askAll(search)
        // When time is up, what has been found so far is ranked and returned.
        let findings = search.findings
        return try await database.read { [options, kinship] reader in
            let question = WeighedQuestion(
                analysed, weights: try TermWeights(of: analysed.terms, in: reader), meaning: findings.meaning
            )
            var selection = Selection(
                analysed: analysed, question: question, options: options, findings: findings, kinship: kinship)
            var result = try selection.select(in: reader)
            let items = ItemSearch(
                analysed: analysed, question: question, meaning: findings.meaning, options: options,
                gate: AbstentionGate(fit: options.fit), kinship: kinship
            )
            let isAsked = !query.mayAbstain
            result.skills = try items.hits(.skill, limit: query.topK.skills, isAsked: isAsked, in: reader)
            result.worldModels = try items.hits(
                .worldModel, limit: query.topK.worldModels, isAsked: isAsked, in: reader)
            let policies = min(query.topK.traces, Self.policies)
            result.policies = try items.hits(.policy, limit: policies, isAsked: false, in: reader)
            result.episodes = try EpisodeCourse.hits(for: result.hits, in: reader)
            return result
        }
    }

    /// What recall before a turn thinks of every skill that the query brings up, and of one that is asked after; best
    /// first.
    ///
    /// - Parameter id: of the skill that is asked after; left out when there is none.
    package func skills(for query: RecallQuery, including id: SkillID?) async throws -> [SkillVerdict] {
        let analysed = AnalysedQuery(query)
        let search = Search(analysed: analysed, vectors: vectors, options: options)
        if !analysed.terms.isEmpty { try await askAll(search) }
        let findings = search.findings
        return try await database.read { [options, kinship] reader in
            let question = WeighedQuestion(
                analysed, weights: try TermWeights(of: analysed.terms, in: reader), meaning: findings.meaning)
            let items = ItemSearch(
                analysed: analysed, question: question, meaning: findings.meaning, options: options,
                gate: AbstentionGate(fit: options.fit), kinship: kinship)
            return try items.verdicts(
                on: id.flatMap(reader.skillHead), limit: query.topK.skills, in: reader)
        }
    }

    /// Policies handed over beside traces, at most.
    private static let policies = 2

    /// Ends when words and meaning have answered, or at the deadline.
    private func askAll(_ search: Search) async throws {
        enum Part { case answered, late }
        try await withThrowingTaskGroup(of: Part.self) { [database, vectors, options] group in
            group.addTask {
                try await database.read { try search.askWords(in: $0) }
                return .answered
            }
            if vectors != nil {
                group.addTask {
                    await search.askMeaning(beside: database)
                    return .answered
                }
            }
            group.addTask {
                try? await Task.sleep(for: options.deadline)
                return .late
            }
            defer { group.cancelAll() }
            for _ in 0..<(vectors == nil ? 1 : 2) {
                if try await group.next() != .answered { return }
            }
        }
    }
}

extension Duration {
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }
}
