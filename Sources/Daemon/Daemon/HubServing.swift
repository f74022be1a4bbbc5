import DaemonLogging
import HubDiscovery
import HubServer
import HubStore
import JSONText
import Logging
import MemoryModel
import RuntimeHome
import ServiceLifecycle
import Signing
import TextAnalysis
import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The composition root of a hub: home → lock → key → database → server, until it is told to stop.
struct HubServing {
    let arguments: HubArguments

    func run() async throws {
        let home = HubHome(path: arguments.home)
        let credentials = try home.prepare()
        guard let lock = try OwnerLock.take(file: home.lock, in: home.path) else {
            throw MemoryError(
                .conflict, "A hub is running already in \(home.path).",
                hint: "End it first, or start another hub with another --home.")
        }
        let log = DaemonLog(path: home.log) { Redactor.redact($0).text }
        defer { log.close() }
        let logger = log.logger(label: "hub")
        let database = try await open(logger: logger)
        let name = try await found(credentials, in: database)
        let server = HubServer(
            options: HubServerOptions(
                host: arguments.host, port: arguments.port, name: name, isPlain: arguments.isPlain,
                version: ProductVersion.current.description),
            credentials: credentials, database: database, logger: logger, now: SystemFacts.now)
        let start = HubStart(
            arguments: arguments, home: home, credentials: credentials, database: database, server: server, name: name)

        var quiet = logger
        quiet.logLevel = .critical
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: server), .init(service: start),
        ]
        if arguments.isDiscoverable {
            services.append(.init(service: HubAnnouncement(start: start)))
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
        defer { home.removeRunRecord() }
        do {
            try await group.run()
        } catch {
            await database.close()
            throw error
        }
        await database.close()
        logger.notice("The hub stops.")
        _ = consume lock
    }

    /// A file is there or is not; a server may be about to come.
    private func open(logger: Logger) async throws -> HubDatabase {
        var hasComplained = false
        while true {
            do throws(MemoryError) {
                return try await HubDatabase(arguments.location)
            } catch  where error.code == .hubUnavailable && arguments.database != nil {
                logger.warning("The database does not answer; it is asked again.")
                if !hasComplained {
                    complain("\(error.message) It is asked again every two seconds.")
                    hasComplained = true
                }
                try await Task.sleep(for: .seconds(2))
            } catch {
                throw error
            }
        }
    }

    /// Makes the database this hub's, or sees that it is.
    ///
    /// - Returns: what people call the hub.
    private func found(_ credentials: HubCredentials, in database: HubDatabase) async throws -> String {
        let wished = arguments.name
        let identity = HubIdentity(
            id: credentials.hub, name: wished ?? "\(SystemFacts.hostName)'s team", createdAt: SystemFacts.now())
        let known = try await database.write { transaction in
            let known = try transaction.found(identity)
            if let wished, known.id == identity.id, known.name != wished { try transaction.rename(wished) }
            return known
        }
        guard known.id == identity.id else {
            throw MemoryError(
                .conflict, "This database belongs to another hub, whose key is not the one in \(arguments.home).",
                hint: "Copy the hub.key of that hub into \(arguments.home), or name another database.")
        }
        return wished ?? known.name
    }

    private func complain(_ text: String) {
        _ = Array(("memosd hub: " + text + "\n").utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }
}

/// Says once that the hub answers, where, and how the first admin joins.
struct HubStart: Service {
    let arguments: HubArguments
    let home: HubHome
    let credentials: HubCredentials
    let database: HubDatabase
    let server: HubServer
    let name: String

    func run() async throws {
        guard let port = try? await server.boundPort() else { return }
        let first = try await InviteDesk(database: database, now: SystemFacts.now).makeFirst()
        let address = "\(SystemFacts.reachableHost(for: arguments.host)):\(port)"
        home.writeRunRecord(address: address)
        say(arguments.isJSON ? json(port, address, first).text : text(address, first))
        try? await gracefulShutdown()
    }

    private func json(_ port: Int, _ address: String, _ first: MadeInvite?) -> JSON {
        .object(present: [
            ("hub", .string(credentials.hub)), ("name", .string(name)), ("address", .string(address)),
            ("port", JSON(port)), ("fingerprint", .string(credentials.certificate.fingerprint)),
            ("database", .string(database.kind)), ("code", first.map { .string($0.code) }),
            ("expiresAt", first.map { .integer($0.expiresAt) }),
            ("join", first.map { .string(HubProgram.joining(address, $0.code)) }),
        ])
    }

    private func text(_ address: String, _ first: MadeInvite?) -> String {
        let scheme = arguments.isPlain ? "http" : "https"
        var lines = [
            "The hub “\(name)” answers at \(scheme)://\(address)",
            "Its certificate: \(credentials.certificate.fingerprint)",
        ]
        if let first {
            lines += [
                "", "It has no admin yet. Who joins with this code, within ten minutes, becomes the first:",
                "  \(HubProgram.joining(address, first.code))",
                "Another code: memos hub invite --serving --home \(home.path)",
            ]
        }
        return lines.joined(separator: "\n")
    }
}

/// Makes the hub known in the network, when people did not ask otherwise.
struct HubAnnouncement: Service {
    let start: HubStart

    func run() async throws {
        guard !HubServerOptions.isLoopback(start.arguments.host), let port = try? await start.server.boundPort() else {
            try? await gracefulShutdown()
            return
        }
        let advertiser = HubAdvertiser(
            name: start.name, port: port, fingerprint: start.credentials.certificate.fingerprint,
            version: ProductVersion.current.description)
        await cancelWhenGracefulShutdown { await advertiser.run() }
    }
}
