package import ContextServer
package import JSONText
package import Logging
package import MemoryDispatch
package import MemoryModel
import NIOCore
import NIOPosix
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The daemon's Unix socket: JSON-RPC by lines, for bridges, hooks and the command line. It decodes, calls the dispatcher
/// and encodes; what a request means is not its business.
package struct BridgeServer: Service {
    package struct Options: Sendable {
        package var socketPath: String
        package var version: String
        package var protocolVersion: Int
        package var instanceID: String
        /// Longest line in bytes.
        package var lineLimit: Int

        package init(socketPath: String, version: String, protocolVersion: Int, instanceID: String, lineLimit: Int) {
            self.socketPath = socketPath
            self.version = version
            self.protocolVersion = protocolVersion
            self.instanceID = instanceID
            self.lineLimit = lineLimit
        }
    }

    /// What every connection shares.
    struct Parts: Sendable {
        let options: Options
        let dispatcher: Dispatcher
        let events: @Sendable (Int64?) async throws -> AsyncStream<MemoryEvent>
        let lastEvent: @Sendable () async throws -> Int64
        let logs: @Sendable () -> AsyncStream<JSON>
        let hosts: HostCalls
        let context: ContextServer
        let ordering = TurnOrdering()
        let logger: Logger
    }

    private let parts: Parts
    private let activity: ClientActivity
    private let onListening: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - events: the timeline after a sequence number, or from now on.
    ///   - lastEvent: the newest sequence number.
    ///   - logs: records of the program's log from now on, for bridges.
    ///   - hosts: by whom connected hosts are asked.
    ///   - context: who answers clients of the Model Context Protocol.
    ///   - onListening: called once the socket takes connections.
    package init(
        options: Options, dispatcher: Dispatcher,
        events: @escaping @Sendable (Int64?) async throws -> AsyncStream<MemoryEvent>,
        lastEvent: @escaping @Sendable () async throws -> Int64,
        logs: @escaping @Sendable () -> AsyncStream<JSON>, hosts: HostCalls = HostCalls(), context: ContextServer,
        activity: ClientActivity, logger: Logger,
        onListening: @escaping @Sendable () async throws -> Void
    ) {
        parts = Parts(
            options: options, dispatcher: dispatcher, events: events, lastEvent: lastEvent, logs: logs, hosts: hosts,
            context: context, logger: logger)
        self.activity = activity
        self.onListening = onListening
    }

    package func run() async throws {
        let path = parts.options.socketPath
        unlink(path)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 512)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        chmod(path, 0o600)
        try await onListening()
        try await withGracefulShutdownHandler {
            try await server.executeThenClose { clients in
                try await withThrowingDiscardingTaskGroup { group in
                    for try await client in clients {
                        group.addTask { await serve(client) }
                    }
                }
            }
        } onGracefulShutdown: {
            unlink(path)
            server.channel.close(promise: nil)
        }
    }

    private func serve(_ client: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async {
        activity.enter()
        defer { activity.leave() }
        let connection = BridgeConnection(server: parts)
        do {
            try await withGracefulShutdownHandler {
                try await client.executeThenClose { inbound, outbound in
                    try await connection.run(inbound: inbound, outbound: outbound)
                }
            } onGracefulShutdown: {
                // Nothing more is read; what was read is still answered.
                client.channel.close(mode: .input, promise: nil)
            }
        } catch {
            parts.logger.debug("A connection ended.", metadata: ["error": "\(error)"])
        }
    }
}
