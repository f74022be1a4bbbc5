import JSONText
import MemoryModel

/// The JSON export of the MemOS plugin: `{version: 1, exportedAt, traces, policies, worldModels, skills}`. Its scores are
/// not read.
enum PluginExport: TranscriptFormatReader {
    static func recognises(_ candidate: TranscriptCandidate) -> Bool {
        candidate.name.hasSuffix(".json") && candidate.head.first { $0 > 0x20 } == UInt8(ascii: "{")
            && candidate.hasHead("\"exportedAt\"") && candidate.hasHead("\"traces\"")
    }

    static func read(_ reading: TranscriptReading) throws {
        let document = try reading.wholeFile()
        guard let traces = document["traces"]?.array else {
            throw MemoryError(
                .unsupported, "\(reading.source.path) is no export of the MemOS plugin",
                hint: "Name the file that its viewer's export saved. Our own exports come back with --restore.")
        }
        try readTraces(traces, reading)
        var notes: [String: [(headings: [String], text: String, at: Int64?)]] = [:]
        let lists: [(String, (_ field: (String) -> String?) -> (headings: [String], text: String)?)] = [
            ("policies", PluginLessons.policy), ("worldModels", PluginLessons.worldModel),
            ("skills", PluginLessons.skill),
        ]
        for (name, lesson) in lists {
            for item in document[name]?.array ?? [] {
                reading.note(item.object == nil ? .unknownType : nil, type: name)
                guard let note = lesson({ item[$0]?.string }) else { continue }
                notes[PluginAgent.name(item["ownerAgentKind"]?.string), default: []]
                    .append((note.headings, note.text, Timestamp.milliseconds(item["updatedAt"])))
            }
        }
        for (agent, notes) in notes.sorted(by: { $0.key < $1.key }) {
            try NoteReading.emit(notes, as: "notes:\(reading.source.path)#\(agent)", of: agent, in: reading)
        }
    }

    private static func readTraces(_ traces: [JSON], _ reading: TranscriptReading) throws {
        var sessions: [(id: String, steps: [PluginStep])] = []
        var places: [String: Int] = [:]
        for trace in traces {
            guard let session = trace["sessionId"]?.string, let id = trace["id"]?.string else {
                reading.note(.unknownType, type: "traces")
                continue
            }
            reading.note(nil)
            let at = Timestamp.milliseconds(trace["ts"])
            let step = PluginStep(
                session: session, episode: trace["episodeId"]?.string ?? "",
                turn: trace["turnId"]?.int.map { String($0) } ?? id, at: at,
                agent: PluginAgent.name(trace["ownerAgentKind"]?.string), workspace: nil,
                userText: trace["userText"]?.string ?? "", agentText: trace["agentText"]?.string ?? "",
                thinking: trace["agentThinking"]?.string, calls: trace["toolCalls"]?.array ?? [])
            if let place = places[session] {
                sessions[place].steps.append(step)
            } else {
                places[session] = sessions.count
                sessions.append((session, [step]))
            }
        }
        for session in sessions {
            var turns = PluginTurns()
            for step in session.steps.sorted(by: order) { turns.add(step) }
            try reading.emit(
                TranscriptSession(
                    id: session.id, host: session.steps[0].agent, startedAt: turns.turns.first?.startedAt,
                    turns: turns.turns))
        }
    }

    private static func order(_ left: PluginStep, _ right: PluginStep) -> Bool {
        (Int64(left.turn) ?? left.at ?? 0, left.episode, left.at ?? 0)
            < (Int64(right.turn) ?? right.at ?? 0, right.episode, right.at ?? 0)
    }
}
