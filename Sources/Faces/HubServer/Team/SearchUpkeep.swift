import HubStore
import ServiceLifecycle

/// Takes into the search's index what comes, from the start on, so that nobody who searches waits for it.
struct SearchUpkeep: Service {
    let database: HubDatabase

    /// Until the hub stops. While the database is away nothing is taken in; a search says why.
    func run() async throws {
        let changes = database.changes()
        try? await database.prepareSearch()
        for await _ in changes.cancelOnGracefulShutdown() { try? await database.prepareSearch() }
    }
}
