import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import ServiceLifecycle

/// The feed as server-sent events, until the client goes away, falls too far behind, or the daemon stops.
///
/// A client that falls behind is cut off rather than fed with gaps: it comes back with the number of the last event it
/// saw and receives the rest.
struct EventStream: Sendable {
    let backend: ViewerBackend
    let heartbeat: Duration
    /// Held for as long as the stream lives.
    let permit: StreamPermit
    /// The level from which records of the log come along; `nil` for none.
    var logLevel: String?

    private static let backlog = 1024

    private enum Item: Sendable {
        case event(ViewerEvent)
        case record(JSON)
        case silence
    }

    func body(request: Request, afterSeq: Int64?) -> ResponseBody {
        ResponseBody { writer in
            do {
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await write(to: &writer, afterSeq: afterSeq)
                }
            } catch is CancellationError {
                // The client closed the connection; there is nobody left to tell.
            }
            withExtendedLifetime(permit) {}
            try await writer.finish(nil)
        }
    }

    private func write(to writer: inout any ResponseBodyWriter, afterSeq: Int64?) async throws {
        let (items, feed) = AsyncStream.makeStream(of: Item.self, bufferingPolicy: .bufferingOldest(Self.backlog))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await event in await backend.events(afterSeq) {
                    if case .enqueued = feed.yield(.event(event)) { continue }
                    break
                }
                feed.finish()
            }
            if let logLevel {
                group.addTask {
                    // A record that does not fit is left out: its number tells, and the log can be asked for it.
                    for await record in backend.logs(logLevel) { feed.yield(.record(record)) }
                }
            }
            group.addTask {
                while !Task.isCancelled {
                    try await Task.sleep(for: heartbeat)
                    feed.yield(.silence)
                }
            }
            // The first comment makes the browser report the connection as open at once.
            try await writer.write(ByteBuffer(string: ": connected\n\n"))
            try await withGracefulShutdownHandler {
                for await item in items {
                    switch item {
                    case .event(let event): try await writer.write(ByteBuffer(bytes: Self.frame(event)))
                    case .record(let record): try await writer.write(ByteBuffer(bytes: Self.frame(record)))
                    case .silence: try await writer.write(ByteBuffer(string: ":\n\n"))
                    }
                }
            } onGracefulShutdown: {
                feed.finish()
            }
            group.cancelAll()
        }
    }

    /// Without a number: it is no fact of the feed, and nobody resumes behind it.
    static func frame(_ record: JSON) -> [UInt8] {
        var frame = Array("event: log\ndata: ".utf8)
        record.write(to: &frame)
        frame += "\n\n".utf8
        return frame
    }

    /// `data` is JSON on one line, so it cannot end the frame early; the type is reduced to what a name may hold.
    static func frame(_ event: ViewerEvent) -> [UInt8] {
        let type = event.type.utf8.filter { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        var frame = Array("id: \(event.seq)\nevent: ".utf8)
        frame += type
        frame += "\ndata: ".utf8
        event.data.write(to: &frame)
        frame += "\n\n".utf8
        return frame
    }
}

extension HTTPField.Name {
    /// The number of the last event a returning client saw.
    static let lastEventID = Self("Last-Event-ID")!
}
