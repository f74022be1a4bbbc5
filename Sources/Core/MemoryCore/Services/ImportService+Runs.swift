package import MemoryModel
import MemoryStore

/// What there is to import on this machine, and the import that goes on while nobody waits for it.
extension ImportService {
    /// The transcripts of one host, at its usual places.
    package struct HostSource: Sendable {
        package var host: String
        package var files = 0
        package var bytes: Int64 = 0
        /// Files that have not changed since they were read.
        package var known = 0
        /// When one of them changed last.
        package var newest: Timestamp?
    }

    /// The files that a selection means, in the order of hosts and paths.
    func files(of selection: ImportSelection) async throws -> [TranscriptFile] {
        var query = TranscriptQuery(
            path: selection.path, host: selection.host, format: selection.format, variables: selection.variables)
        if selection.path == nil {
            query.workplaces = try await context.database.read { try $0.workplaces(limit: Self.mostWorkplaces) }
        }
        var files: [TranscriptFile] = []
        if selection.isAll, selection.path == nil, selection.host == nil {
            for host in library.hosts {
                query.host = host
                // A host whose folder cannot be read has nothing for us.
                files += (try? library.discover(query)) ?? []
            }
        } else {
            files = try library.discover(query)
        }
        guard let since = selection.since else { return files }
        return files.filter { $0.modifiedAt >= since }
    }

    /// Folders of work that are looked at for what hosts leave there.
    private static let mostWorkplaces = 2000

    /// Hosts that have transcripts here. Files are counted and not read.
    package func sources() async throws -> [HostSource] {
        var found: [HostSource] = []
        for host in library.hosts {
            let files = try await files(of: ImportSelection(host: host))
            guard !files.isEmpty else { continue }
            let known = try await context.database.read { reader in
                try files.count { file in
                    let mark = try reader.importMark(path: file.path)
                    return mark?.size == file.size && mark?.modifiedAt == file.modifiedAt
                }
            }
            found.append(
                HostSource(
                    host: host, files: files.count, bytes: files.reduce(0) { $0 + $1.size }, known: known,
                    newest: files.map(\.modifiedAt).max()))
        }
        return found
    }

    /// The run that goes on, or the last one since the daemon began.
    package var progress: ImportProgress? { runs.current }

    /// Begins an import and does not wait for it. What was imported before is passed over, so that a run that was broken
    /// off goes on where it was.
    ///
    /// - Parameters:
    ///   - hosts: those whose usual places are read; ignored with a path.
    ///   - path: absolute.
    /// - Throws: `conflict` while one runs, `not_found` and `invalid_argument` as `run` does.
    package func start(hosts: [String], path: String?, format: String?) async throws -> ImportProgress {
        var files: [TranscriptFile] = []
        if let path {
            files = try await self.files(of: ImportSelection(path: path, format: format))
        } else {
            for host in hosts { files += try await self.files(of: ImportSelection(host: host)) }
        }
        let time = context.now()
        var run = ImportProgress(
            id: context.identifiers.text("im", at: time), hosts: path == nil ? hosts : [], startedAt: time)
        run.total = files.count
        try runs.begin(run)
        Task { await carryOut(files) }
        return run
    }

    /// Asks the run to end after the files that it is at.
    ///
    /// - Returns: how far it is; `nil` when there was none.
    package func cancel() -> ImportProgress? { runs.cancel() }

    private func carryOut(_ files: [TranscriptFile]) async {
        var outcome = ImportProgress.State.failed
        do {
            _ = try await take(files) { report in
                runs.change { $0.add(report) }
                return !runs.isStopping
            }
            outcome = .done
        } catch {
            let reason = error as? MemoryError ?? MemoryError(.internal, "The import could not go on.")
            runs.change { $0.errors.append(($0.path ?? "", reason)) }
        }
        let time = context.now()
        runs.change { run in
            let isWhole = run.done == run.total
            run.state = outcome == .done && !isWhole ? .cancelled : outcome
            run.endedAt = time
        }
    }
}

/// What is to be imported.
package struct ImportSelection: Sendable, Equatable {
    /// Absolute; `nil`: usual places.
    package var path: String?
    /// Whose usual places; `nil`: those of Claude Code, or with `isAll` of every host.
    package var host: String?
    package var format: String?
    package var isAll: Bool
    /// What is older is left out: turns, and files that have not changed since then.
    package var since: Timestamp?
    /// Of the environment of whoever asks, those that move hosts.
    package var variables: [String: String]

    package init(
        path: String? = nil, host: String? = nil, format: String? = nil, isAll: Bool = false, since: Timestamp? = nil,
        variables: [String: String] = [:]
    ) {
        self.path = path
        self.host = host
        self.format = format
        self.isAll = isAll
        self.since = since
        self.variables = variables
    }
}
