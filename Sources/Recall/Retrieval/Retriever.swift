package import LanguageModels
import MemoryModel
package import MemoryStore
package import VectorColumn

/// From a query to the traces worth showing. It reads only; what a recall did is recorded by its caller.
///
/// Words on one snapshot and meaning beside it, both under one deadline → fusion → floors → diversity → snippets.
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
        guard !analysed.terms.isEmpty, query.topK.traces > 0 else { return .empty }
        let search = Search(analysed: analysed, vectors: vectors, options: options)
        try await askAll(search)
        // When time is up, what has been found so far is ranked and returned.
        let findings = search.findings
        guard !findings.isEmpty else {
            var explanation = findings.explanation
            explanation.abstained = "no channel found anything"
            return RecallResult(hits: [], explanation: explanation)
        }
        return try await database.read { [options, kinship] in
            var selection = Selection(analysed: analysed, options: options, findings: findings, kinship: kinship)
            return try selection.select(in: $0)
        }
    }

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
