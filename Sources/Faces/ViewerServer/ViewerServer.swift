import HTTPReading
import Hummingbird
import HummingbirdCore
package import Logging
import MemoryModel
import NIOCore
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The viewer's HTTP server on the loopback interface: files, a JSON interface and a live feed.
///
/// It knows the core only through `ViewerBackend`. When none of its ports is free `run` throws, and so does everyone
/// who waits for the port; whether the daemon lives on without a viewer is the daemon's to decide.
package final class ViewerServer: Service {
    private let options: ViewerOptions
    private let backend: ViewerBackend
    private let logger: Logger
    private let port = BoundPort()
    let access: AccessStore
    private let streams: StreamCount

    package init(options: ViewerOptions, backend: ViewerBackend, logger: Logger) {
        self.options = options
        self.backend = backend
        self.logger = logger
        self.access = AccessStore(keeping: backend.access)
        self.streams = StreamCount(maximum: options.maximumStreams)
    }

    /// Open event streams, which is one for each page that is being looked at.
    package var connectedViewers: Int { streams.current }

    /// The port once the server listens; throws what kept it from listening.
    package func boundPort() async throws -> Int {
        try await port.value()
    }

    /// The port if the server listens already.
    package var knownPort: Int? { port.current }

    /// An address that logs one browser in, once, within a minute.
    package func link() async throws -> String {
        "http://127.0.0.1:\(try await port.value())/login?token=\(access.issueLink())"
    }

    package func run() async throws {
        UploadSpool(folder: options.uploads).removeLeftovers()
        do {
            try await serveOnFirstFreePort()
        } catch {
            port.announce(.failure(error))
            throw error
        }
        port.announce(.failure(CancellationError()))
    }

    private func serveOnFirstFreePort() async throws {
        let assets = StaticAssets(folder: options.assets)
        if assets.isEmpty {
            logger.error("the viewer's files are missing", metadata: ["folder": "\(options.assets)"])
        }
        for candidate in options.candidatePorts {
            do {
                return try await application(on: candidate, assets: assets).run()
            } catch let error as IOError where port.current == nil && Self.isTaken(error) {
                logger.debug("viewer port is taken", metadata: ["port": "\(candidate)"])
            }
        }
        throw MemoryError(
            .conflict, "The viewer found no free port from \(options.preferredPort) on.",
            hint: "Set viewer.port in config.yaml to a free port.")
    }

    private static func isTaken(_ error: IOError) -> Bool {
        [EADDRINUSE, EACCES, EADDRNOTAVAIL].contains(error.errnoCode)
    }

    private func application(on candidate: Int, assets: StaticAssets) -> some ApplicationProtocol {
        let responder = ViewerResponder(
            options: options, backend: backend, assets: assets, port: port, access: access, streams: streams,
            logger: logger)
        var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
        // An address with every text at its limit, percent-encoded, stays below.
        decoder.maxHeaderFieldSize = 48 << 10
        decoder.maxHeaderListSize = 64 << 10
        decoder.maxHeaderFieldCount = 100
        // The library announces itself at `info`; one line of our own says it better.
        var quietLogger = logger
        quietLogger.logLevel = max(logger.logLevel, .critical)
        return Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    idleTimeout: TimeAmount(options.idleTimeout), httpDecoderConfiguration: decoder)),
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: candidate),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    options.maximumConnections, logger: quietLogger)),
            onServerRunning: { [port, logger] channel in
                let bound = channel.localAddress?.port ?? candidate
                logger.info("viewer listens", metadata: ["port": "\(bound)"])
                port.announce(.success(bound))
            },
            logger: quietLogger)
    }
}
