import MemoryDispatch
import ServiceLifecycle
import Synchronization
import ViewerServer

/// The viewer is one of the things the dispatcher's methods speak of, and it calls the dispatcher: this breaks the ring.
/// Filled once, before anything is served.
final class DispatcherBox: Sendable {
    private let content = Mutex<Dispatcher?>(nil)

    var dispatcher: Dispatcher {
        guard let dispatcher = content.withLock({ $0 }) else { preconditionFailure("filled before serving") }
        return dispatcher
    }

    func fill(_ dispatcher: Dispatcher) {
        content.withLock { $0 = dispatcher }
    }
}

/// Writes the viewer's port into the run file once it is known.
struct ViewerPortNote: Service {
    let viewer: ViewerServer
    let state: DaemonState

    func run() async throws {
        if let port = try? await viewer.boundPort() { state.writeRunRecord(viewerPort: port) }
        try? await gracefulShutdown()
    }
}
