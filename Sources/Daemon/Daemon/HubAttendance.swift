import Logging
import MemoryCore
import ServiceLifecycle

/// Keeps up with the team's hub in the background. It is on the path of no turn, holds nothing while it waits for the
/// network, and does not keep the daemon alive: a daemon that was stopped catches up when it lives again.
struct HubAttendance: Service {
    let exchange: HubExchange
    let bell: WakeBell

    init(book: any HubBook, connection: HubConnection, logger: Logger) {
        bell = connection.bell
        exchange = HubExchange(
            book: book, wire: connection, bell: connection.bell, logger: logger, report: connection.update)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var exchange = exchange
            while !Task.isCancelled {
                switch await exchange.next() {
                case .again: continue
                case .after(let pause): await bell.rung(within: pause)
                case .whenRung: await bell.rung()
                }
            }
        }
    }
}
