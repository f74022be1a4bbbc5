/// One connection to a server. It blocks, and belongs to one thread at a time.
package final class PostgresConnection {
    private let library: LibPQ
    private let target: ConnectionString
    private let handle: OpaquePointer
    /// Names of statements that the server has prepared, by their text.
    private var prepared: [String: String] = [:]

    /// Connects and logs in; 5 s at most for each address, unless the connection string says otherwise.
    init(_ target: ConnectionString, library: LibPQ) throws(PostgresFault) {
        self.library = library
        self.target = target
        let strings = CStrings(target.parameters.flatMap { [$0.name, $0.value] })
        let opened = strings.withPointers { pointers in
            let names = stride(from: 0, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
            let values = stride(from: 1, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
            return library.connect(names, values, 1)
        }
        guard let opened else { throw PostgresFault(.unreachable, message: "There is no memory for a connection.") }
        // Before `handle` is set, so that it is finished once.
        guard library.status(opened) == 0 else {
            let words = library.errorMessage(opened).map { String(cString: $0) } ?? ""
            library.finish(opened)
            throw Self.refusal(of: target.censored(words))
        }
        handle = opened
        _ = library.setNoticeProcessor(opened, { _, _ in }, nil)
    }

    deinit {
        library.finish(handle)
    }

    /// The socket, to wait on.
    var descriptor: CInt { library.socket(handle) }

    /// Runs one statement with parameters `$1`, `$2`, …; it is prepared once a connection.
    package func run(_ sql: String, _ parameters: [PostgresValue] = []) throws(PostgresFault) -> PostgresResult {
        let name = try preparedName(of: sql)
        let arguments = BoundParameters(parameters)
        let result = arguments.withPointers { values, lengths, formats in
            library.runPrepared(handle, name, CInt(parameters.count), values, lengths, formats, 1)
        }
        defer { library.clear(result) }
        try check(result)
        return try ResultReading(library: library, result: result).read()
    }

    /// Runs several statements without parameters, as one message.
    package func runScript(_ sql: String) throws(PostgresFault) {
        let result = library.run(handle, sql)
        defer { library.clear(result) }
        try check(result)
    }

    /// Runs `body` between `opening`, which begins a transaction, and a commit.
    ///
    /// - Parameter attempts: how often it is run at most, when it meets a serialization failure or a deadlock.
    package func transaction<Value>(
        opening: String = "BEGIN", attempts: Int = 5, _ body: (PostgresConnection) throws -> Value
    ) throws -> Value {
        var attempt = 1
        while true {
            do {
                try runScript(opening)
                let value = try body(self)
                try commit()
                return value
            } catch {
                let fault = error as? PostgresFault
                if fault?.isConnectionLost != true { try runScript("ROLLBACK") }
                guard fault?.isWorthRepeating == true, attempt < attempts else { throw error }
                Pause.milliseconds(Int.random(in: 1...10) * min(attempt, 5))
                attempt += 1
            }
        }
    }

    /// Takes in what came and gives the payloads of notifications, oldest first.
    func takeNotifications() throws(PostgresFault) -> [String] {
        guard library.consumeInput(handle) == 1 else { throw connectionFault() }
        var payloads: [String] = []
        // A `PGnotify`: the channel's name, the sender's process, the payload.
        while let notification = library.notification(handle) {
            let offset = 2 * MemoryLayout<UnsafeRawPointer>.stride
            let payload = notification.load(fromByteOffset: offset, as: UnsafePointer<CChar>?.self)
            payloads.append(payload.map { String(cString: $0) } ?? "")
            library.freeMemory(notification)
        }
        return payloads
    }

    private func preparedName(of sql: String) throws(PostgresFault) -> String {
        if let name = prepared[sql] { return name }
        let name = "s\(prepared.count)"
        let result = library.prepare(handle, name, sql, 0, nil)
        defer { library.clear(result) }
        try check(result)
        prepared[sql] = name
        return name
    }

    private func commit() throws(PostgresFault) {
        do throws(PostgresFault) {
            try runScript("COMMIT")
        } catch {
            throw error.isConnectionLost ? PostgresFault(.interrupted, message: error.message) : error
        }
    }

    /// - Parameter result: `nil` when there was no memory or nothing could be sent.
    private func check(_ result: OpaquePointer?) throws(PostgresFault) {
        guard let result else { throw connectionFault() }
        // PGRES_EMPTY_QUERY, PGRES_COMMAND_OK, PGRES_TUPLES_OK
        if (0...2).contains(library.resultStatus(result)) { return }
        guard library.status(handle) == 0 else { throw connectionFault() }
        // PG_DIAG_SQLSTATE, PG_DIAG_MESSAGE_PRIMARY
        let state = library.errorField(result, 67).map { String(cString: $0) } ?? ""
        let words = library.errorField(result, 77).map { String(cString: $0) } ?? ""
        throw PostgresFault(state.isEmpty ? .unreachable : .refused, state: state, message: target.censored(words))
    }

    private func connectionFault() -> PostgresFault {
        let words = library.errorMessage(handle).map { String(cString: $0) } ?? ""
        return PostgresFault(.unreachable, message: target.censored(words))
    }

    /// libpq gives no SQLSTATE for a log-in that failed, only words; the server's begin with its severity.
    private static func refusal(of words: String) -> PostgresFault {
        let isAnswer = words.split(separator: ":").contains { $0.drop { $0 == " " } == "FATAL" }
        let isPassing = ["starting up", "shutting down", "too many", "recovery"].contains { words.contains($0) }
        return PostgresFault(isAnswer && !isPassing ? .refused : .unreachable, message: words)
    }
}
