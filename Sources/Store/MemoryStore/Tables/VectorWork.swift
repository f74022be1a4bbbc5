import GRDB
package import MemoryModel

/// The next piece of work for a set of vectors that wants to follow the store.
package struct VectorWork: Sendable {
    /// A text that wants a vector.
    package struct Item: Sendable, Equatable {
        package var kind: VectorKind
        package var row: Int64
        package var text: String
        package var owner: Namespace
        package var at: Timestamp
    }

    package var items: [Item] = []
    /// Items whose present vectors are no longer true.
    package var outdated: [(kind: VectorKind, row: Int64)] = []
    /// Where the vectors stand when this is done.
    package var reached: VectorProgress

    package var isEmpty: Bool { items.isEmpty && outdated.isEmpty }
}

extension MemoryReader {
    /// What is to be done after `progress`: first what changed behind it, then new traces in their order.
    ///
    /// - Parameter limit: most changes and most traces looked at.
    package func vectorWork(after progress: VectorProgress, limit: Int) throws -> VectorWork {
        var work = VectorWork(reached: progress)
        try addChanges(to: &work, limit: limit)
        let traces = try Row.fetchAll(
            connection, cachedSQL: "SELECT \(Self.embedded) FROM traces WHERE rowid > ? ORDER BY rowid LIMIT ?",
            arguments: [progress.row, limit]
        )
        for row in traces {
            work.items += Self.items(ofTrace: row)
            work.reached.row = row[0]
        }
        return work
    }

    /// How much waits: traces, and changes that are not taken over.
    package func vectorLag(after progress: VectorProgress) throws -> Int64 {
        let traces = try Int64.fetchOne(
            connection, sql: "SELECT count(*) FROM traces WHERE rowid > ?", arguments: [progress.row]
        )
        let changes = try Int64.fetchOne(
            connection, sql: "SELECT count(*) FROM vector_changes WHERE seq > ?", arguments: [progress.change]
        )
        return (traces ?? 0) + (changes ?? 0)
    }

    private func addChanges(to work: inout VectorWork, limit: Int) throws {
        let line = work.reached.row
        let changes = try Row.fetchAll(
            connection, cachedSQL: "SELECT seq, kind, item FROM vector_changes WHERE seq > ? ORDER BY seq LIMIT ?",
            arguments: [work.reached.change, limit]
        )
        for change in changes {
            work.reached.change = change[0]
            let item: Int64 = change[2]
            if let kind = ItemKind(rawValue: change[1]) {
                work.outdated.append((kind.vectorKind, item))
                work.items += try learnedItem(kind, row: item)
            } else if change[1] == "episode" {
                work.outdated.append((.episode, item))
                work.items += try episodeItem(firstRow: item)
            } else if item <= line {
                work.outdated += [(.traceState, item), (.traceAction, item)]
                let row = try Row.fetchOne(
                    connection, cachedSQL: "SELECT \(Self.embedded) FROM traces WHERE rowid = ?", arguments: [item]
                )
                work.items += row.map(Self.items(ofTrace:)) ?? []
            }
        }
    }

    private static let embedded =
        "rowid, at, agent_kind, profile, workspace, user_text, agent_text, action_text, observation_text"

    /// State and action of a trace, each when it has words.
    private static func items(ofTrace row: Row) -> [VectorWork.Item] {
        let owner = Namespace(agentKind: row[2], profile: row[3], workspace: row[4])
        let texts: [(VectorKind, String)] = [
            (.traceState, row[5]), (.traceAction, joined([row[6], row[7], row[8]])),
        ]
        return texts.compactMap { kind, text in
            text.isEmpty ? nil : VectorWork.Item(kind: kind, row: row[0], text: text, owner: owner, at: row[1])
        }
    }

    /// What the user asked for in a task, in order: at most its first 2,000 characters, about as much as one window of a
    /// small model holds.
    private func episodeItem(firstRow: Int64) throws -> [VectorWork.Item] {
        let turns = try Row.fetchAll(
            connection,
            cachedSQL: """
                SELECT turns.user_text, turns.agent_kind, turns.profile, turns.workspace, turns.started_at
                FROM traces JOIN turns ON turns.episode_id = traces.episode_id
                WHERE traces.rowid = ? ORDER BY turns.started_at, turns.id LIMIT 30
                """,
            arguments: [firstRow]
        )
        guard let first = turns.first else { return [] }
        let text = String(Self.joined(turns.map { $0[0] }).prefix(2000))
        guard !text.isEmpty else { return [] }
        let owner = Namespace(agentKind: first[1], profile: first[2], workspace: first[3])
        return [VectorWork.Item(kind: .episode, row: firstRow, text: text, owner: owner, at: first[4])]
    }

    /// All words of a skill, a policy or a world model, while it is there.
    private func learnedItem(_ kind: ItemKind, row: Int64) throws -> [VectorWork.Item] {
        let found = try Row.fetchOne(
            connection,
            cachedSQL: "SELECT words, agent_kind, profile, workspace, updated_at FROM \(kind.table) WHERE rowid = ?",
            arguments: [row]
        )
        return found.map { found in
            let owner = Namespace(agentKind: found[1], profile: found[2], workspace: found[3])
            return [
                VectorWork.Item(kind: kind.vectorKind, row: row, text: found[0], owner: owner, at: found[4])
            ]
        } ?? []
    }

    private static func joined(_ parts: [String]) -> String {
        parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
