import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a failure of the network means for who asked a hub.
enum TransportFault {
    static func fault(from error: any Error, address: HubAddress, limit: Duration) -> HubFault {
        switch error {
        case let fault as HubFault: fault
        case is CancellationError: cancelled
        case is HubLimits.Lapse:
            HubFault(
                .late, "The hub at \(address) had not answered after \(limit.components.seconds) s.",
                hint: "It is tried again by itself; nothing here waits for it.")
        case is HubReply.Oversized:
            HubFault(
                .oversized, "The hub at \(address) answered more than was asked for; it was not read to its end.",
                hint: "It is tried again by itself. Who runs the hub should look at it.")
        case let error as HTTPClientError: fault(error, at: address)
        case let error as NIOConnectionError: fault(error, at: address)
        case let error as IOError: fault(error, at: address)
        case is SocketAddressError, is SocketAddressError.UnknownHost: unknown(address)
        case let error as NIOSSLError: fault(error, at: address)
        case is BoringSSLError: handshake(address)
        case let error as ChannelError: fault(error, at: address)
        case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection: broken(address)
        case is HTTPParserError: .nonsense("it is not HTTP")
        default: broken(address)
        }
    }

    private static let cancelled = HubFault(.cancelled, "The call to the hub was called off.")

    private static func fault(_ error: HTTPClientError, at address: HubAddress) -> HubFault {
        switch error {
        case .cancelled, .alreadyShutdown: cancelled
        case .connectTimeout, .getConnectionFromPoolTimeout: late(address)
        case .tlsHandshakeTimeout: handshake(address)
        case .deadlineExceeded, .readTimeout, .writeTimeout: late(address)
        default: broken(address)
        }
    }

    /// Of several addresses of one host the failure that says most is told.
    private static func fault(_ error: NIOConnectionError, at address: HubAddress) -> HubFault {
        let failures = error.connectionErrors.compactMap { $0.error as? IOError }
        if let refused = failures.first(where: { $0.errnoCode == ECONNREFUSED }) ?? failures.first {
            return fault(refused, at: address)
        }
        let isLate = error.connectionErrors.contains {
            if case ChannelError.connectTimeout = $0.error { true } else { false }
        }
        if isLate { return late(address) }
        return error.dnsAError != nil || error.dnsAAAAError != nil ? unknown(address) : broken(address)
    }

    private static func fault(_ error: IOError, at address: HubAddress) -> HubFault {
        switch error.errnoCode {
        case ECONNREFUSED:
            HubFault(
                .unreachable, "Nobody listens at \(address).",
                hint: "Does the hub run (`memos hub serve`), and is the port right?")
        case EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN:
            HubFault(.unreachable, "There is no way to \(address).", hint: "Is this machine connected to the network?")
        case ETIMEDOUT: late(address)
        default: broken(address)
        }
    }

    private static func fault(_ error: ChannelError, at address: HubAddress) -> HubFault {
        if case .connectTimeout = error { late(address) } else { broken(address) }
    }

    private static func fault(_ error: NIOSSLError, at address: HubAddress) -> HubFault {
        switch error {
        // The library tells reasons apart by text only.
        case .handshakeFailed(let reason) where "\(reason)".contains("CERTIFICATE_VERIFY_FAILED"): untrusted(address)
        case .unableToValidateCertificate, .noCertificateToValidate: untrusted(address)
        case .uncleanShutdown: broken(address)
        default: handshake(address)
        }
    }

    private static func unknown(_ address: HubAddress) -> HubFault {
        HubFault(
            .unreachable, "No address is known for \(address.host).",
            hint: "Is the name right, and this machine connected to the network?")
    }

    private static func late(_ address: HubAddress) -> HubFault {
        HubFault(
            .late, "The hub at \(address) does not take the connection.",
            hint: "Is it running, and does a firewall let its port through?")
    }

    private static func broken(_ address: HubAddress) -> HubFault {
        HubFault(
            .unreachable, "The connection to the hub at \(address) ended before its answer did.",
            hint: "It is tried again by itself.")
    }

    private static func untrusted(_ address: HubAddress) -> HubFault {
        HubFault(
            .certificate, "At \(address) somebody answers with another certificate than the hub's.",
            hint:
                "Either the hub was set up anew, or another machine stands in its place; nothing was sent to it. Ask who "
                + "runs the hub. When it has a new key, leave it and join again with a new code.")
    }

    private static func handshake(_ address: HubAddress) -> HubFault {
        HubFault(
            .insecure, "No encrypted connection with \(address) came about.",
            hint: "Is the port that of a hub? A hub of this machine that was started with --plain wants http://.")
    }
}
