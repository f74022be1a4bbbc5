import AsyncHTTPClient
import LanguageModels
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Whether anything of an answer was there when an exchange failed.
final class Progress: Sendable {
    private let answered = Atomic(false)

    func hasAnswer() { answered.store(true, ordering: .relaxed) }

    var isAnswered: Bool { answered.load(ordering: .relaxed) }
}

/// What a failure of the network means for who asked. Only the host is named: errors below know addresses, headers and
/// names of files.
enum TransportFault {
    static func fault(from error: any Error, host: String, limit: Watch, hasAnswer: Bool) -> ModelFault {
        switch error {
        case let fault as ModelFault: fault
        case is CancellationError: cancelled
        case let lapse as Watch.Lapse: fault(lapse, host: host, limit: limit, hasAnswer: hasAnswer)
        case is ModelConnections.Oversized:
            ModelFault(
                .oversized, "\(host) answered more than was asked for.",
                hint: "The answer was not read to its end. Another model may keep to what is asked.")
        case let error as HTTPClientError: fault(error, host: host, hasAnswer: hasAnswer)
        case let error as NIOConnectionError: fault(error, host: host)
        case let error as IOError: fault(error, host: host, hasAnswer: hasAnswer)
        case is SocketAddressError, is SocketAddressError.UnknownHost: unknown(host)
        case let error as NIOSSLError: fault(error, host: host, hasAnswer: hasAnswer)
        case is NIOSSLExtraError: wrongName(host)
        case is BoringSSLError: handshake(host)
        case let error as ChannelError: fault(error, host: host, hasAnswer: hasAnswer)
        case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection:
            broken(host, hasAnswer, "\(host) closed the connection before it answered.")
        case is HTTPParserError: nonsense(host)
        default: broken(host, hasAnswer, "The connection to \(host) failed (\(type(of: error))).")
        }
    }

    static let cancelled = ModelFault(.cancelled, "The call was called off.")

    private static func fault(
        _ lapse: Watch.Lapse, host: String, limit: Watch, hasAnswer: Bool
    ) -> ModelFault {
        let (text, time) =
            switch lapse {
            case .deadline where hasAnswer: ("\(host) had not ended its answer after", limit.limit)
            case .deadline: ("\(host) did not answer within", limit.limit)
            case .silence: ("\(host) fell silent in the midst of its answer for", limit.silence ?? limit.limit)
            }
        return ModelFault(
            .timeout, "\(text) \(time.seconds).",
            hint: "`timeoutMs` says how long an attempt may take; slow models want more.")
    }

    private static func fault(_ error: HTTPClientError, host: String, hasAnswer: Bool) -> ModelFault {
        switch error {
        case .cancelled, .alreadyShutdown: return cancelled
        case .connectTimeout, .getConnectionFromPoolTimeout: return late(host, "\(host) does not take the connection.")
        case .tlsHandshakeTimeout: return late(host, "\(host) does not answer the handshake of the encryption.")
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            return late(host, "The proxy does not answer for \(host).")
        case .deadlineExceeded, .readTimeout, .writeTimeout: return late(host, "\(host) did not answer in time.")
        case .remoteConnectionClosed, .uncleanShutdown:
            return broken(host, hasAnswer, "\(host) closed the connection before it answered.")
        case .proxyAuthenticationRequired:
            return ModelFault(
                .misconfigured, "The proxy wants a user name and a password.",
                hint: "They stand in its address: http://user:password@host:port in llm.proxy or HTTPS_PROXY.")
        case .invalidProxyResponse:
            return ModelFault(
                .unreachable, "The proxy does not connect to \(host).",
                hint: "llm.proxy, HTTPS_PROXY and NO_PROXY decide which proxy is used.")
        case .invalidURL, .emptyHost, .emptyScheme: return malformedAddress
        default: break
        }
        switch error.shortDescription {
        case HTTPClientError.invalidHeaderFieldNames([]).shortDescription,
            HTTPClientError.invalidHeaderFieldValues([]).shortDescription:
            return ModelFault(
                .misconfigured, "The key or a header holds characters that cannot be sent.",
                hint: "Keys and headers are one line of plain characters.")
        case HTTPClientError.unsupportedScheme("").shortDescription: return malformedAddress
        case HTTPClientError.serverOfferedUnsupportedApplicationProtocol("").shortDescription: return nonsense(host)
        default: return broken(host, hasAnswer, "The call to \(host) failed: \(error.shortDescription).")
        }
    }

    private static func fault(_ error: NIOConnectionError, host: String) -> ModelFault {
        let failures = error.connectionErrors.compactMap { $0.error as? IOError }
        // Of several addresses of one host the one that says most is told.
        if let refused = failures.first(where: { $0.errnoCode == ECONNREFUSED }) ?? failures.first {
            return fault(refused, host: host, hasAnswer: false)
        }
        if error.connectionErrors.contains(where: {
            if case ChannelError.connectTimeout = $0.error { true } else { false }
        }) {
            return late(host, "\(host) does not take the connection.")
        }
        return error.dnsAError != nil || error.dnsAAAAError != nil
            ? unknown(host) : broken(host, false, "There is no connection to \(host).")
    }

    private static func fault(_ error: IOError, host: String, hasAnswer: Bool) -> ModelFault {
        switch error.errnoCode {
        case ECONNREFUSED:
            ModelFault(
                .unreachable, "Nobody listens at the address of \(host).",
                hint: "Is the server running, and the port right?")
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN:
            ModelFault(.unreachable, "There is no way to \(host).", hint: "Is this machine connected to the network?")
        case ETIMEDOUT: late(host, "\(host) does not take the connection.")
        case EMFILE, ENFILE:
            ModelFault(.unreachable, "The daemon has no file descriptor left for a connection to \(host).")
        default: broken(host, hasAnswer, "The connection to \(host) was reset.")
        }
    }

    private static func fault(_ error: ChannelError, host: String, hasAnswer: Bool) -> ModelFault {
        if case .connectTimeout = error { return late(host, "\(host) does not take the connection.") }
        return broken(host, hasAnswer, "The connection to \(host) ended.")
    }

    private static func fault(_ error: NIOSSLError, host: String, hasAnswer: Bool) -> ModelFault {
        switch error {
        case .handshakeFailed(let reason):
            // The library tells reasons apart by text only.
            let text = "\(reason)"
            if text.contains("CERTIFICATE_VERIFY_FAILED") { return untrusted(host) }
            if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
                return ModelFault(
                    .insecure, "\(host) does not speak TLS at this port.",
                    hint: "A server of this machine mostly wants http:// instead of https://.")
            }
            return handshake(host)
        case .unableToValidateCertificate, .noCertificateToValidate: return untrusted(host)
        case .uncleanShutdown: return broken(host, hasAnswer, "The connection to \(host) ended.")
        default: return handshake(host)
        }
    }
}

extension TransportFault {
    private static func unknown(_ host: String) -> ModelFault {
        ModelFault(
            .unreachable, "No address is known for \(host).",
            hint: "Is the name right, and this machine connected to the network?")
    }

    private static func untrusted(_ host: String) -> ModelFault {
        ModelFault(
            .insecure,
            "The certificate of \(host) is not trusted: it has expired, or nobody this machine trusts has signed it.",
            hint:
                "If the server or the company's proxy has a certificate of its own, name its file in llm.certificates.")
    }

    private static func wrongName(_ host: String) -> ModelFault {
        ModelFault(
            .insecure, "The certificate that was shown is not one of \(host).",
            hint: "The address must name the host as its certificate does; llm.certificates does not help here.")
    }

    private static func handshake(_ host: String) -> ModelFault {
        ModelFault(
            .insecure, "There is no encrypted connection with \(host): the handshake failed.",
            hint: "TLS 1.2 or later is needed. llm.certificates names certificates to trust beside the system's.")
    }

    private static func nonsense(_ host: String) -> ModelFault {
        ModelFault(.malformed, "What \(host) answers is not HTTP.", hint: "Is the port that of a model server?")
    }

    private static func late(_ host: String, _ message: String) -> ModelFault {
        ModelFault(.timeout, message, hint: "Is \(host) reachable from this machine, also without a proxy?")
    }

    private static func broken(_ host: String, _ hasAnswer: Bool, _ message: String) -> ModelFault {
        hasAnswer
            ? ModelFault(.cut, "The answer of \(host) broke off.")
            : ModelFault(.unreachable, message)
    }

    private static let malformedAddress = ModelFault(
        .misconfigured, "The address of the model is no address.", hint: "It looks like https://host/v1.")
}

extension Duration {
    /// `0.5 s`, `60 s`.
    var seconds: String {
        let tenths = Int((self / .milliseconds(100)).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
