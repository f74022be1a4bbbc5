package import DaemonClient
import JSONText
package import RuntimeHome

/// The memory on which a rehearsal is played: the marker goes in, what was captured is looked up, all of it is forgotten.
package struct RehearsalMemory {
    private let session: DaemonSession
    private let agent: Agent

    /// - Parameter agent: whose host plays.
    package init(_ session: DaemonSession, agent: Agent) {
        self.session = session
        self.agent = agent
    }

    /// Writes the marker as a turn of the agent, of no project, so that it is near in every folder.
    func plant(_ marker: Marker) throws(ClientError) {
        let id = marker.session(0)
        let base: [(String, JSON?)] = [("agent", .string(agent.rawValue)), ("sessionId", .string(id))]
        _ = try session.request("session.open", .object(present: base))
        let begun = try session.request(
            "turn.start",
            .object(
                present: base + [("userText", .string(marker.statement)), ("ts", .integer(wallClockMilliseconds()))])
        )
        _ = try session.request(
            "turn.end",
            .object(
                present: base + [
                    ("episodeId", begun["query"]?["episodeId"]), ("agentText", .string(marker.noted)),
                    ("toolCalls", []), ("ts", .integer(wallClockMilliseconds())),
                ]))
        _ = try session.request("session.close", .object(present: base))
    }

    /// Whether a turn is kept in which somebody asked for the marker and got this answer.
    func holds(_ marker: Marker, answered answer: String) -> Bool {
        turns(of: marker).contains { $0["agentText"]?.string?.contains(answer) == true }
    }

    /// The same, waiting for a hand-off that is on its way.
    func holds(_ marker: Marker, answered answer: String, within deadline: Deadline) -> Bool {
        while true {
            if holds(marker, answered: answer) { return true }
            if deadline.isOver { return false }
            sleepMilliseconds(100)
        }
    }

    /// Forgets every session in which the marker was spoken of.
    package func forget(_ marker: Marker) {
        let sessions = Set(turns(of: marker).compactMap { $0["sessionId"]?.string }).sorted()
        guard !sessions.isEmpty else { return }
        _ = try? session.request("memory.forget", ["ids": JSON(sessions)])
    }

    private func turns(of marker: Marker) -> [JSON] {
        let answer = try? session.request("memory.list_turns", ["limit": 50])
        return (answer?["turns"]?.array ?? []).filter { $0["userText"]?.string?.contains(marker.subject) == true }
    }
}
