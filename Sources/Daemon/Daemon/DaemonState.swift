import BridgeServer
import JSONText
import LanguageModels
import MemoryCore
import MemoryDispatch
import MemoryModel
import MemoryStore
import RuntimeHome
import VectorColumn
import ViewerServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The running program as others see it: health for hosts, status for people, the run file for relays.
struct DaemonState: Sendable {
    let home: RuntimeHome
    let socketPath: String
    let agent: Agent
    let instanceID: String
    let startedAt: Timestamp
    let memory: Memory
    let meaning: Meaning
    let activity: ClientActivity

    /// The shape that hosts of the upstream plugin read (`CoreHealth`).
    func health(bridge: String) -> JSON {
        let reports = memory.models.roles()
        func member(_ role: ModelRole) -> JSON {
            ModelsWire.health(reports.first { $0.role == role } ?? ModelRoleReport(role: role))
        }
        var embedder = member(.embedding)
        embedder["dim"] = JSON(meaning.sets.serving?.model.dimension ?? 0)
        var skillEvolver = member(.skillEvolver)
        skillEvolver["inherited"] = JSON(reports.first { $0.role == .skillEvolver }?.isInherited ?? true)
        return [
            "ok": true, "version": .string(ProductVersion.current.description),
            "uptimeMs": .integer(SystemFacts.now() - startedAt), "agent": .string(agent.rawValue),
            "paths": [
                "home": .string(home.path), "config": .string(home.configFile), "db": .string(home.database),
                "skills": .string(home.skills), "logs": .string(home.logs),
            ],
            "bridge": ["status": .string(bridge), "clients": JSON(activity.clients)], "llm": member(.llm),
            "embedder": embedder,
            "skillEvolver": skillEvolver, "service": "memos-local-plugin", "instanceId": .string(instanceID),
        ]
    }

    func ping() -> JSON {
        [
            "ok": true, "service": "memos-local-plugin", "instanceId": .string(instanceID),
            "ts": .integer(SystemFacts.now()),
        ]
    }

    /// - Parameter embedding: the answer of `vectors.status`.
    func status(viewer: ViewerServer?, embedding: JSON) async throws -> JSON {
        let state = try await memory.insights.state()
        let hosts = try await memory.deliveries.hosts()
        var counts = JSONObject()
        for (noun, count) in state.inventory.counts { counts[noun] = .integer(count) }
        let port = viewer?.knownPort
        return .object(present: [
            ("version", .string(ProductVersion.current.description)), ("instanceId", .string(instanceID)),
            ("home", .string(home.path)), ("agent", .string(agent.rawValue)),
            ("uptimeMs", .integer(SystemFacts.now() - startedAt)), ("rssBytes", .integer(SystemFacts.residentBytes())),
            ("counts", .object(counts)),
            (
                "bytes",
                [
                    "database": .integer(state.inventory.databaseBytes), "free": .integer(state.inventory.freeBytes),
                    "wal": .integer(SystemFacts.size(of: home.database + "-wal")),
                ]
            ),
            ("viewer", port.map { ["port": JSON($0), "url": .string("http://127.0.0.1:\($0)/")] } ?? [:]),
            ("lastCapture", state.lastCapture.map { ["ts": .integer($0.at), "host": .string($0.host)] }),
            (
                "lastRecall",
                state.lastRecall.map {
                    [
                        "ts": .integer($0.at), "entry": .string($0.entry.rawValue), "tokens": JSON($0.tokens),
                        "ms": .double($0.latencyMilliseconds),
                    ]
                }
            ),
            ("hosts", .array(hosts.map { AnalyticsWire.host($0, as: "host") })), ("embedding", embedding),
            ("models", ModelsWire.status(memory.models.roles(), try await memory.models.budget())),
            ("spool", ["pending": JSON(pendingSpool)]), ("clients", JSON(activity.clients)),
            ("pid", .integer(Int64(getpid()))),
        ])
    }

    /// Tells relays and people who runs here. The file goes when the daemon does.
    func writeRunRecord(viewerPort: Int?) {
        let record = JSON.object(present: [
            ("pid", .integer(Int64(getpid()))), ("version", .string(ProductVersion.current.description)),
            ("protocol", JSON(protocolVersion)), ("instanceId", .string(instanceID)),
            ("startedAt", .integer(startedAt)),
            ("socket", .string(socketPath)), ("viewerPort", viewerPort.map { JSON($0) }),
        ])
        _ = SystemFacts.replaceFile(home.runRecord, with: record.text + "\n")
    }

    func removeRunRecord() {
        unlink(home.runRecord)
    }

    private var pendingSpool: Int {
        SystemFacts.names(in: home.spool).count { $0.hasSuffix(".json") }
    }
}
