import MemoryModel
import MemoryStore

/// Turns that are there already under another name: what live capture recorded, or another source told. A turn is the same
/// when it was said in the same words by the same agent at the same time.
struct ImportTwins {
    private var known: [String: [TurnTrail]] = [:]

    /// How far the clocks of two records of one message may be apart. Some hosts write a message down when its turn
    /// ends, so that this counts from the beginning and from the end.
    static let tolerance: Int64 = 120_000
    /// A turn that goes on for longer is not looked for.
    static let longestTurn: Int64 = 6 * 3_600_000

    /// - Parameters:
    ///   - turns: of one conversation, cleaned.
    ///   - own: keys of the whole conversation; turns of these are its own and no twins.
    ///   - source: the kind of source the conversation comes from.
    init(
        of turns: [ImportedTurn], in conversation: TranscriptConversation, own: Set<String>, source: String,
        reader: MemoryReader
    ) throws {
        var trails = try reader.trails(of: SessionID(conversation.id)).filter { !own.contains($0.key) }
        if conversation.hasNameOfItsOwn {
            let times = turns.compactMap { $0.isDated ? $0.startedAt : nil }
            if let first = times.min(), let last = times.max() {
                trails += try reader.trails(
                    ofAgent: conversation.host, from: first - Self.longestTurn, to: last + Self.tolerance,
                    exceptFrom: source)
            }
        }
        for trail in trails { known[Self.words(trail.userText), default: []].append(trail) }
    }

    /// - Parameter turn: cleaned.
    func holds(_ turn: ImportedTurn) -> Bool {
        guard !known.isEmpty, !turn.userText.isEmpty, let same = known[Self.words(turn.userText)] else { return false }
        // Without times of its own, all the same words of the session are one message.
        guard turn.isDated, let at = turn.startedAt else { return true }
        return same.contains { trail in
            at >= trail.startedAt - Self.tolerance
                && at <= (trail.endedAt ?? trail.startedAt) + Self.tolerance
        }
    }

    /// Hosts differ in the white space they keep.
    private static func words(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
