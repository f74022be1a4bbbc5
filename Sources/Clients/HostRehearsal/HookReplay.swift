import DaemonClient
import JSONText
package import RuntimeHome

/// Two sessions of an imagined host, through the very commands the host runs: one is told something, the other is asked
/// for it.
package struct HookReplay {
    private let script: HookScript
    private let lines: @Sendable (String) -> HookLine?
    private let memory: RehearsalMemory

    /// - Parameters:
    ///   - folder: where the host works.
    ///   - lines: the command of an event, `nil` for events that call nobody.
    package init(
        _ agent: Agent, folder: String, memory: RehearsalMemory, lines: @escaping @Sendable (String) -> HookLine?
    ) {
        script = HookScript(agent: agent, folder: folder)
        self.memory = memory
        self.lines = lines
    }

    /// - Parameter attempts: how often the second session may ask; what was told may still be on its way.
    package func run(_ marker: Marker, attempts: Int) -> RehearsalReport {
        let way = [HookScript.Moment.prompt, .stop].lazy.compactMap(script.event).compactMap(lines).first?.text
        guard let way else {
            return RehearsalReport(notPlayed: "no hook is installed for it", way: "hooks of \(script.agent.rawValue)")
        }
        do throws(RehearsalFault) {
            try tell(marker)
            if !script.recallsAtPrompt {
                let isKept = memory.holds(marker, answered: marker.answer, within: .after(milliseconds: 2_000))
                return RehearsalReport(isRecalled: isKept, isCaptured: isKept, way: way, milliseconds: 0)
            }
            for attempt in 1...attempts {
                let run = try ask(marker, in: marker.session(attempt + 1))
                if String(decoding: run?.output ?? [], as: UTF8.self).contains(marker.answer) {
                    // The words of the prompt may have come back, and the answer may have been lost.
                    let isKept = memory.holds(marker, answered: marker.answer, within: .after(milliseconds: 2_000))
                    return RehearsalReport(
                        isRecalled: true, isCaptured: isKept, way: way, milliseconds: run?.milliseconds ?? 0)
                }
                sleepMilliseconds(100 * attempt)
            }
            let isKept = memory.holds(marker, answered: marker.answer)
            return RehearsalReport(isRecalled: false, isCaptured: isKept, way: way, milliseconds: 0)
        } catch {
            return RehearsalReport(notPlayed: error.reason, way: way)
        }
    }

    private func tell(_ marker: Marker) throws(RehearsalFault) {
        for moment in HookScript.Moment.allCases {
            _ = try send(moment, marker.session(1), prompt: marker.statement, answer: marker.noted)
        }
    }

    private func ask(_ marker: Marker, in session: String) throws(RehearsalFault) -> ChildProcess.Run? {
        _ = try send(.sessionStart, session, prompt: marker.question, answer: "")
        let run = try send(.prompt, session, prompt: marker.question, answer: "")
        _ = try send(.sessionEnd, session, prompt: marker.question, answer: "")
        return run
    }

    private func send(
        _ moment: HookScript.Moment, _ session: String, prompt: String, answer: String
    ) throws(RehearsalFault) -> ChildProcess.Run? {
        guard let event = script.event(moment), let line = lines(event),
            let payload = script.payload(moment, session: session, prompt: prompt, answer: answer)
        else { return nil }
        return try line.send(payload, event: event)
    }
}
