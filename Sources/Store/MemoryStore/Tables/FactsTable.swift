import GRDB
import JSONText
package import MemoryModel

extension MemoryReader {
    /// What steps have shown of a place, oldest first.
    package func facts(of place: String) throws -> [ObservedFact] {
        try Row.fetchAll(
            connection, cachedSQL: "SELECT * FROM observed_facts WHERE place = ? ORDER BY at, key, value, trace_id",
            arguments: [place]
        ).map(ObservedFact.init(row:))
    }
}

extension MemoryTransaction {
    /// Keeps facts; of each that was seen often only the newest and the oldest sightings, for a place may be worked in for
    /// years.
    ///
    /// - Returns: whether any was new.
    @discardableResult
    package func keep(_ facts: [ObservedFact]) throws -> Bool {
        let insertion = try connection.cachedStatement(
            sql: """
                INSERT INTO observed_facts (place, key, value, kind, trace_id, episode_id, at)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        )
        let surplus = try connection.cachedStatement(
            sql: """
                DELETE FROM observed_facts WHERE place = ?1 AND key = ?2 AND value = ?3 AND trace_id IN (
                SELECT trace_id FROM observed_facts WHERE place = ?1 AND key = ?2 AND value = ?3
                ORDER BY at DESC, trace_id LIMIT -1 OFFSET ?4)
                AND trace_id <> (SELECT trace_id FROM observed_facts WHERE place = ?1 AND key = ?2 AND value = ?3
                ORDER BY at, trace_id LIMIT 1)
                """
        )
        var isNew = false
        for fact in facts {
            try insertion.execute(arguments: [
                fact.place, fact.key, fact.value, fact.kind.rawValue, fact.traceID.rawValue, fact.episodeID.rawValue,
                fact.at,
            ])
            guard connection.changesCount > 0 else { continue }
            isNew = true
            try surplus.execute(arguments: [fact.place, fact.key, fact.value, Self.sightingsKept])
        }
        return isNew
    }

    private static let sightingsKept = 6
}

extension ObservedFact {
    fileprivate init(row: Row) {
        self.init(
            place: row["place"], kind: Kind(rawValue: row["kind"]) ?? .environment, key: row["key"],
            value: row["value"], traceID: TraceID(row["trace_id"]), episodeID: EpisodeID(row["episode_id"]),
            at: row["at"]
        )
    }
}
