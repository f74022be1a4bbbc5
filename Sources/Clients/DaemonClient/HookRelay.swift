import JSONText
import RuntimeHome

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// One event of a host, handed to the daemon: what `memos hook` does between its start and its end.
///
/// It never fails towards the host: whatever happens, nothing but the daemon's text or the host's neutral answer is
/// printed and the caller exits with 0. It needs no parsing while a daemon runs; an event that got no answer goes to the
/// spool.
package struct HookRelay {
    private let context: FrontContext
    private let origin: HookOrigin
    private let word: String?
    private let time = wallClockMilliseconds()
    private let whole = Deadline.after(milliseconds: Self.recallBudget)
    private let handOff = Deadline.after(milliseconds: Self.handOffBudget)

    /// The host waits for context.
    private static let recallBudget = 2_500
    /// The host waits for nothing.
    private static let handOffBudget = 500
    /// How long a start by another front is waited for.
    private static let startPatience = 250
    private static let recallEvents: Set<String> = [
        "SessionStart", "UserPromptSubmit", "sessionStart", "BeforeAgent", "pre_llm_call",
    ]

    /// The answer is worth waiting a moment for a daemon that is just coming up.
    private static let promptEvents: Set<String> = ["UserPromptSubmit", "BeforeAgent", "pre_llm_call"]
    /// For a host that must not go without a word, although the time is over.
    private static let neutralBudget = 200

    /// - Parameter payload: the event, where it came on the command line.
    package init(context: FrontContext, origin: HookOrigin, payload: String? = nil) {
        self.context = context
        self.origin = origin
        word = payload
    }

    package func run() {
        let payload = readEvent()
        let event = payload.flatMap(EventName.find)
        if let payload, deliver(payload, event: event) { return }
        print(origin.neutralAnswer(to: event), before: .after(milliseconds: Self.neutralBudget))
    }

    /// - Returns: whether the host was told something.
    private func deliver(_ payload: [UInt8], event: String?) -> Bool {
        let recordID = SpoolRecord.makeID(time: time)
        let deadline = event.map(Self.recallEvents.contains) ?? false ? whole : handOff
        let waitsForStart = event.map(Self.promptEvents.contains) ?? false
        guard
            let connection = connectionOrStart(
                recordID: recordID, payload: payload, deadline: deadline, waitsForStart: waitsForStart)
        else { return false }
        return relay(payload, recordID: recordID, over: connection, deadline: deadline)
    }

    // MARK: With a daemon

    /// - Returns: whether the host was told something.
    private func relay(
        _ payload: [UInt8], recordID: String, over connection: DaemonConnection, deadline: Deadline
    ) -> Bool {
        do throws(ClientError) {
            try connection.send(DaemonConnection.hello(role: .hook, agent: context.agent), deadline: deadline)
            try connection.send(request(payload, recordID: recordID, deadline: deadline), deadline: deadline)
            let greeting = try DaemonGreeting(line: try connection.receiveLine(deadline: deadline))
            let text = try answer(over: connection, deadline: deadline)
            print(text, before: whole)
            if greeting.isOlderThanFront { handOver(connection) }
            return !text.isEmpty
        } catch {
            if error.kind == .reported {
                log("the daemon refused an event [\(error.code)]")
            } else {
                // Same id: if the daemon has it after all, it takes it only once.
                log("no answer [\(error.code)], event spooled")
                spool(payload, recordID: recordID)
            }
            return false
        }
    }

    /// The payload goes in as it came.
    private func request(_ payload: [UInt8], recordID: String, deadline: Deadline) -> [UInt8] {
        let left = max(1, deadline.remainingMilliseconds - 50)
        let head =
            #"{"jsonrpc":"2.0","id":1,"method":"hook.run","params":{"host":"# + JSON(origin.host).text
            + (origin.caller.map { #","caller":"# + JSON($0).text } ?? "")
            + #","recordId":"\#(recordID)","ts":\#(time),"deadlineMs":\#(left),"payload":"#
        var line = Array(head.utf8)
        line.reserveCapacity(line.count + payload.count + 8)
        line += payload
        line += "}}\n".utf8
        return line
    }

    private func answer(over connection: DaemonConnection, deadline: Deadline) throws(ClientError) -> String {
        while true {
            guard let value = try? JSON(parsing: try connection.receiveLine(deadline: deadline)) else {
                throw .connectionLost
            }
            if value["method"] != nil { continue }
            if let error = value["error"] { throw ClientError(answer: error) }
            return value["result"]?["stdout"]?.string ?? ""
        }
    }

    /// After the answer, not before: the old daemon can still serve this event, and the next hook starts the new one.
    private func handOver(_ connection: DaemonConnection) {
        let deadline = Deadline.after(milliseconds: 100)
        try? connection.send(Handover.request, deadline: deadline)
        _ = try? connection.receiveLine(deadline: deadline)
    }

    private func print(_ text: String, before deadline: Deadline) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty, !deadline.isOver {
            let ready = Descriptor.wait(1, for: Int16(POLLOUT), milliseconds: deadline.remainingMilliseconds)
            guard ready & Int16(POLLOUT) != 0 else { return }
            guard let count = Descriptor.writeSome(1, rest.prefix(Int(PIPE_BUF))) else { return }
            rest = rest.dropFirst(count)
        }
    }

    // MARK: Without a daemon

    /// A connection, or `nil` after the event was spooled and a start begun.
    private func connectionOrStart(
        recordID: String, payload: [UInt8], deadline: Deadline, waitsForStart: Bool
    ) -> DaemonConnection? {
        if let connection = DaemonConnection.open(context, deadline: deadline) { return connection }
        let patience = Deadline.after(milliseconds: Self.startPatience).earlier(deadline)
        var spooled = false
        let launcher = DaemonLauncher(context: context)
        switch launcher.begin(
            reporting: false,
            beforehand: {
                spool(payload, recordID: recordID)
                spooled = true
            })
        {
        case .running(let connection): return connection
        case .starting: return nil
        case .startedByAnother:
            while waitsForStart, !patience.isOver {
                sleepMilliseconds(5)
                if let connection = DaemonConnection.open(context, deadline: patience) { return connection }
            }
            spool(payload, recordID: recordID)
            return nil
        case .failed(let error):
            if !spooled { spool(payload, recordID: recordID) }
            log("\(error.message) [\(error.code)]")
            return nil
        }
    }

    private func spool(_ payload: [UInt8], recordID: String) {
        do {
            let value = try JSON(parsing: payload, maximumDepth: 256)
            try SpoolRecord(
                recordID: recordID, time: time, host: origin.host, agent: context.agent, payload: value,
                caller: origin.caller
            ).write(to: context.home)
        } catch {
            log("event lost: \(error)")
        }
    }

    // MARK: Input

    /// The event on one line; `nil` when there is none.
    private func readEvent() -> [UInt8]? {
        guard let input = origin.isGivenAsWord ? word.map({ Array($0.utf8) }) : readInput() else { return nil }
        let payload = Self.oneLine(input)
        if payload.isEmpty { return nil }
        guard payload.first == UInt8(ascii: "{"), payload.last == UInt8(ascii: "}") else {
            log("input is not a JSON object (\(payload.count) bytes)")
            return nil
        }
        return payload
    }

    /// Everything on standard input; `nil` when it cannot be read in time.
    private func readInput() -> [UInt8]? {
        var bytes: [UInt8] = []
        while !whole.isOver {
            guard Descriptor.wait(0, for: Int16(POLLIN), milliseconds: whole.remainingMilliseconds) != 0 else {
                continue
            }
            switch Descriptor.read(0, into: &bytes, limit: 1 << 18) {
            case .bytes:
                if bytes.count <= LineLimit.bytes - 1024 { continue }
                log("input is longer than \(LineLimit.bytes) bytes")
                return nil
            case .wouldBlock: continue
            case .end, .failed: return bytes
            }
        }
        log("standard input was not closed in time")
        return nil
    }

    /// Line ends inside JSON are white space, so a pretty-printed payload becomes one line without being parsed.
    private static func oneLine(_ payload: [UInt8]) -> [UInt8] {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
        guard let first = payload.firstIndex(where: { !isBlank($0) }),
            let last = payload.lastIndex(where: { !isBlank($0) })
        else { return [] }
        var line = Array(payload[first...last])
        for index in line.indices where line[index] == 0x0A || line[index] == 0x0D { line[index] = 0x20 }
        if String(validating: line, as: UTF8.self) != nil { return line }
        return Array(String(decoding: line, as: UTF8.self).utf8)
    }

    private func log(_ message: String) {
        guard (try? PlainFile.makeFolder(context.home.logs)) != nil else { return }
        let line: JSON = ["ts": .integer(time), "host": .string(origin.host), "msg": .string(message)]
        PlainFile.appendLine(line.text, to: context.home.hookLog)
    }
}
