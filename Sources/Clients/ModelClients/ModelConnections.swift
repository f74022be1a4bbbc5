import AsyncHTTPClient
import Dispatch
import LanguageModels
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// The connections to models. A client is made when a call needs one, and kept for all that go by the same proxy and
/// trust the same certificates; where nobody calls there is neither client nor socket.
package final class ModelConnections: Sendable {
    private struct Route: Hashable {
        var proxy: Proxy?
        var certificates: String
    }

    private struct State {
        var clients: [Route: HTTPClient] = [:]
        var isShutDown = false
    }

    private let state = Mutex(State())
    private let proxies: ProxyChoice

    /// - Parameter environment: a variable of the process, for `HTTPS_PROXY` and its kin.
    package init(environment: @escaping @Sendable (String) -> String? = ProcessEnvironment.value(of:)) {
        proxies = ProxyChoice(environment: environment)
    }

    deinit {
        // A client may not go before it is shut down, and it keeps itself until then.
        for client in state.withLock({ $0.clients.values }) { client.shutdown { _ in } }
    }

    /// How many clients there are.
    package var count: Int { state.withLock { $0.clients.count } }

    /// Closes all connections; calls on the way fail, later ones are refused.
    package func shutdown() async {
        let clients = state.withLock { state in
            defer { state = State(clients: [:], isShutDown: true) }
            return Array(state.clients.values)
        }
        for client in clients { try? await client.shutdown() }
    }

    /// - Throws: `misconfigured`; `cancelled` after the shutdown.
    func client(for endpoint: ModelEndpoint, at address: WireAddress) throws(ModelFault) -> HTTPClient {
        let route = Route(
            proxy: try proxies.proxy(for: address, setting: endpoint.proxy), certificates: endpoint.certificates)
        if let client = state.withLock({ $0.clients[route] }) { return client }
        // Reading a file of certificates is not for inside the lock; who comes second takes what the first made.
        let configuration = try Self.configuration(for: route)
        let client: HTTPClient? = state.withLock { state in
            if state.isShutDown { return nil }
            if let client = state.clients[route] { return client }
            let client = HTTPClient(
                eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
            state.clients[route] = client
            return client
        }
        guard let client else { throw ModelFault(.cancelled, "The daemon is stopping.") }
        return client
    }

    private static func configuration(for route: Route) throws(ModelFault) -> HTTPClient.Configuration {
        var encryption = TLSConfiguration.makeClientConfiguration()
        encryption.minimumTLSVersion = .tlsv12
        if !route.certificates.isEmpty {
            encryption.additionalTrustRoots = [.certificates(try certificates(in: route.certificates))]
        }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: encryption, redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10)))
        // The error of a failed attempt at once; when to try again is decided one floor up.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let proxy = route.proxy {
            configuration.proxy =
                switch proxy.kind {
                case .http:
                    .server(
                        host: proxy.host, port: proxy.port,
                        authorization: proxy.user.map {
                            .basic(username: $0, password: proxy.password?.revealed ?? "")
                        })
                case .socks: .socksServer(host: proxy.host, port: proxy.port)
                }
        }
        return configuration
    }

    private static func certificates(in file: String) throws(ModelFault) -> [NIOSSLCertificate] {
        var certificates: [NIOSSLCertificate] = []
        do { certificates = try NIOSSLCertificate.fromPEMFile(file) } catch {}
        guard !certificates.isEmpty else {
            throw ModelFault(
                .misconfigured, "The file of certificates cannot be read, or holds none.",
                hint: "llm.certificates names a file in PEM form that the daemon may read.")
        }
        return certificates
    }
}
