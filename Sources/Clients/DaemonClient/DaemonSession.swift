package import JSONText
import RuntimeHome

/// A conversation of the command line with the daemon: one request at a time, asked again on a new connection when
/// the daemon goes away in between (every request of ours may be repeated without harm).
package final class DaemonSession {
    package let context: FrontContext
    package private(set) var greeting: DaemonGreeting
    private var connection: DaemonConnection
    private let mayStart: Bool
    private var lastID: Int64 = 0

    /// A daemon may need to migrate its database before it answers.
    private static let startPatience = 60_000
    private static let greetingPatience = 5_000
    private static let attempts = 3

    /// - Parameter mayStart: start a daemon when there is none; otherwise that is an error.
    package init(context: FrontContext, mayStart: Bool) throws(ClientError) {
        self.context = context
        self.mayStart = mayStart
        (connection, greeting) = try Self.connect(context, mayStart: mayStart)
    }

    /// A connection to a daemon that is not older than this front, if one can be had.
    static func connect(
        _ context: FrontContext, role: FrontRole = .cli, mayStart: Bool
    ) throws(ClientError) -> (DaemonConnection, DaemonGreeting) {
        let deadline = Deadline.after(milliseconds: startPatience)
        var handedOver = false
        while true {
            let connection: DaemonConnection
            if mayStart {
                connection = try DaemonLauncher(context: context).connect(deadline: deadline)
            } else if let open = DaemonConnection.open(context, deadline: .after(milliseconds: 1000)) {
                connection = open
            } else {
                throw .notRunning
            }
            do throws(ClientError) {
                let greeting = try connection.greet(
                    role: role, agent: context.agent, deadline: .after(milliseconds: greetingPatience))
                if !greeting.isOlderThanFront || !mayStart || handedOver { return (connection, greeting) }
                // Asked for once only: when the daemon beside this front is old itself, it has to do.
                handedOver = true
                try connection.send(Handover.request, deadline: .after(milliseconds: greetingPatience))
                while true { _ = try connection.receiveLine(deadline: deadline) }
            } catch {
                // A daemon that is about to end may still take a connection, and then drop it.
                guard error == .connectionLost, !deadline.isOver else { throw error }
                sleepMilliseconds(10)
            }
        }
    }

    /// - Parameters:
    ///   - patience: milliseconds without any line from the daemon about this request.
    ///   - onNotification: sees what the daemon reports meanwhile.
    package func request(
        _ method: String, _ parameters: JSON = [:], patience: Int = 60_000,
        onNotification: (_ method: String, _ parameters: JSON) -> Void = { _, _ in }
    ) throws(ClientError) -> JSON {
        var attempt = 1
        while true {
            do throws(ClientError) {
                return try ask(method, parameters, patience: patience, onNotification: onNotification)
            } catch {
                guard error == .connectionLost, attempt < Self.attempts else { throw error }
                attempt += 1
                (connection, greeting) = try Self.connect(context, mayStart: mayStart)
            }
        }
    }

    private func ask(
        _ method: String, _ parameters: JSON, patience: Int,
        onNotification: (_ method: String, _ parameters: JSON) -> Void
    ) throws(ClientError) -> JSON {
        lastID += 1
        let id = JSON.integer(lastID)
        let line: JSON = ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": parameters]
        try connection.send(line.utf8Text + [UInt8(ascii: "\n")], deadline: .after(milliseconds: patience))
        while true {
            let received = try connection.receiveLine(deadline: .after(milliseconds: patience))
            guard let answer = try? JSON(parsing: received) else {
                throw ClientError(.misunderstanding, code: "protocol_error", "The daemon sent a line that is not JSON.")
            }
            if let method = answer["method"]?.string {
                onNotification(method, answer["params"] ?? [:])
            } else if answer["id"] == id {
                if let error = answer["error"] { throw ClientError(answer: error) }
                return answer["result"] ?? .null
            }
        }
    }

    /// Waits until the daemon has closed this connection, which it does last when it stops.
    package func waitForEnd(milliseconds: Int) -> Bool {
        let deadline = Deadline.after(milliseconds: milliseconds)
        while true {
            do throws(ClientError) {
                _ = try connection.receiveLine(deadline: deadline)
            } catch {
                return error == .connectionLost
            }
        }
    }
}

/// The request of a newer front that the running daemon make room for the one installed with the front.
enum Handover {
    static let id: JSON = "handover"

    static var request: [UInt8] {
        let line: JSON = [
            "jsonrpc": "2.0", "id": id, "method": "daemon.handover",
            "params": ["version": .string(ProductVersion.current.description)],
        ]
        return line.utf8Text + [UInt8(ascii: "\n")]
    }
}
