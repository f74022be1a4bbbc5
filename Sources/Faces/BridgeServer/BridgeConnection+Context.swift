import ContextServer
import JSONRPC
import JSONText

/// A client of the Model Context Protocol at the other end: the lines are the same, what they say is another room's.
extension BridgeConnection {
    func contextSession(_ told: JSON, line: Int, output: Outbound) -> ContextSession {
        let hosts = server.hosts
        return ContextSession(
            server: server.context, client: ContextClient(hello: told),
            line: ContextLine(
                send: { send($0, to: output) },
                ask: { try await hosts.call($0, $1, within: $2, on: line) },
                lendsModel: { hosts.offer($0 ? [Self.sampling] : [], on: line) }))
    }

    /// By which a client of the Model Context Protocol lends its model.
    private static let sampling = "sampling/createMessage"

    func take(
        _ line: [UInt8], for session: ContextSession, into requests: inout DiscardingTaskGroup, output: Outbound
    ) {
        do throws(InvalidMessage) {
            let message = try Message(line: line)
            if case .response(let id, let result) = message { return server.hosts.answered(id, result) }
            if let work = session.take(message) { requests.addTask { await work() } }
        } catch {
            send(error.response, to: output)
        }
    }
}
