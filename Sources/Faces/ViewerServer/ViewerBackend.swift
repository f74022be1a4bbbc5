package import JSONText

/// What the viewer needs of the program behind it, as closures: this room knows HTTP and no memory.
package struct ViewerBackend: Sendable {
    /// Answers one request by its method name, for routes that read: the program behind refuses methods that change
    /// something, so that no route can make an address that changes something when it is only looked at.
    /// Throws `MemoryError`; anything else is reported as an internal error.
    package var read: @Sendable (_ method: String, _ params: JSON) async throws -> JSON
    /// Like `read`, for routes that change something.
    package var call: @Sendable (_ method: String, _ params: JSON) async throws -> JSON
    /// Facts after a sequence number, then those still to come; without a number only those still to come.
    package var events: @Sendable (_ afterSeq: Int64?) async -> AsyncStream<ViewerEvent>
    package var health: @Sendable () async -> JSON
    package var ping: @Sendable () async -> JSON

    package init(
        read: @escaping @Sendable (_ method: String, _ params: JSON) async throws -> JSON,
        call: @escaping @Sendable (_ method: String, _ params: JSON) async throws -> JSON,
        events: @escaping @Sendable (_ afterSeq: Int64?) async -> AsyncStream<ViewerEvent>,
        health: @escaping @Sendable () async -> JSON,
        ping: @escaping @Sendable () async -> JSON
    ) {
        self.read = read
        self.call = call
        self.events = events
        self.health = health
        self.ping = ping
    }
}

/// One fact of the feed: `data` is what the page receives, `seq` is where it resumes after a lost connection.
package struct ViewerEvent: Sendable, Equatable {
    package var seq: Int64
    package var type: String
    package var data: JSON

    package init(seq: Int64, type: String, data: JSON) {
        self.seq = seq
        self.type = type
        self.data = data
    }
}
