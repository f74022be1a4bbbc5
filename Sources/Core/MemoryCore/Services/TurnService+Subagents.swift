import JSONText
import MemoryModel
import MemoryStore
import TraceCapture

extension TurnService {
    /// Records a helper agent's work as a turn of its parent's task.
    package func recordSubagent(_ report: SubagentOutcomeReport) async throws -> Recorded {
        guard try await context.records(report.owner, in: report.session) else {
            return Recorded(episode: report.episode, traces: [])
        }
        let time = report.at ?? context.now()
        let task = context.cleaning.words(report.task)
        let call = ToolCall(
            id: report.childSession, name: "subagent", input: .string(task), output: report.result,
            errorCode: report.error, startedAt: time
        )
        let calls = report.calls.map(context.cleaning.call) + [context.cleaning.call(call)]
        let content = ContentHash.of([task, calls.last?.output ?? "", report.childSession == nil ? "\(time)" : ""])
        let key = "subagent:\(report.childSession ?? ""):\(content)"
        var report = report
        report.owner = try await context.located(report.owner, in: report.session)
        let mark = await context.mark(of: report.owner)
        return try await context.database.write { [context, recorder, report] transaction in
            if let known = try transaction.reader.turn(session: report.session, key: key) {
                return Recorded(
                    episode: known.episodeID, traces: try transaction.reader.traces(ofTurn: known.id).map(\.id)
                )
            }
            if try recorder.isForgotten(key: key, session: report.session, userText: "", in: transaction) {
                return Recorded(episode: try transaction.reader.openEpisode(of: report.session)?.id, traces: [])
            }
            try recorder.ensureSession(report.session, owner: report.owner, at: time, meta: nil, in: transaction)
            let heard = try recorder.hear("", in: report.session, at: time, reader: transaction.reader)
            let place = try recorder.route(
                heard, in: report.session, preview: task, requested: report.episode, transaction: transaction
            )
            let turn = Turn(
                id: context.identifiers.next("tu", at: max(0, time)), key: key, sessionID: report.session,
                episodeID: place.episode, owner: report.owner, userText: "", startedAt: time, endedAt: time,
                branch: mark?.branch
            )
            try recorder.place(report.owner, as: mark, in: transaction)
            try recorder.begin(turn, in: transaction)
            let ids = try recorder.end(turn, calls: calls, thinking: nil, in: transaction)
            return Recorded(episode: place.episode, traces: ids)
        }
    }
}
