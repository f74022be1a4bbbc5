import JSONText
package import MemoryModel
import MemoryStore
import TraceCapture

/// What a person does with single steps: other words, pins, tags, shares; and taking that back.
package struct TraceCuration: Sendable {
    private let context: CoreContext

    package init(context: CoreContext) {
        self.context = context
    }

    /// A change with the id by which it is taken back; `nil` when nothing changed.
    package struct Change: Sendable {
        package var undo: String?
        package var changed: Int
    }

    /// Replaces words of a step. They are cleaned and redacted as captured ones are; index and vectors follow.
    ///
    /// - Throws: `trace_not_found`; `invalid_argument` for a question or an answer on a tool's step, whose words are its
    ///   call, and for words that leave nothing.
    package func edit(_ id: TraceID, with correction: TraceCorrection) async throws -> Change {
        let words = correction.words.mapValues(context.cleaning.words)
        let undo = newID()
        return try await context.database.write { transaction in
            let before = try Self.trace(id, in: transaction.reader)
            var after = try Rewording(words: words).applied(to: before, at: transaction.now)
            guard TraceState(after) != TraceState(before) else { return Change(undo: nil, changed: 0) }
            after.editedAt = transaction.now
            try Self.write(after, before: before, in: transaction)
            try transaction.insert(TraceState.edit(undo, .edit, from: before, to: after))
            transaction.tell(Self.fact(edited: after, words: words.keys, undo: undo))
            return Change(undo: undo, changed: 1)
        }
    }

    /// Sets marks on steps, on all of them or on none.
    ///
    /// - Throws: `trace_not_found` when one of them is not there; `invalid_argument` for tags that cannot be.
    package func mark(_ ids: [TraceID], with marks: TraceMarks) async throws -> Change {
        let marks = try marks.normalised(context.cleaning.words)
        let undo = newID()
        return try await context.database.write { transaction in
            var changed: [Trace] = []
            for id in Set(ids).sorted(by: { $0.rawValue < $1.rawValue }) {
                let before = try Self.trace(id, in: transaction.reader)
                let after = try marks.applied(to: before, at: transaction.now)
                guard TraceState(after) != TraceState(before) else { continue }
                try transaction.mark(after)
                try transaction.insert(TraceState.edit(undo, .mark, from: before, to: after))
                changed.append(after)
            }
            guard !changed.isEmpty else { return Change(undo: nil, changed: 0) }
            transaction.tell(Self.fact(marked: changed, undo: undo))
            return Change(undo: undo, changed: changed.count)
        }
    }

    /// Takes a change back, once. Steps that were forgotten since are passed over.
    ///
    /// - Throws: `not_found`; `conflict` when it was taken back already, or when a step of it was changed again since: what
    ///   is later counts.
    package func undo(_ id: String) async throws -> Change {
        try await context.database.write { transaction in
            let edits = try transaction.reader.edits(of: id)
            guard let action = edits.first?.action else {
                throw MemoryError(
                    .notFound, "There is no change of this id to take back.", details: ["id": .string(id)],
                    hint: "Changes can be taken back for 30 days, unless what they changed was forgotten.")
            }
            guard edits.allSatisfy({ $0.undoneAt == nil }) else {
                throw MemoryError(.conflict, "This change was taken back already.", details: ["id": .string(id)])
            }
            var restored: [Trace] = []
            for edit in edits {
                let present = try Self.trace(edit.trace, in: transaction.reader)
                guard TraceState(present).holds(edit.after) else {
                    throw MemoryError(
                        .conflict, "It was changed again since; what is later counts.",
                        details: ["id": .string(id), "traceId": .string(edit.trace.rawValue)],
                        hint: "Take the later change back first, or set it by hand.")
                }
                let former = TraceState(edit.before).applied(to: present)
                if action == .edit {
                    try Self.write(former, before: present, in: transaction)
                } else {
                    try transaction.mark(former)
                }
                restored.append(former)
            }
            try transaction.markUndone(id)
            if action == .edit, let trace = restored.first {
                transaction.tell(Self.fact(edited: trace, words: [], undo: nil))
            } else {
                transaction.tell(Self.fact(marked: restored, undo: nil))
            }
            return Change(undo: nil, changed: restored.count)
        }
    }

    private func newID() -> String { context.identifiers.text("ed", at: max(0, context.now())) }

    private static func trace(_ id: TraceID, in reader: MemoryReader) throws -> Trace {
        guard let trace = try reader.trace(id) else {
            throw MemoryError(
                .traceNotFound, "There is no trace with this id.", details: ["id": .string(id.rawValue)],
                hint: "memos search finds ids.")
        }
        return trace
    }

    /// With the faults and the number of terms that its words have now. What a tool did stays what it was.
    private static func write(_ trace: Trace, before: Trace, in transaction: MemoryTransaction) throws {
        var trace = trace
        let draft = Rewording.draft(of: trace)
        if trace.kind == .answer, trace.userText != before.userText { trace.errors = draft.errors }
        try transaction.reword(trace, length: trace.kind == .answer ? draft.length : nil)
    }
}

extension TraceCuration {
    /// - Parameter undo: `nil` when it was taken back.
    private static func fact(
        edited trace: Trace, words: some Sequence<Trace.Wording>, undo: String?
    ) -> MemoryFact {
        MemoryFact(
            .traceEdited,
            .object(present: [
                ("traceId", .string(trace.id.rawValue)), ("turnId", .string(trace.turnID.rawValue)),
                ("episodeId", .string(trace.episodeID.rawValue)), ("sessionId", .string(trace.sessionID.rawValue)),
                ("words", undo == nil ? nil : JSON(words.map(\.rawValue).sorted())), ("undo", undo.map(JSON.string)),
                ("undone", undo == nil ? true : nil),
            ]),
            correlation: trace.sessionID.rawValue)
    }

    private static func fact(marked traces: [Trace], undo: String?) -> MemoryFact {
        MemoryFact(
            .traceMarked,
            .object(present: [
                ("traceIds", JSON(traces.map(\.id.rawValue))),
                ("turnIds", JSON(Set(traces.map(\.turnID.rawValue)).sorted())), ("undo", undo.map(JSON.string)),
                ("undone", undo == nil ? true : nil),
            ]))
    }
}
