import JSONText

/// Which requests of the host wait for an answer, in order, and which of the daemon's wait for the host's. Decides
/// what a relay may pass on: every request gets one answer, also when the daemon died and was asked again.
struct RequestLedger {
    private struct Pending {
        /// `nil` for a line that expects no answer and only waits for a connection.
        let id: JSON?
        let line: [UInt8]
        var sendings: Int
    }

    private var pending: [Pending] = []
    /// Requests of the daemon on the current connection. Another daemon counts from the beginning again.
    private var asked: Set<JSON> = []

    /// How often a request is sent before the relay answers in the daemon's place.
    static let sendings = 3

    var isEmpty: Bool { pending.isEmpty }

    /// Whether the line is to be sent now; without a connection, `opened` returns it later.
    mutating func receivedFromHost(_ line: [UInt8], isOpen: Bool) -> Bool {
        let envelope = Envelope(scanning: line)
        if let envelope, envelope.isAnswer {
            guard let id = envelope.id else { return isOpen }
            // Not asked on this connection: another daemon asked, and this one may use the same id.
            return asked.remove(id) != nil
        }
        if envelope?.id != nil || !isOpen {
            pending.append(Pending(id: envelope?.id, line: line, sendings: isOpen ? 1 : 0))
        }
        return isOpen
    }

    /// Whether the line may go to the host.
    mutating func receivedFromDaemon(_ line: [UInt8]) -> Bool {
        guard let envelope = Envelope(scanning: line) else { return false }
        if envelope.hasMethod {
            if let id = envelope.id { asked.insert(id) }
            return true
        }
        // Answers without an id tell of lines that were no requests.
        guard let id = envelope.id else { return true }
        guard let index = pending.firstIndex(where: { $0.id == id }) else { return false }
        pending.remove(at: index)
        return true
    }

    /// The host waits no longer for the answer to this request, and gets none.
    mutating func gaveUp(_ id: JSON) {
        pending.removeAll { $0.id == id }
    }

    /// A connection is there: the lines to send on it, in the order the host wrote them.
    mutating func opened() -> [[UInt8]] {
        let lines = pending.map(\.line)
        pending.removeAll { $0.id == nil }
        for index in pending.indices { pending[index].sendings += 1 }
        return lines
    }

    /// The connection ended: the ids of requests that were sent often enough and leave the ledger.
    mutating func connectionEnded() -> [JSON] {
        asked = []
        let abandoned = pending.filter { $0.sendings >= Self.sendings }.compactMap(\.id)
        pending.removeAll { $0.sendings >= Self.sendings }
        return abandoned
    }

    /// There will be no daemon: everything leaves the ledger.
    mutating func abandonAll() -> [JSON] {
        defer { pending = [] }
        return pending.compactMap(\.id)
    }
}
