import JSONText
import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// `memos bridge` and `memos mcp`: passes lines between a host's pipes and the daemon's socket, both ways, and keeps every request
/// until its answer came. When the daemon dies or makes room for a newer one, it gets the next daemon and asks again.
///
/// One thread around one poll. It understands nothing but the envelope of a line, and prints nothing but lines.
package struct BridgeRelay {
    private let context: FrontContext
    private let launcher: DaemonLauncher
    private let parent = getppid()
    private let termination = Termination.listen()

    private var link = Link.none
    private var ledger = RequestLedger()
    private var fromHost = LineBuffer(limit: LineLimit.bytes)
    /// Answers are longer than requests may be: a search result, a timeline.
    private var fromDaemon = LineBuffer(limit: 4 * LineLimit.bytes)
    private var toHost = OutputQueue()
    private var toDaemon = OutputQueue()
    private var hostIsDone: Deadline?
    /// A finished start whose process is still to be reaped.
    private var launchStep: StartingDaemon?
    private var handedOver = false
    /// What the daemon must know of a client that has introduced itself; `nil` for a bridge.
    private var client: ContextIntroduction?

    /// The connection to the daemon, as far as it has come.
    private enum Link {
        case none
        case starting(StartingDaemon?, until: Deadline)
        case greeting(DaemonConnection, until: Deadline)
        case handingOver(DaemonConnection, until: Deadline)
        case open(DaemonConnection)

        var connection: DaemonConnection? {
            switch self {
            case .none, .starting: nil
            case .greeting(let connection, _), .handingOver(let connection, _), .open(let connection): connection
            }
        }
    }

    private static let startPatience = 60_000
    /// How long answers are waited for when the host has said everything.
    private var farewell: Int { client == nil ? 5_000 : ContextIntroduction.farewell }
    /// How soon the death of the parent is noticed when its pipes stay open. `PR_SET_PDEATHSIG` would tell at once,
    /// but of the death of the *thread* that started us, and hosts start bridges from worker threads.
    private static let parentCheck = 1_000
    /// Bytes waiting in one direction from which on nothing more is read for it.
    private static let enough = 32 << 20

    package init(context: FrontContext, client: ContextIntroduction? = nil) {
        self.context = context
        self.client = client
        launcher = DaemonLauncher(context: context)
    }

    /// Returns when the host is gone or has closed its end and everything is answered.
    package mutating func run() {
        connect()
        while getppid() == parent, step() {
            if let hostIsDone, hostIsDone.isOver || (ledger.isEmpty && toHost.isEmpty && toDaemon.isEmpty) { break }
        }
        sayLastWords()
    }

    /// Waits for one round of events; false when the relay should end.
    private mutating func step() -> Bool {
        // The pipes of the host stay blocking, as they may be shared; what poll promises is never exceeded.
        var entries = [
            pollfd(fd: readsHost ? 0 : -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: 1, events: toHost.isEmpty ? 0 : Int16(POLLOUT), revents: 0),
            pollfd(fd: termination, events: Int16(POLLIN), revents: 0),
            pollfd(fd: link.connection?.descriptor ?? -1, events: socketEvents, revents: 0),
        ]
        _ = poll(&entries, nfds_t(entries.count), Int32(pollTime))
        if entries[2].revents != 0 { return false }
        if entries[1].revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { return false }
        if entries[1].revents & Int16(POLLOUT) != 0, !toHost.write(to: 1, atMost: Int(PIPE_BUF)) { return false }
        if entries[0].revents != 0 { readHost() }
        if let connection = link.connection, entries[3].revents != 0 {
            let isWritable = entries[3].revents & Int16(POLLOUT) != 0
            let isWhole = !isWritable || toDaemon.write(to: connection.descriptor, atMost: 1 << 18)
            let hasInput = entries[3].revents & ~Int16(POLLOUT) != 0
            if hasInput || !isWhole { readDaemon(connection) }
        }
        checkProgress()
        return true
    }

    private var readsHost: Bool { hostIsDone == nil && toDaemon.count < Self.enough }

    private var socketEvents: Int16 {
        let input = toHost.count < Self.enough ? Int16(POLLIN) : 0
        return toDaemon.isEmpty ? input : input | Int16(POLLOUT)
    }

    private var pollTime: Int {
        if case .starting = link { return 10 }
        return min(Self.parentCheck, hostIsDone?.remainingMilliseconds ?? Self.parentCheck)
    }

    /// What was accepted from the host should reach the daemon even if nobody reads the answer.
    private mutating func sayLastWords() {
        guard case .open(let connection) = link else { return }
        let deadline = Deadline.after(milliseconds: 500)
        while !toDaemon.isEmpty, !deadline.isOver {
            let events = Descriptor.wait(
                connection.descriptor, for: Int16(POLLOUT), milliseconds: deadline.remainingMilliseconds)
            if events != Int16(POLLOUT) || !toDaemon.write(to: connection.descriptor, atMost: 1 << 18) { return }
        }
    }

    // MARK: The host

    private mutating func readHost() {
        let lines: [LineBuffer.Line]
        switch fromHost.fill({ Descriptor.read(0, into: &$0) }) {
        case .bytes: lines = fromHost.takeLines()
        case .wouldBlock: return
        case .end, .failed:
            lines = fromHost.takeLast()
            hostIsDone = .after(milliseconds: farewell)
        }
        for line in lines {
            switch line {
            case .tooLong: toHost.append(line: LocalAnswer.lineTooLong)
            case .complete(let bytes):
                if let id = client?.noted(bytes) { ledger.gaveUp(id) }
                let isOpen = if case .open = link { true } else { false }
                if ledger.receivedFromHost(bytes, isOpen: isOpen) { toDaemon.append(line: bytes) }
                if case .none = link { connect() }
            }
        }
    }

    // MARK: The daemon

    private mutating func connect(until deadline: Deadline = .after(milliseconds: startPatience)) {
        if let connection = DaemonConnection.open(context, deadline: .after(milliseconds: 20)) {
            return greet(connection, until: deadline)
        }
        switch launcher.begin(reporting: true) {
        case .running(let connection): greet(connection, until: deadline)
        case .starting(let start): link = .starting(start, until: deadline)
        case .startedByAnother: link = .starting(nil, until: deadline)
        case .failed(let error): giveUp(error)
        }
    }

    private mutating func greet(_ connection: DaemonConnection, until deadline: Deadline) {
        fromDaemon = LineBuffer(limit: 4 * LineLimit.bytes)
        toDaemon.removeAll()
        toDaemon.append(
            bytes: DaemonConnection.hello(
                role: client == nil ? .bridge : .mcp, agent: context.agent, context: client?.json))
        link = .greeting(connection, until: deadline)
    }

    private mutating func readDaemon(_ connection: DaemonConnection) {
        let input = fromDaemon.fill { Descriptor.read(connection.descriptor, into: &$0) }
        for line in fromDaemon.takeLines() {
            guard case .complete(let bytes) = line else { return lost() }
            switch link {
            case .greeting: greeted(by: bytes, over: connection)
            case .open: if ledger.receivedFromDaemon(bytes) { toHost.append(line: bytes) }
            case .none, .starting, .handingOver: break
            }
        }
        switch input {
        case .bytes, .wouldBlock: break
        case .end, .failed: lost()
        }
    }

    private mutating func greeted(by line: [UInt8], over connection: DaemonConnection) {
        do throws(ClientError) {
            let greeting = try DaemonGreeting(line: line)
            if greeting.isOlderThanFront, !handedOver {
                // Once only: when the daemon beside this front is old itself, it has to do.
                handedOver = true
                toDaemon.append(bytes: Handover.request)
                link = .handingOver(connection, until: .after(milliseconds: Self.startPatience))
            } else {
                link = .open(connection)
                for line in ledger.opened() { toDaemon.append(line: line) }
            }
        } catch {
            giveUp(error)
        }
    }

    /// The connection ended. The next daemon is needed at once only when somebody waits for it.
    private mutating func lost() {
        toDaemon.removeAll()
        for id in ledger.connectionEnded() { toHost.append(line: LocalAnswer.failure(id: id, .connectionLost)) }
        switch link {
        // A daemon that is about to end may still take a connection, and then drop it: look again in a moment.
        case .greeting(_, let deadline): link = .starting(nil, until: deadline)
        case .handingOver: connect()
        case .none, .starting, .open:
            link = .none
            if !ledger.isEmpty { connect() }
        }
    }

    private mutating func giveUp(_ error: ClientError) {
        link = .none
        toDaemon.removeAll()
        for id in ledger.abandonAll() { toHost.append(line: LocalAnswer.failure(id: id, error)) }
    }

    /// What moves on by time rather than by input.
    private mutating func checkProgress() {
        switch link {
        case .none, .open: break
        case .greeting(_, let deadline): if deadline.isOver { giveUp(.timedOut) }
        case .handingOver(_, let deadline): if deadline.isOver { giveUp(.timedOut) }
        case .starting(let start, let deadline):
            if let connection = DaemonConnection.open(context, deadline: .after(milliseconds: 5)) {
                launchStep = start
                return greet(connection, until: deadline)
            }
            if deadline.isOver { return giveUp(DaemonLauncher.tooSlow) }
            switch start?.outcome() {
            case .running?: break
            case .failed(let error)?: giveUp(error)
            // Ready, or another front's start ended without a daemon: look again, and start one if need be.
            case .ready?, nil: connect(until: deadline)
            }
        }
        if case .ready? = launchStep?.outcome() { launchStep = nil }
    }
}

/// Answers a bridge gives itself, in the form the daemon would.
enum LocalAnswer {
    static let lineTooLong = error(
        id: .null, number: -32600, code: "protocol_error",
        message: "line longer than \(LineLimit.bytes) bytes", hint: "MEMOS_MAX_LINE raises the limit."
    )

    static func failure(id: JSON, _ failure: ClientError) -> [UInt8] {
        error(id: id, number: -32000, code: failure.code, message: failure.message, hint: failure.hint)
    }

    private static func error(id: JSON, number: Int64, code: String, message: String, hint: String?) -> [UInt8] {
        let data = JSON.object(present: [
            ("name", "MemosError"), ("code", .string(code)), ("message", .string(message)),
            ("hint", hint.map(JSON.string)),
        ])
        let line: JSON = [
            "jsonrpc": "2.0", "id": id,
            "error": ["code": .integer(number), "message": .string(message), "data": data],
        ]
        return line.utf8Text
    }
}
