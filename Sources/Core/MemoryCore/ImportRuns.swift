package import MemoryModel
import Synchronization

/// The back-fill that runs beside everything else, or the last one that did. Only one runs at a time: two would read the
/// same files.
package final class ImportRuns: Sendable {
    private let latest = Mutex<ImportProgress?>(nil)

    package init() {}

    package var current: ImportProgress? { latest.withLock { $0 } }

    /// - Throws: `conflict` while one runs.
    func begin(_ run: ImportProgress) throws(MemoryError) {
        let isBusy = latest.withLock { latest in
            if latest?.state.isOver == false { return true }
            latest = run
            return false
        }
        if isBusy {
            throw MemoryError(
                .conflict, "An import is running already.", hint: "Wait for it, or cancel it; import.status tells.")
        }
    }

    /// Asks the run to end after the files that it is at.
    ///
    /// - Returns: `nil` when there was none.
    func cancel() -> ImportProgress? {
        latest.withLock { latest in
            if latest?.state == .running { latest?.state = .stopping }
            return latest
        }
    }

    var isStopping: Bool { latest.withLock { $0?.state == .stopping } }

    func change(_ body: (inout ImportProgress) -> Void) {
        latest.withLock { latest in
            guard var run = latest else { return }
            body(&run)
            latest = run
        }
    }
}

/// How far a back-fill is.
package struct ImportProgress: Sendable {
    package enum State: String, Sendable {
        case running
        /// Asked to end; it finishes the files that it is at.
        case stopping
        case done
        case cancelled
        /// It could not go on; what was imported before stays.
        case failed

        var isOver: Bool { self != .running && self != .stopping }
    }

    package var id: String
    package var hosts: [String]
    package var state = State.running
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    /// Files that were taken or passed over.
    package var done = 0
    /// Files there are.
    package var total = 0
    /// The file that was finished last.
    package var path: String?
    /// Files that have not changed since they were read.
    package var unchanged = 0
    package var turns = 0
    package var messages = 0
    package var traces = 0
    package var errors: [(path: String, error: MemoryError)] = []

    init(id: String, hosts: [String], startedAt: Timestamp) {
        self.id = id
        self.hosts = hosts
        self.startedAt = startedAt
    }

    mutating func add(_ report: ImportService.SourceReport) {
        done += 1
        path = report.file.path
        unchanged += report.isUnchanged ? 1 : 0
        turns += report.newTurns
        messages += report.newMessages
        traces += report.traces
        if let error = report.error, errors.count < Self.mostErrors { errors.append((report.file.path, error)) }
    }

    /// Errors that are told of.
    private static let mostErrors = 100
}
