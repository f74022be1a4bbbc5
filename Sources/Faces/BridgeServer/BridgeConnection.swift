import ContextServer
import JSONRPC
import JSONText
import Logging
import MemoryAPI
import MemoryDispatch
import MemoryModel
import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One client, from hello to goodbye. Requests run side by side; what was read is answered even when the client stops
/// sending or the daemon stops.
struct BridgeConnection: Sendable {
    typealias Outbound = AsyncStream<[UInt8]>.Continuation

    let server: BridgeServer.Parts

    /// What a client is sent without asking each time.
    private struct Pushes: Sendable {
        /// Events after a sequence number.
        let events: AsyncStream<Int64?>.Continuation
        let logs: AsyncStream<Void>.Continuation
    }

    func run(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>, outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async throws {
        let (lines, output) = AsyncStream<[UInt8]>.makeStream()
        let (subscriptions, subscribe) = AsyncStream<Int64?>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (logRequests, requestLogs) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let pushes = Pushes(events: subscribe, logs: requestLogs)
        await withTaskGroup(of: Void.self) { writing in
            writing.addTask {
                for await line in lines {
                    guard (try? await outbound.write(ByteBuffer(bytes: line))) != nil else { return }
                }
            }
            await withTaskGroup(of: Void.self) { forwarding in
                forwarding.addTask { await forwardEvents(subscriptions, to: output) }
                forwarding.addTask { await forwardLogs(on: logRequests, to: output) }
                await withDiscardingTaskGroup { requests in
                    await read(inbound, into: &requests, output: output, pushes: pushes)
                }
                subscribe.finish()
                requestLogs.finish()
                forwarding.cancelAll()
            }
            output.finish()
        }
    }

    private func read(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, into requests: inout DiscardingTaskGroup, output: Outbound,
        pushes: Pushes
    ) async {
        var framer = LineFramer(limit: server.options.lineLimit)
        var hello: Hello?
        var line: Int?
        var session: ContextSession?
        defer {
            session?.close()
            if let line { server.hosts.leave(line) }
        }
        do {
            for try await chunk in inbound {
                for event in framer.append(chunk.readableBytesView) {
                    guard case .line(let bytes) = event else {
                        send(Self.tooLong(limit: server.options.lineLimit).response, to: output)
                        continue
                    }
                    guard let peer = hello else {
                        hello = greet(bytes, output: output)
                        if hello == nil { return }
                        if hello?.role == .bridge {
                            await beginPushes(pushes)
                            line = server.hosts.join { send($0, to: output) }
                        }
                        if let told = hello?.context {
                            let joined = server.hosts.join(offering: []) { send($0, to: output) }
                            line = joined
                            session = contextSession(told, line: joined, output: output)
                        }
                        continue
                    }
                    if let session {
                        take(bytes, for: session, into: &requests, output: output)
                        continue
                    }
                    take(bytes, from: peer, into: &requests, output: output, pushes: pushes)
                }
            }
        } catch {
            server.logger.debug("A client went away.", metadata: ["error": "\(error)"])
        }
    }

    /// - Returns: `nil` when the client is refused.
    private func greet(_ line: [UInt8], output: Outbound) -> Hello? {
        do throws(MemoryError) {
            let hello = try Hello(line: line, protocolVersion: server.options.protocolVersion)
            send(Hello.reply(server.options, processID: getpid()), to: output)
            return hello
        } catch {
            send(Hello.refusal(error), to: output)
            return nil
        }
    }

    /// A bridge hears of everything from here on: the place is fixed before its first request is answered, so that what
    /// happens after an answer is not missed.
    private func beginPushes(_ pushes: Pushes) async {
        pushes.events.yield(try? await server.lastEvent())
        pushes.logs.yield()
    }

    private func take(
        _ line: [UInt8], from peer: Hello, into requests: inout DiscardingTaskGroup, output: Outbound,
        pushes: Pushes
    ) {
        let message: Message
        do throws(InvalidMessage) {
            message = try Message(line: line)
        } catch {
            return send(error.response, to: output)
        }
        switch message {
        case .request(let id, "events.subscribe", let params):
            requests.addTask {
                await follow(from: params?["afterSeq"]?.int, id: id, output: output, pushes: pushes)
            }
        case .request(let id, "events.unsubscribe", _):
            pushes.events.yield(Self.noEvents)
            send(Outgoing.result(id: id, ["ok": true]), to: output)
        case .request(let id, let method, let params):
            answer(method, params, from: peer, into: &requests, output: output) { send(reply(to: id, $0), to: output) }
        case .notification(let method, let params):
            answer(method, params, from: peer, into: &requests, output: output) { _ in }
        case .response(let id, let result):
            server.hosts.answered(id, result)
        }
    }

    /// Subscribes from a known place: the one asked for, or the end of the timeline as it is now.
    private func follow(
        from sequence: Int64?, id: JSON, output: Outbound, pushes: Pushes
    ) async {
        do {
            let start: Int64
            if let sequence { start = sequence } else { start = try await server.lastEvent() }
            send(Outgoing.result(id: id, ["seq": .integer(start)]), to: output)
            pushes.events.yield(start)
        } catch {
            send(reply(to: id, .failure(error)), to: output)
        }
    }

    private func answer(
        _ method: String, _ params: JSON?, from peer: Hello, into requests: inout DiscardingTaskGroup,
        output: Outbound, reply: @escaping @Sendable (Result<JSON, any Error>) -> Void
    ) {
        let place = TurnOrdering.session(method: method, params: params).map(server.ordering.takePlace)
        let context = CallContext(agent: peer.agent) { method, params in
            send(Outgoing.notification(method, params), to: output)
        }
        requests.addTask {
            await server.ordering.run(at: place) {
                do {
                    reply(.success(try await server.dispatcher.call(method, params, context)))
                } catch {
                    reply(.failure(error))
                }
            }
        }
    }

    private func reply(to id: JSON, _ result: Result<JSON, any Error>) -> JSON {
        switch result {
        case .success(let value):
            return Outgoing.result(id: id, value)
        case .failure(let error as MemoryError):
            return Outgoing.failure(id: id, error: error)
        case .failure(let error):
            server.logger.error("A request failed.", metadata: ["error": "\(error)"])
            return Outgoing.failure(
                id: id, code: .internal,
                error: MemoryError(.internal, "The request failed inside the daemon.", hint: "`memos logs` says more.")
            )
        }
    }

    /// Follows the timeline from where the newest subscription says.
    private func forwardEvents(_ subscriptions: AsyncStream<Int64?>, to output: Outbound) async {
        var current: Task<Void, Never>?
        for await start in subscriptions {
            current?.cancel()
            current = start == Self.noEvents ? nil : Task { await forward(after: start, to: output) }
        }
        current?.cancel()
        await current?.value
    }

    /// Pushes the program's log to a bridge, without its asking. Nothing may be logged here, or it would feed itself.
    private func forwardLogs(on requests: AsyncStream<Void>, to output: Outbound) async {
        for await _ in requests {
            for await record in server.logs() { send(Outgoing.notification("logs.forward", record), to: output) }
        }
    }

    private func forward(after sequence: Int64?, to output: Outbound) async {
        guard let events = try? await server.events(sequence) else { return }
        for await event in events {
            send(Outgoing.notification("events.notify", EventWire.json(event)), to: output)
        }
    }

    func send(_ value: JSON, to output: Outbound) {
        var line = value.utf8Text
        line.append(0x0A)
        output.yield(line)
    }

    /// A subscription to nothing.
    private static let noEvents: Int64? = .max

    static func tooLong(limit: Int) -> InvalidMessage {
        InvalidMessage(
            id: .null, code: .invalidRequest, message: "The line is longer than \(limit) bytes.",
            details: ["limitBytes": JSON(limit)]
        )
    }
}
