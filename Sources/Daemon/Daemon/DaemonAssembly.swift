import BridgeServer
import ContextServer
import DaemonConfiguration
import DaemonLogging
import HostHooks
import JSONText
import LanguageModels
import LearningPipeline
import Logging
import MemoryAPI
import MemoryAssembly
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore
import Retrieval
import RuntimeHome
import ServiceLifecycle
import UnixSignals
import VectorColumn
import VectorUpkeep
import ViewerServer

/// The composition root: builds the program from its rooms and runs it. Reads from top to bottom as the program starts:
/// home → settings → store → core → dispatcher → faces → services in the order in which they may rely on each other.
struct DaemonAssembly {
    let arguments: DaemonArguments
    let socketPath: String
    let userFolder: String
    let assetsFolder: String
    let models: ModelShelf
    let ready: ReadySignal

    /// How the program ended.
    enum Ending {
        case stopped
        /// - Parameter viewerPort: that the page goes on talking to; `nil` when the settings name another now.
        case restarts(viewerPort: Int?)
    }

    func run() async throws -> Ending {
        let startedAt = SystemFacts.now()
        let home = arguments.home
        let config = try ConfigStore(path: home.configFile)
        let settings = config.current
        let logging = LoggingParts(settings: settings, home: home) { config.current.redactionRules }
        defer { logging.log.close() }
        let logger = logging.logger("daemon")

        let database = try MemoryDatabase(
            path: home.database, options: settings.storeOptions(backupFolder: home.backups), now: SystemFacts.now)
        let hosts = HostCalls()
        let modelParts = ModelParts(
            database: database, settings: { config.current }, priceFile: home.priceFile,
            host: { hosts.languageModel(named: config.current.hostModel) }, now: SystemFacts.now,
            logger: logging.logger("models")
        )
        let meaning = Meaning(
            folder: home.vectors, loader: ModelLoader(shelf: models), threads: settings.embedding.threads,
            logger: logging.logger("meaning"),
            remote: { endpoint throws(MemoryError) in try await modelParts.openEmbedder(at: endpoint) },
            wish: { config.current.embeddingWish }
        )
        let board = DaemonModelBoard(
            settings: { config.current }, parts: modelParts, meaning: meaning, database: database,
            configFile: home.configFile, now: SystemFacts.now
        )
        let shelf = SkillFiles(folder: home.skills, userFolder: userFolder)
        let hub = HubConnection(
            file: HubKeyFile(folder: home.hubFolder, path: home.deviceKey), now: SystemFacts.now)
        var surroundings = HomeMemory.Surroundings(
            now: SystemFacts.now, settings: { config.current }, vectors: meaning.sets,
            kinship: { meaning.kinship }, transcripts: TranscriptShelf(userFolder: userFolder),
            files: HomeFiles(home: home, skillFolders: shelf.hostFolders.map(\.path)), shelf: shelf,
            desk: modelParts.gate, models: board,
            hookFailures: { HookLog(path: home.hookLog).failures(at: SystemFacts.now()) }, logger: logging.logger
        )
        surroundings.hub = hub
        let parts = HomeMemory(database: database, in: surroundings)
        let (context, memory) = (parts.context, parts.memory)

        let activity = ClientActivity()
        let state = DaemonState(
            home: home, socketPath: socketPath, agent: arguments.agent,
            instanceID: context.identifiers.text("dm", at: startedAt), startedAt: startedAt, memory: memory,
            meaning: meaning, activity: activity
        )
        let stop = StopRequest()
        var dispatcher = Dispatcher(memory: memory, now: SystemFacts.now)
        let box = DispatcherBox()
        let contextServer = ContextServer(
            ContextBackend(
                ask: { try await box.dispatcher.call($0, $1, CallContext(agent: $2)) },
                logs: { logging.records(from: (LogLevelName(rawValue: $0) ?? .info).level) }, now: SystemFacts.now,
                version: ProductVersion.current.description, agent: arguments.agent.rawValue))
        let viewer = makeViewer(
            settings: settings, state: state, box: box, logging: logging, context: contextServer)
        let vectorMethods = VectorMethods(
            meaning: meaning, vectors: memory.vectors, keeper: parts.keeper,
            isPaused: { !config.current.embedding.background }
        )
        DaemonMethods(
            state: state, viewer: viewer, stop: stop, config: config, log: logging.log, vectors: vectorMethods
        ).add(to: &dispatcher)
        SettingsMethods(config: config, memory: memory, stop: stop).add(to: &dispatcher)
        Doctor(
            state: state, config: config, vectors: vectorMethods, hasViewer: viewer != nil,
            port: { try? await viewer?.boundPort() },
            preferredPort: { preferredPort(settings) }
        ).add(to: &dispatcher)
        let hooks = HookFace(
            dispatcher: dispatcher,
            deliveries: HookFace.Deliveries(
                reply: { try await memory.deliveries.reply(toRecord: $0) },
                keep: { try await memory.deliveries.keep(record: $0, host: $1, reply: $2) }
            ),
            now: SystemFacts.now
        )
        let spool = SpoolDrain(home: home, hooks: hooks, logger: logging.logger("spool"))
        dispatcher.add(HookFace.method) { params, context in
            // What was written down before comes first.
            if let params, await spool.queues(params, agent: context.agent) { return ["stdout": ""] }
            return try await hooks.run(params, context)
        }
        box.fill(dispatcher)

        let bridge = BridgeServer(
            options: BridgeServer.Options(
                socketPath: socketPath, version: ProductVersion.current.description, protocolVersion: protocolVersion,
                instanceID: state.instanceID, lineLimit: settings.daemon.maxLineMiB << 20
            ),
            dispatcher: dispatcher, events: { try await memory.insights.events(after: $0) },
            lastEvent: { try await memory.insights.lastEvent() }, logs: { logging.records() }, hosts: hosts,
            context: contextServer, activity: activity, logger: logging.logger("bridge"),
            onListening: { [ready] in
                state.writeRunRecord(viewerPort: nil)
                ready.ready()
                logger.notice("The daemon answers.", metadata: ["version": "\(ProductVersion.current)"])
            }
        )
        let idle = IdleMonitor(limit: { config.current.idleLimit }) {
            viewer?.connectedViewers ?? 0 > 0 ? .zero : activity.idle
        }

        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: parts.worker),
            .init(service: ModelAttendance(gate: modelParts.gate) { config.current.models.foreground }),
            .init(service: MeaningAttendance(meaning: meaning)),
            .init(service: parts.keeper),
            .init(service: ProjectAttendance(projects: memory.projects, logger: logging.logger("projects"))),
            .init(service: RetentionAttendance(retention: memory.retention, logger: logging.logger("retention"))),
            .init(
                service: HubAttendance(book: memory.hub.book, connection: hub, logger: logging.logger("hub"))),
            .init(service: LogKeeper(database: database, logger: logging.logger("store"))),
            .init(service: spool),
            .init(service: bridge),
            .init(service: stop, successTerminationBehavior: .gracefullyShutdownGroup),
            .init(service: idle, successTerminationBehavior: .gracefullyShutdownGroup),
        ]
        if let viewer {
            services.append(
                .init(
                    service: DispensableService(name: "viewer", service: viewer) {
                        logger.error("The viewer stopped; memory goes on without it.", metadata: ["error": "\($0)"])
                    }))
            services.append(.init(service: ViewerPortNote(viewer: viewer, state: state)))
        }
        try await context.begin()
        modelParts.logProblems()
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logging.quiet
            )
        )
        defer { state.removeRunRecord() }
        try await group.run()
        await modelParts.shutdown()
        await hub.shutdown()
        try? await memory.insights.note(.systemShutdown)
        logger.notice("The daemon stops.")
        try database.close()
        guard stop.wantsRestart else { return .stopped }
        return .restarts(viewerPort: settings.viewer == config.current.viewer ? viewer?.knownPort : nil)
    }

    private func makeViewer(
        settings: Settings, state: DaemonState, box: DispatcherBox, logging: LoggingParts, context: ContextServer
    ) -> ViewerServer? {
        guard arguments.hasViewer, settings.viewer.enabled else { return nil }
        let logger = logging.logger("viewer")
        let files = ViewerDownloads(box: box)
        var backend = ViewerBackend(
            read: { try await box.dispatcher.read($0, $1, CallContext(agent: nil)) },
            call: { try await box.dispatcher.call($0, $1, CallContext(agent: nil)) },
            events: { after in
                guard let events = try? await state.memory.insights.events(after: after) else {
                    return AsyncStream { nil }
                }
                return events.viewerEvents
            },
            health: { state.health(bridge: "connected") }, ping: { state.ping() },
            access: ViewerAccessFile(path: arguments.home.viewerAccess, logger: logger).keeping,
            download: { try await files.download($0, $1) }, upload: { try await files.upload($0, $1, $2) }
        )
        backend.logs = { logging.records(from: (LogLevelName(rawValue: $0) ?? .info).level) }
        backend.context = { await context.exchange($0) }
        return ViewerServer(
            options: ViewerOptions(
                preferredPort: preferredPort(settings), assets: assetsFolder, uploads: arguments.home.uploads),
            backend: backend, logger: logger
        )
    }

    private func preferredPort(_ settings: Settings) -> Int {
        let usual = settings.viewer.port == 0 ? Int(arguments.agent.viewerPort) : settings.viewer.port
        return arguments.viewerPort ?? usual
    }
}

extension AsyncStream<MemoryEvent> {
    fileprivate var viewerEvents: AsyncStream<ViewerEvent> {
        let source = EventIterator(makeAsyncIterator())
        return AsyncStream<ViewerEvent> {
            await source.next().map {
                ViewerEvent(seq: $0.sequence, type: $0.fact.kind.rawValue, data: EventWire.json($0))
            }
        }
    }
}

/// One reader of a stream, handed from call to call.
private actor EventIterator {
    private var iterator: AsyncStream<MemoryEvent>.AsyncIterator

    init(_ iterator: AsyncStream<MemoryEvent>.AsyncIterator) {
        self.iterator = iterator
    }

    func next() async -> MemoryEvent? {
        var current = iterator
        let event = await current.next(isolation: self)
        iterator = current
        return event
    }
}
