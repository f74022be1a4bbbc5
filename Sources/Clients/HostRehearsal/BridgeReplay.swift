import DaemonClient
import JSONText
package import RuntimeHome

/// A turn as an adapter plays it: a bridge is started, a session opened, a prompt sent and its answer handed over.
package struct BridgeReplay {
    private let agent: Agent
    private let command: [String]
    private let memory: RehearsalMemory

    /// - Parameter command: the program and the words that start the bridge.
    package init(_ agent: Agent, command: [String], memory: RehearsalMemory) {
        self.agent = agent
        self.command = command
        self.memory = memory
    }

    package func run(_ marker: Marker) -> RehearsalReport {
        let way = command.joined(separator: " ")
        do throws(RehearsalFault) {
            do throws(ClientError) {
                try memory.plant(marker)
            } catch {
                throw RehearsalFault(reason: error.message)
            }
            let session = marker.session(1)
            let base: [(String, JSON?)] = [
                ("agent", .string(agent.rawValue)), ("sessionId", .string(session)),
                ("ts", .integer(wallClockMilliseconds())),
            ]
            let begun = try ask([
                ("session.open", .object(present: base)),
                ("turn.start", .object(present: base + [("userText", .string(marker.question))])),
            ])
            let text = begun.last?["injectedContext"]?.string ?? ""
            let isRecalled = text.contains(marker.answer)
            _ = try ask([
                (
                    "turn.end",
                    .object(
                        present: base + [
                            ("episodeId", begun.last?["query"]?["episodeId"]), ("agentText", .string(marker.reply)),
                            ("toolCalls", []),
                        ])
                ), ("session.close", .object(present: base)),
            ])
            let isCaptured = memory.holds(marker, answered: marker.reply)
            return RehearsalReport(isRecalled: isRecalled, isCaptured: isCaptured, way: way, milliseconds: 0)
        } catch {
            return RehearsalReport(notPlayed: error.reason, way: way)
        }
    }

    /// One bridge for these requests; the results in their order.
    private func ask(_ requests: [(method: String, parameters: JSON)]) throws(RehearsalFault) -> [JSON] {
        var input: [UInt8] = []
        for (number, request) in requests.enumerated() {
            let line: JSON = [
                "jsonrpc": "2.0", "id": JSON(number), "method": .string(request.method), "params": request.parameters,
            ]
            input += line.utf8Text + [0x0A]
        }
        let run: ChildProcess.Run?
        do throws(SystemCallError) {
            run = try ChildProcess.run(
                command.first ?? "", Array(command.dropFirst()), input: input, milliseconds: Self.patience)
        } catch {
            throw RehearsalFault(reason: "the bridge cannot be started (\(error))")
        }
        guard let run else { throw RehearsalFault(reason: "the bridge did not end in time") }
        guard run.status == 0 else { throw RehearsalFault(reason: "the bridge ended with \(run.status)") }
        var results: [Int64: JSON] = [:]
        for line in run.output.split(separator: 0x0A) {
            guard let answer = try? JSON(parsing: Array(line)), let id = answer["id"]?.int else { continue }
            if let error = answer["error"]?["message"]?.string { throw RehearsalFault(reason: error) }
            results[id] = answer["result"]
        }
        return requests.indices.compactMap { results[Int64($0)] }
    }

    private static let patience = 15_000
}
