import DaemonConfiguration
import DaemonLogging
import HostHooks
import JSONText
import MemoryAPI
import MemoryCore
import MemoryDispatch
import MemoryModel
import RuntimeHome
import Synchronization
import ViewerServer

/// The requests that only the program around the core can answer: about itself, its file, its log, its end.
struct DaemonMethods: Sendable {
    let state: DaemonState
    let viewer: ViewerServer?
    let stop: StopRequest
    let config: ConfigStore
    let log: DaemonLog
    let vectors: VectorMethods

    func add(to dispatcher: inout Dispatcher) {
        vectors.add(to: &dispatcher)
        OverviewMethods(state: state, vectors: vectors).add(to: &dispatcher)
        LogMethods(log: log).add(to: &dispatcher)
        addProcess(to: &dispatcher)
        addSettings(to: &dispatcher)
    }

    private func addProcess(to dispatcher: inout Dispatcher) {
        dispatcher.add("core.health", access: .reads) { [state] _, _ in state.health(bridge: "connected") }
        dispatcher.add("core.status", access: .reads) { [state, viewer, vectors] _, _ in
            try await state.status(viewer: viewer, embedding: vectors.status())
        }
        // A host that leaves must not take the daemon from the others: its connection ends, the daemon stays.
        dispatcher.add("core.shutdown") { _, _ in ["ok": true] }
        dispatcher.add("daemon.stop") { [stop] _, _ in
            stop.stop()
            return ["ok": true]
        }
        dispatcher.add("daemon.handover") { [stop] params, _ in
            let version = try Fields(params, method: "daemon.handover").requiredString("version")
            guard let newer = ProductVersion(version), newer > .current else {
                throw MemoryError(
                    .conflict, "Only a newer program takes over.",
                    hint: "This daemon is version \(ProductVersion.current)."
                )
            }
            stop.stop()
            return ["ok": true]
        }
        ViewerAccessMethods(viewer: viewer).add(to: &dispatcher)
    }

    private func addSettings(to dispatcher: inout Dispatcher) {
        dispatcher.add("config.get", access: .reads) { [config] params, _ in
            try config.get(key: Fields(params, method: "config.get").string("key"))
        }
        dispatcher.add("config.patch") { [config, log, state] params, _ in
            guard let patch = Fields.patch(params) else {
                throw MemoryError(.invalidArgument, "config.patch: \"patch\" must be an object.")
            }
            let answer = try config.patch(patch)
            log.level = LoggingParts.level(of: config.current)
            try await state.memory.insights.note(.configChanged)
            return answer
        }
    }
}

extension Fields {
    /// The patch, given as `patch` or as the parameters themselves.
    fileprivate static func patch(_ params: JSON?) -> JSON? {
        guard let params, params.object != nil else { return nil }
        guard let patch = params["patch"] else { return params }
        return patch.object == nil ? nil : patch
    }
}

/// The settings file with one writer at a time, and the settings as they are now.
final class ConfigStore: Sendable {
    private struct State {
        var file: ConfigFile
        var current: Settings
    }

    private let state: Mutex<State>

    init(path: String) throws(MemoryError) {
        let file = ConfigFile(path: path)
        state = Mutex(State(file: file, current: try file.read()))
    }

    var current: Settings { state.withLock { $0.current } }

    func get(key: String?) throws -> JSON {
        let (settings, path) = state.withLock { ($0.current, $0.file.path) }
        guard let key else { return ["config": settings.json(), "path": .string(path)] }
        guard let value = settings.json(key: key) else {
            throw MemoryError(
                .invalidArgument, "There is no setting \"\(key)\".", hint: "docs/CONFIGURATION.md lists all settings."
            )
        }
        return ["config": value, "path": .string(path)]
    }

    func patch(_ patch: JSON) throws -> JSON {
        try state.withLock { state in
            let result = try state.file.patch(patch)
            state.current = result.settings
            return [
                "config": result.settings.json(), "restartRequired": JSON(result.restartRequired),
                "warnings": .array(
                    result.settings.modelProblems.map {
                        ["key": .string($0.key), "message": .string($0.message), "hint": .string($0.hint)]
                    }),
            ]
        }
    }
}
