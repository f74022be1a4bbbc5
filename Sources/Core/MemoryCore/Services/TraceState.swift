import JSONText
import MemoryModel
import MemoryStore
import TextAnalysis
import TraceCapture

/// What a person can change of a step, as the book of changes keeps it.
struct TraceState: Equatable {
    private var members: JSONObject

    init(_ trace: Trace) {
        members = JSONObject([
            .init(key: "summary", value: .string(trace.summary)),
            .init(key: "userText", value: .string(trace.userText)),
            .init(key: "agentText", value: .string(trace.agentText)),
            .init(key: "reflection", value: trace.reflection.map(JSON.string) ?? .null),
            .init(key: "ownWords", value: JSON(trace.ownWords.map(\.rawValue).sorted())),
            .init(key: "pinnedAt", value: trace.pinnedAt.map(JSON.integer) ?? .null),
            .init(key: "share", value: .string(trace.share.rawValue)), .init(key: "tags", value: JSON(trace.tags)),
            .init(key: "editedAt", value: trace.editedAt.map(JSON.integer) ?? .null),
        ])
    }

    /// - Parameter stored: some of the members.
    init(_ stored: JSON) {
        members = stored.object ?? JSONObject()
    }

    /// The members that differ, before and after.
    static func edit(_ id: String, _ action: TraceEdit.Action, from before: Trace, to after: Trace) -> TraceEdit {
        let (old, new) = (TraceState(before).members, TraceState(after).members)
        let keys = old.members.map(\.key).filter { old[$0] != new[$0] }
        func part(_ members: JSONObject) -> JSON {
            .object(JSONObject(keys.map { .init(key: $0, value: members[$0] ?? .null) }))
        }
        return TraceEdit(id: id, trace: before.id, action: action, before: part(old), after: part(new))
    }

    /// Whether these members are still what they were made. A line that followed from other words may have been written
    /// anew since; that is nobody's later will.
    func holds(_ stored: JSON) -> Bool {
        let own = members["ownWords"]?.array?.compactMap(\.string) ?? []
        return (stored.object?.members ?? []).allSatisfy { member in
            members[member.key] == member.value || (member.key == "summary" && !own.contains("summary"))
        }
    }

    func applied(to trace: Trace) -> Trace {
        var trace = trace
        if let text = members["summary"]?.string { trace.summary = text }
        if let text = members["userText"]?.string { trace.userText = text }
        if let text = members["agentText"]?.string { trace.agentText = text }
        if let text = members["reflection"] { trace.reflection = text.string }
        if let words = members["ownWords"]?.array {
            trace.ownWords = Set(words.compactMap(\.string).compactMap(Trace.Wording.init))
        }
        if let time = members["pinnedAt"] { trace.pinnedAt = time.int }
        if let share = members["share"]?.string { trace.share = Trace.Share(rawValue: share) ?? .private }
        if let tags = members["tags"]?.array { trace.tags = tags.compactMap(\.string) }
        if let time = members["editedAt"] { trace.editedAt = time.int }
        return trace
    }
}

/// A person's words put into a step.
struct Rewording {
    /// Clean.
    let words: [Trace.Wording: String]

    /// - Throws: `invalid_argument`.
    func applied(to before: Trace, at time: Timestamp) throws -> Trace {
        var trace = before
        if before.kind == .tool, words[.userText] != nil || words[.agentText] != nil {
            throw MemoryError(
                .invalidArgument, "This step is a tool call; what was said stands on the turn's last step.",
                details: ["id": .string(before.id.rawValue)],
                hint: "Its summary and its reflection can have other words.")
        }
        if let text = words[.userText] { trace.userText = text }
        if let text = words[.agentText] { trace.agentText = text }
        if trace.kind == .answer, trace.userText.isEmpty, trace.agentText.isEmpty, !words.isEmpty,
            !(before.userText.isEmpty && before.agentText.isEmpty)
        {
            throw MemoryError(
                .invalidArgument, "Nothing would be left of this step.",
                details: ["id": .string(before.id.rawValue)], hint: "memory.forget removes it.")
        }
        if let text = words[.reflection] { trace.reflection = text.isEmpty ? nil : text }
        if let text = words[.summary] {
            trace.summary = String(
                text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(Self.longestSummary))
            if trace.summary.isEmpty {
                throw MemoryError(
                    .invalidArgument, "trace.edit: \"summary\" must not be empty.",
                    details: ["parameter": "summary"])
            }
        }
        for (word, _) in words where TraceState.text(word, of: trace) != TraceState.text(word, of: before) {
            trace.ownWords.insert(word)
        }
        let hasOtherText = trace.userText != before.userText || trace.agentText != before.agentText
        if hasOtherText, !trace.ownWords.contains(.summary) { trace.summary = Self.draft(of: trace).summary }
        return trace
    }

    /// Characters; as of the rules' lines.
    private static let longestSummary = 160

    /// What the rules say of an answer's words.
    static func draft(of trace: Trace) -> StepDraft {
        StepExtractor.steps(
            of: FinishedTurn(
                userText: trace.userText, agentText: trace.agentText, thinking: trace.thinking, calls: [], at: trace.at)
        )[0]
    }
}

extension TraceState {
    static func text(_ word: Trace.Wording, of trace: Trace) -> String {
        switch word {
        case .summary: trace.summary
        case .userText: trace.userText
        case .agentText: trace.agentText
        case .reflection: trace.reflection ?? ""
        }
    }
}
