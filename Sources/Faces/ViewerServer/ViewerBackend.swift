package import ContextServer
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
    package var access: AccessKeeping
    /// Begins a download. Throws `MemoryError` as long as nothing was sent.
    package var download: @Sendable (_ name: String, _ params: JSON) async throws -> ViewerDownload
    /// Takes what was sent, which lies in a file that is removed afterwards.
    package var upload: @Sendable (_ name: String, _ params: JSON, _ path: String) async throws -> JSON
    /// Records of the log from now on that are at least as important as the level named.
    package var logs: @Sendable (_ level: String) -> AsyncStream<JSON> = { _ in AsyncStream { nil } }
    /// A message of the Model Context Protocol.
    package var context: @Sendable (HTTPPost) async -> HTTPReply = { _ in .accepted }

    package init(
        read: @escaping @Sendable (_ method: String, _ params: JSON) async throws -> JSON,
        call: @escaping @Sendable (_ method: String, _ params: JSON) async throws -> JSON,
        events: @escaping @Sendable (_ afterSeq: Int64?) async -> AsyncStream<ViewerEvent>,
        health: @escaping @Sendable () async -> JSON,
        ping: @escaping @Sendable () async -> JSON,
        access: AccessKeeping,
        download: @escaping @Sendable (_ name: String, _ params: JSON) async throws -> ViewerDownload,
        upload: @escaping @Sendable (_ name: String, _ params: JSON, _ path: String) async throws -> JSON
    ) {
        self.read = read
        self.call = call
        self.events = events
        self.health = health
        self.ping = ping
        self.access = access
        self.download = download
        self.upload = upload
    }
}

/// Where sessions, tokens and the password are kept between runs, and what time it is.
package struct AccessKeeping: Sendable {
    /// What was saved last; `nil` when there is nothing.
    package var load: @Sendable () -> JSON?
    package var save: @Sendable (JSON) throws -> Void
    /// Milliseconds since 1970.
    package var now: @Sendable () -> Int64

    package init(
        load: @escaping @Sendable () -> JSON?, save: @escaping @Sendable (JSON) throws -> Void,
        now: @escaping @Sendable () -> Int64
    ) {
        self.load = load
        self.save = save
        self.now = now
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
