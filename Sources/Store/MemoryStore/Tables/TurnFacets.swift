import GRDB
package import MemoryModel

/// What there is to filter turns by, with the number of turns of each.
package struct TurnFacets: Sendable, Equatable {
    package struct Value: Sendable, Equatable {
        package var value: String
        package var turns: Int64
    }

    package struct OfProject: Sendable, Equatable {
        package var id: ProjectID
        package var name: String
        package var turns: Int64
    }

    /// The most frequent first, as in all lists here.
    package var agents: [Value]
    package var projects: [OfProject]
    package var branches: [Value]
    package var tags: [Value]
    package var outcomes: [Value]
    /// Turns of which a step is pinned.
    package var pinned: Int64
    /// When the oldest and the newest turn began; `nil` while there is none.
    package var first: Timestamp?
    package var last: Timestamp?
}

extension MemoryReader {
    /// Reads counters that are kept as turns come and go, never the turns.
    package func turnFacets() throws -> TurnFacets {
        TurnFacets(
            agents: try values(of: "agent"), projects: try projectFacets(), branches: try values(of: "branch"),
            tags: try values(of: "tag"), outcomes: try values(of: "outcome"),
            pinned: try Int64.fetchOne(
                connection, sql: "SELECT count(DISTINCT turn_id) FROM traces WHERE pinned_at IS NOT NULL") ?? 0,
            first: try Timestamp.fetchOne(connection, sql: "SELECT min(started_at) FROM turn_facets"),
            last: try Timestamp.fetchOne(connection, sql: "SELECT max(started_at) FROM turn_facets")
        )
    }

    private func values(of kind: String) throws -> [TurnFacets.Value] {
        try Row.fetchAll(
            connection,
            cachedSQL: "SELECT value, turns FROM facet_counts WHERE kind = ? ORDER BY turns DESC, value LIMIT ?",
            arguments: [kind, Self.facetValues]
        ).map { TurnFacets.Value(value: $0[0], turns: $0[1]) }
    }

    private func projectFacets() throws -> [TurnFacets.OfProject] {
        try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT projects.id, projects.name, sum(turns) FROM facet_counts
                JOIN project_places ON project_places.workspace = facet_counts.value
                JOIN projects ON projects.id = project_places.project_id
                WHERE kind = 'workspace' GROUP BY projects.id ORDER BY sum(turns) DESC, projects.name LIMIT ?
                """,
            arguments: [Self.facetValues]
        ).map { TurnFacets.OfProject(id: ProjectID($0[0]), name: $0[1], turns: $0[2]) }
    }

    /// Values of one facet: more than a person looks through.
    private static let facetValues = 200
}
