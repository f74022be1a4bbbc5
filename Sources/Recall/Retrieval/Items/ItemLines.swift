import MemoryModel
import MemoryStore

/// How what was learned stands in a block: fresh lessons and skills before the memories, environment and guidance after
/// them.
struct ItemLines {
    /// Lines with the ids that they show.
    var before: [(text: String, ids: [String])] = []
    var after: [(text: String, ids: [String])] = []

    init(_ result: RecallResult) {
        for note in result.notes { before.append(("- lesson: \(note.text)", [note.id])) }
        for hit in result.skills {
            let name = hit.head.title + Self.origin(hit)
            before.append(("- skill \(name): \(Self.brief(hit)) (skill id \(hit.head.id))", [hit.head.id]))
        }
        for hit in result.worldModels {
            after.append(
                (
                    "- environment: \(hit.head.title)\(Self.origin(hit)): \(hit.snippet) (world model id \(hit.head.id))",
                    [hit.head.id]
                ))
        }
        for hit in result.policies {
            let advice =
                hit.guidance.preference.prefix(Self.sentences).map { "prefer \($0.text)" }
                + hit.guidance.antiPattern.prefix(Self.sentences).map { "avoid \($0.text)" }
            let told = advice.isEmpty ? Self.brief(hit) : advice.joined(separator: "; ")
            let title = hit.head.title + Self.origin(hit)
            after.append(("- experience: \(title): \(told) (policy id \(hit.head.id))", [hit.head.id]))
        }
        for hit in result.episodes {
            after.append(
                ("- [\(CalendarDay.text(hit.at))] task: \(hit.course) (episode id \(hit.episode.rawValue))", []))
        }
    }

    private static func brief(_ hit: ItemHit) -> String {
        hit.head.summary.isEmpty ? hit.snippet : hit.head.summary
    }

    /// Whose word it is, where it is somebody else's.
    private static func origin(_ hit: ItemHit) -> String {
        hit.head.origin.map { " (\($0.label))" } ?? ""
    }

    /// Sentences of guidance of each kind, at most.
    private static let sentences = 2
}
