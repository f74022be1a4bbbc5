/// The mark of something that was forgotten: enough to know it again when it comes back, and nothing of what it said.
package struct Tombstone: Sendable, Hashable {
    package var kind: Kind
    package var hash: String

    package enum Kind: String, Sendable, CaseIterable {
        /// An id of a row.
        case id
        /// A turn by its session, its key and the user's words.
        case opening
        /// A turn by its session, its key and the agent's words.
        case closing
        /// A turn that had not ended, by its session and its key.
        case key
        /// A turn by all it said, in whatever session it is told again.
        case content
    }

    private init(_ kind: Kind, _ parts: [String]) {
        self.kind = kind
        hash = ContentHash.of([kind.rawValue] + parts)
    }

    package static func id(_ id: String) -> Tombstone { Tombstone(.id, [id]) }

    /// The marks by which a turn is known again.
    ///
    /// - Parameter contentHash: of all it said; `nil` before it ended.
    package static func of(_ turn: Turn, contentHash: String?) -> [Tombstone] {
        let place = [turn.sessionID.rawValue, turn.key]
        guard let contentHash, !turn.isOpen else {
            return [Tombstone(.key, place)]
                + (turn.userText.isEmpty ? [] : [Tombstone(.opening, place + [turn.userText])])
        }
        var marks: [Tombstone] = []
        if !turn.userText.isEmpty { marks.append(Tombstone(.opening, place + [turn.userText])) }
        if !turn.agentText.isEmpty { marks.append(Tombstone(.closing, place + [turn.agentText])) }
        if marks.isEmpty { marks.append(Tombstone(.opening, place + [""])) }
        // Few words may be said again elsewhere without being the same turn.
        if turn.userText.count + turn.agentText.count >= distinctiveLength {
            marks.append(Tombstone(.content, [contentHash]))
        }
        return marks
    }

    /// Characters.
    private static let distinctiveLength = 40
}
