import HTTPReading
package import HubStore
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
package import MemoryModel
import NIOCore
import NIOSSL
import ServiceLifecycle
import SharedStatements
import Signing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The hub's HTTP server: what members' clients talk to, over TLS with the hub's own certificate.
///
/// It holds no rule about who may do what; `TeamState` does. It enforces it, on every read and every write.
package final class HubServer: Service {
    private let options: HubServerOptions
    private let credentials: HubCredentials
    private let database: HubDatabase
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let port = BoundPort()
    private let room: WaitRoom<TeamDevice>
    private let keeper: TeamKeeper

    /// - Parameter now: milliseconds since 1970, told and never compared with clients' clocks.
    package init(
        options: HubServerOptions, credentials: HubCredentials, database: HubDatabase, logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.options = options
        self.credentials = credentials
        self.database = database
        self.logger = logger
        self.now = now
        room = WaitRoom(perToken: options.limits.waitersPerToken)
        keeper = TeamKeeper(database: database, hub: credentials.hub, room: room, logger: logger)
    }

    /// The port once the server listens; throws what kept it from listening.
    package func boundPort() async throws -> Int {
        try await port.value()
    }

    package func run() async throws {
        do {
            guard !options.isPlain || options.isLoopback else {
                throw MemoryError(
                    .invalidArgument, "A hub without TLS is for this machine only, and \(options.host) is not.",
                    hint: "Leave out --plain, or use --host 127.0.0.1.")
            }
            try await keeper.catchUp()
            let room = room
            try await withGracefulShutdownHandler {
                try await application().run()
            } onGracefulShutdown: {
                // They would hold the end up for as long as they may wait.
                room.close()
            }
        } catch {
            let reason = readable(error)
            port.announce(.failure(reason))
            throw reason
        }
        port.announce(.failure(CancellationError()))
    }

    private func application() throws -> some ApplicationProtocol {
        var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
        decoder.maxHeaderFieldSize = 16 << 10
        decoder.maxHeaderListSize = 32 << 10
        decoder.maxHeaderFieldCount = 64
        let limits = options.limits
        let open = OpenConnections(limit: limits.connectionsPerAddress)
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [AddressDoor(open)], idleTimeout: TimeAmount(limits.idleTimeout),
                httpDecoderConfiguration: decoder))
        // The library announces itself at `info`; one line of our own says it better.
        var quietLogger = logger
        quietLogger.logLevel = max(logger.logLevel, .critical)
        return Application(
            responder: HubResponder(desk: desk(), logger: logger),
            server: options.isPlain ? plain : try .tls(plain, tlsConfiguration: tls()),
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections, logger: quietLogger)),
            services: [keeper, SearchUpkeep(database: database)],
            onServerRunning: { [port, logger, options] channel in
                let bound = channel.localAddress?.port ?? options.port
                logger.info("The hub listens.", metadata: ["host": "\(options.host)", "port": "\(bound)"])
                port.announce(.success(bound))
            },
            logger: quietLogger)
    }

    /// TLS 1.3 with the certificate that members pinned; who does not speak Ed25519 cannot have pinned it.
    private func tls() throws -> TLSConfiguration {
        let identity = credentials.certificate
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [
                .certificate(try NIOSSLCertificate(bytes: identity.certificateDER, format: .der))
            ],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: identity.privateKeyDER, format: .der)))
        configuration.minimumTLSVersion = .tlsv13
        configuration.signingSignatureAlgorithms = [.ed25519]
        // For how long a connection that we close waits for the other side to agree; a stop waits for all of them.
        configuration.shutdownTimeout = .milliseconds(300)
        return configuration
    }

    private func desk() -> HubDesk {
        let limits = options.limits
        let audit = AuditDesk(
            database: database, rate: RateLimiter(.init(perSecond: 1.0 / 600, burst: 3)), logger: logger, now: now)
        return HubDesk(
            database: database, keeper: keeper, room: room,
            gate: HubGate(
                database: database, keeper: keeper, tokenRate: RateLimiter(limits.tokenRate),
                addressRate: RateLimiter(limits.addressRate), now: now),
            pairing: PairingDesk(
                database: database, keeper: keeper, credentials: credentials, name: options.name, limits: limits,
                rate: RateLimiter(limits.pairingRate), audit: audit, now: now),
            invites: InviteDesk(database: database, now: now), audit: audit, credentials: credentials,
            options: options, latency: LatencyRing(), startedAt: now(), now: now)
    }

    private func readable(_ error: any Error) -> any Error {
        guard let error = error as? IOError else { return error }
        switch error.errnoCode {
        case EADDRINUSE:
            return MemoryError(
                .conflict, "Port \(options.port) of \(options.host) is taken by another program.",
                hint: "Choose another with --port, or end that program.")
        case EACCES, EADDRNOTAVAIL:
            return MemoryError(
                .invalidArgument, "The hub cannot listen at \(options.host), port \(options.port).",
                hint: "Use an address of this machine (0.0.0.0 for all) and a port above 1023.")
        default: return error
        }
    }
}
