import LanguageModels

/// The evidence of a request, read back from its words, as whoever gets the request must.
struct ShownEvidence {
    struct Piece {
        var label: String
        var kind: String
        var lines: [String]

        var text: String { lines.joined(separator: "\n") }

        /// The rest of the line that begins with a name and a colon, and the lines up to the next such line.
        func section(_ name: String) -> [String] {
            guard let start = lines.firstIndex(where: { $0.hasPrefix(name + ":") }) else { return [] }
            let first = lines[start].dropFirst(name.count + 1).drop { $0 == " " }
            let rest = lines[(start + 1)...].prefix { !Self.isHeading($0) }
            return (first.isEmpty ? [] : [String(first)]) + rest
        }

        private static func isHeading(_ line: String) -> Bool {
            headings.contains { line.hasPrefix($0 + ":") }
        }

        private static let headings = [
            "title", "trigger", "steps", "verification", "boundary", "prefer", "avoid", "name", "summary", "applies",
            "preconditions", "parameters", "limits", "asked", "fault", "error", "done", "in vain", "person", "place",
            "trials passed", "what changed",
        ]
    }

    var pieces: [Piece] = []

    init(_ request: CompletionRequest) {
        let text = request.messages.last { $0.speaker == .user }?.text ?? ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("| ") || line == "|" {
                if !pieces.isEmpty { pieces[pieces.count - 1].lines.append(String(line.dropFirst(2))) }
            } else if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                let label = line[line.index(after: line.startIndex)..<end]
                let kind = line[line.index(after: end)...].drop { $0 == " " }
                pieces.append(Piece(label: String(label), kind: String(kind), lines: []))
            }
        }
    }

    func pieces(_ kind: String) -> [Piece] { pieces.filter { $0.kind == kind } }

    /// What stands in backticks.
    static func commands(in line: String) -> [String] {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        return stride(from: 1, to: parts.count - 1, by: 2).map { String(parts[$0]) }.filter { !$0.isEmpty }
    }
}
