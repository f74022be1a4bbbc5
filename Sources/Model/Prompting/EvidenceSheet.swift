/// What a prompt shows of the past: pieces of text, each under a short id that the reply names as evidence.
///
/// All of it is untrusted: a tool's output may imitate instructions. Every line of a piece begins with a bar, so that
/// nothing inside can look like the end of the piece or like a word of ours.
package struct EvidenceSheet: Sendable, Equatable {
    package struct Piece: Sendable, Equatable {
        /// As the reply names it: `e1`, `e2`, …
        package var label: String
        /// Trace, turn, feedback, policy, …: what the label stands for.
        package var id: String
        /// One or a few words: `step failed`, `feedback`.
        package var kind: String
        package var text: String
        /// Prompts that see it; `nil`: all of the request.
        package var audience: Set<String>?
    }

    package private(set) var pieces: [Piece] = []

    package init() {}

    /// - Parameters:
    ///   - text: of any length; cut to `limit` characters, keeping head (55 %) and tail.
    ///   - audience: prompts that see it; `nil`: all of the request. Pieces of a narrow audience go last, so that the labels
    ///     of the others stay when they change.
    /// - Returns: the label.
    @discardableResult
    package mutating func add(
        _ id: String, kind: String, _ text: String, limit: Int = 800, for audience: Set<String>? = nil
    ) -> String {
        let label = "e\(pieces.count + 1)"
        pieces.append(
            Piece(label: label, id: id, kind: kind, text: Self.cut(text, to: limit), audience: audience))
        return label
    }

    /// What the label of a reply stands for.
    package func id(of label: String) -> String? {
        pieces.first { $0.label == label }?.id
    }

    /// The pieces that one of the prompts sees.
    package func text(for prompts: Set<String>) -> String {
        pieces.filter { $0.audience.map { !$0.isDisjoint(with: prompts) } ?? true }
            .map { piece in
                let lines = piece.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                return "[\(piece.label)] \(piece.kind)\n" + lines.map { "| \($0)" }.joined(separator: "\n")
            }
            .joined(separator: "\n\n")
    }

    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.count > limit else { return text }
        let head = limit * 55 / 100
        return "\(text.prefix(head)) … \(text.suffix(max(0, limit - head - 3)))"
    }
}
