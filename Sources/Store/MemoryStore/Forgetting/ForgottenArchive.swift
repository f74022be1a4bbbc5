import GRDB
package import JSONText
import MemoryModel

extension MemoryTransaction {
    /// Whether an archived row is of something that was forgotten here, or was made of it.
    package func isForgotten(_ row: JSONObject, of table: String) throws -> Bool {
        guard table != "tombstones", try reader.hasForgotten() else { return false }
        var marks = Set<Tombstone>()
        for member in row.members { Self.collect(member.value, into: &marks) }
        if table == "turns", let turn = Turn(archived: row) {
            marks.formUnion(Tombstone.of(turn, contentHash: row["content_hash"]?.string))
        }
        return try reader.isForgotten(Array(marks))
    }

    /// Everything that may be an id; texts are longer, or have spaces.
    private static func collect(_ value: JSON, into marks: inout Set<Tombstone>) {
        switch value {
        case .string(let text):
            if text.hasPrefix("{") || text.hasPrefix("["), let inner = try? JSON(parsing: text) {
                collect(inner, into: &marks)
            } else if (1...128).contains(text.utf8.count), !text.utf8.contains(UInt8(ascii: " ")) {
                marks.insert(.id(text))
            }
        case .array(let values): for value in values { collect(value, into: &marks) }
        case .object(let object): for member in object.members { collect(member.value, into: &marks) }
        case .null, .bool, .integer, .double, .literal: break
        }
    }
}

extension Turn {
    fileprivate init?(archived row: JSONObject) {
        guard let session = row["session_id"]?.string, let key = row["key"]?.string else { return nil }
        self.init(
            id: TurnID(row["id"]?.string ?? ""), key: key, sessionID: SessionID(session), episodeID: EpisodeID(""),
            owner: Namespace(agentKind: ""), userText: row["user_text"]?.string ?? "",
            agentText: row["agent_text"]?.string ?? "", startedAt: row["started_at"]?.int ?? 0,
            endedAt: row["ended_at"]?.int)
    }
}
