import Dispatch
package import MemoryModel
import Synchronization

/// `ProjectScan` for those who cannot wait: answers are kept for some seconds, and a file system that hangs costs the
/// asker a bounded time, once.
package final class ProjectFinder: Sendable {
    private struct Entry {
        var mark: ProjectMark?
        /// When it was found; `nil` while somebody is looking.
        var foundAt: ContinuousClock.Instant?
        var lookedSince: ContinuousClock.Instant
        /// Who waits for the one who is looking.
        var askers: [Asker] = []
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let lifetime: Duration
    private let patience: Duration
    private let queue = DispatchQueue(label: "memos.projects", attributes: .concurrent)

    /// - Parameters:
    ///   - lifetime: how long an answer counts; a branch that was changed is seen after it.
    ///   - patience: after which there is no answer.
    package init(lifetime: Duration = .seconds(5), patience: Duration = .milliseconds(200)) {
        self.lifetime = lifetime
        self.patience = patience
    }

    /// - Returns: `nil` for what is no workspace, and while its file system does not answer.
    package func mark(of workspace: String) async -> ProjectMark? {
        let now = ContinuousClock.now
        if let entry = entries.withLock({ $0[workspace] }) {
            if let foundAt = entry.foundAt {
                if now - foundAt < lifetime { return entry.mark }
            } else if now - entry.lookedSince >= patience {
                return entry.mark
            }
        }
        return await withCheckedContinuation { continuation in
            let asker = Asker(continuation)
            if isFirst(asker, for: workspace, at: now) { queue.async { [self] in look(at: workspace) } }
            queue.asyncAfter(deadline: .now() + patience.dispatchInterval) { asker.answer(nil) }
        }
    }

    /// What was found lately, without a look at any file.
    package func lastMark(of workspace: String) -> ProjectMark? {
        entries.withLock { $0[workspace]?.mark }
    }

    /// Lets an asker wait.
    ///
    /// - Returns: whether nobody is looking for it yet.
    private func isFirst(_ asker: Asker, for workspace: String, at now: ContinuousClock.Instant) -> Bool {
        entries.withLock { entries in
            if entries[workspace] == nil, entries.count >= Self.capacity {
                // Somebody waits for those that are being looked for.
                entries = entries.filter { $0.value.foundAt.map { now - $0 < lifetime } ?? true }
                if entries.count >= Self.capacity { entries = entries.filter { $0.value.foundAt == nil } }
            }
            let isBusy = entries[workspace].map { $0.foundAt == nil } ?? false
            entries[workspace, default: Entry(lookedSince: now)].askers.append(asker)
            if !isBusy {
                entries[workspace]?.foundAt = nil
                entries[workspace]?.lookedSince = now
            }
            return !isBusy
        }
    }

    private func look(at workspace: String) {
        let mark = ProjectScan.mark(of: workspace)
        let askers = entries.withLock { entries in
            let waiting = entries[workspace]?.askers ?? []
            entries[workspace] = Entry(mark: mark, foundAt: .now, lookedSince: .now)
            return waiting
        }
        for asker in askers { asker.answer(mark) }
    }

    /// Workspaces remembered.
    private static let capacity = 512
}

/// Somebody who is answered once.
private final class Asker: Sendable {
    private let continuation: Mutex<CheckedContinuation<ProjectMark?, Never>?>

    init(_ continuation: CheckedContinuation<ProjectMark?, Never>) {
        self.continuation = Mutex(continuation)
    }

    func answer(_ mark: ProjectMark?) {
        continuation.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }?.resume(returning: mark)
    }
}

extension Duration {
    fileprivate var dispatchInterval: DispatchTimeInterval {
        .milliseconds(Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000))
    }
}
