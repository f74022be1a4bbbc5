import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import Synchronization

/// Reads the body of one request within its limits of size and time.
///
/// A body may come slowly, but not as slowly as it likes: after a time of grace it must have come at a steady pace,
/// otherwise the connection is closed. A body that was not read to its end is for the answer to deal with: `isDone`.
final class BodyReader {
    private let request: Request
    let channel: any Channel
    private(set) var isDone: Bool

    init(request: Request, channel: any Channel) {
        self.request = request
        self.channel = channel
        let hasBody =
            request.headers[.transferEncoding] != nil || (request.headers[.contentLength] ?? "0") != "0"
        isDone = !hasBody
    }

    /// Hands over the body piece by piece. Throws 413 beyond `limit` bytes, 408 when it comes too slowly, 400 when it
    /// ends early; errors of `body` as 500.
    func pieces(limit: Int, grace: Duration, _ body: (ByteBuffer) async throws -> Void) async throws(ViewerError) {
        guard !isDone else { return }
        let length = request.headers[.contentLength].flatMap { Int($0) }
        if let length, length > limit { throw .tooLarge(limit: limit) }
        let pace = BodyPace(grace: grace)
        pace.watch(channel)
        defer { pace.stop() }
        var count = 0
        do {
            for try await piece in request.body {
                count += piece.readableBytes
                guard count <= limit else { throw ViewerError.tooLarge(limit: limit) }
                pace.note(count)
                try await body(piece)
            }
        } catch let error as ViewerError {
            throw error
        } catch {
            throw pace.isTooSlow ? .slowBody : .cutBody
        }
        if pace.isTooSlow { throw .slowBody }
        if let length, length != count { throw .cutBody }
        isDone = true
    }

    /// The members of the JSON object in the body; no body is an empty object.
    func object(limit: Int, grace: Duration) async throws(ViewerError) -> JSONObject {
        var bytes: [UInt8] = []
        if !isDone, !isJSON { throw .mediaType }
        try await pieces(limit: limit, grace: grace) { bytes += $0.readableBytesView }
        guard !bytes.isEmpty else { return JSONObject() }
        guard isJSON else { throw .mediaType }
        guard let object = (try? JSON(parsing: bytes))?.object else { throw .badBody }
        return object
    }

    /// The bytes of a body of JSON.
    func json(limit: Int, grace: Duration) async throws(ViewerError) -> [UInt8] {
        guard isJSON else { throw .mediaType }
        var bytes: [UInt8] = []
        try await pieces(limit: limit, grace: grace) { bytes += $0.readableBytesView }
        return bytes
    }

    /// `application/json`, with or without parameters.
    private var isJSON: Bool {
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" && $0 != " " }
        return type.lowercased() == "application/json"
    }
}

/// Closes a connection whose body comes too slowly.
final class BodyPace: Sendable {
    /// Bytes a second after the time of grace; any network that can show a page is quicker.
    private static let bytesPerSecond = 16 << 10

    private let start = ContinuousClock.now
    private let grace: Duration
    private let received = Atomic(0)
    private let state = Mutex(State())

    private struct State {
        var timer: Scheduled<Void>?
        var isStopped = false
        var isTooSlow = false
    }

    init(grace: Duration) {
        self.grace = grace
    }

    var isTooSlow: Bool { state.withLock { $0.isTooSlow } }

    func note(_ count: Int) {
        received.store(count, ordering: .relaxed)
    }

    func watch(_ channel: any Channel) {
        let left = start + allowance - .now
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(max(left, .milliseconds(1)))) { [self] in
            if ContinuousClock.now < start + allowance { return watch(channel) }
            let isOver = state.withLock { state in
                state.isTooSlow = !state.isStopped
                return state.isTooSlow
            }
            if isOver { channel.close(promise: nil) }
        }
        let isStopped = state.withLock { state in
            state.timer = timer
            return state.isStopped
        }
        if isStopped { timer.cancel() }
    }

    func stop() {
        let timer = state.withLock { state in
            state.isStopped = true
            return state.timer
        }
        timer?.cancel()
    }

    /// How long what was received so far may have taken.
    private var allowance: Duration {
        grace + .seconds(received.load(ordering: .relaxed) / Self.bytesPerSecond)
    }
}
