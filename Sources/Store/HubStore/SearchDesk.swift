package import MemoryModel
import TextAnalysis

/// Answers searches, one after the other, and takes into the index what was added since the last.
actor SearchDesk {
    private static let pageSize = 500

    private let backend: any HubBackend
    private var index = SearchIndex()
    private var following: Task<Void, any Error>?

    init(backend: any HubBackend) {
        self.backend = backend
    }

    func hits(_ query: String, limit: Int, admits: @Sendable (SearchHit) -> Bool) async throws -> [SearchHit] {
        let terms = Terms.queryTerms(in: query)
        guard !terms.isEmpty, limit > 0 else { return [] }
        try await follow()
        let telling = terms.filter { !$0.isStopword }
        return index.hits((telling.isEmpty ? terms : telling).map(\.text), limit: limit, admits: admits)
    }

    /// Those who come while it goes on wait for the same.
    func follow() async throws {
        if let following { return try await following.value }
        let task = Task { try await catchUp() }
        following = task
        defer { following = nil }
        try await task.value
    }

    private func catchUp() async throws {
        while true {
            let cursor = index.cursor
            let page = try await backend.read { session in
                try HubReader(session: session).searchable(after: cursor, limit: Self.pageSize)
            }
            // The database was put back to an earlier state.
            if page.head < cursor {
                index = SearchIndex()
                continue
            }
            for (hit, words) in page.items { index.add(hit, words: words) }
            index.cursor = page.cursor
            if page.cursor >= page.head { return }
        }
    }
}

extension HubDatabase {
    /// Items that are about what was asked, best first. Terms are those of our own analysis, so Chinese is found too.
    ///
    /// - Parameter admits: what the one who asks may find; asked for the best first, until there are `limit`.
    /// - Throws: `unavailable` while the database is away.
    package func search(
        _ query: String, limit: Int, admits: @escaping @Sendable (SearchHit) -> Bool
    ) async throws(MemoryError) -> [SearchHit] {
        do {
            return try await searchDesk.hits(query, limit: limit, admits: admits)
        } catch {
            throw HubStoreFault.translated(error)
        }
    }

    /// Takes in what the next search would have to wait for.
    package func prepareSearch() async throws(MemoryError) {
        do {
            try await searchDesk.follow()
        } catch {
            throw HubStoreFault.translated(error)
        }
    }
}
