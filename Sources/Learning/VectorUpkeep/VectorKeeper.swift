import Dispatch
import LanguageModels
package import Logging
package import MemoryModel
package import MemoryStore
import ServiceLifecycle
import Synchronization
package import VectorColumn

/// Gives new, changed and removed memories their vectors, in the background and in order. How far it has come is in the
/// vectors' own file, so a crash costs at most the last slice.
package struct VectorKeeper: Service {
    private let database: MemoryDatabase
    private let sets: VectorSets
    private let isPaused: @Sendable () -> Bool
    private let state = KeeperState()
    private let disk = DispatchQueue(label: "memos.vectors")
    private let logger: Logger

    /// - Parameter isPaused: asked before each slice.
    package init(
        database: MemoryDatabase, sets: VectorSets, logger: Logger, isPaused: @escaping @Sendable () -> Bool
    ) {
        self.database = database
        self.sets = sets
        self.isPaused = isPaused
        self.logger = logger
    }

    /// What went wrong last, until something succeeds.
    package var lastError: MemoryError? { state.lastError }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let pause = await follow()
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// Works until every set is up to date, and lets a new one serve that has become so.
    ///
    /// - Returns: how long to rest.
    package func follow() async -> Duration {
        var failures: [(set: VectorSet, error: MemoryError)] = []
        for set in sets.all {
            do {
                if try await follow(with: set) { await replaceServing(by: set) }
            } catch is CancellationError {
                return .zero
            } catch {
                // One model that fails does not hold up the other.
                let known = error as? MemoryError ?? MemoryError(.internal, "Vectors cannot be made: \(error)")
                failures.append((set, known))
            }
        }
        // One that was given up meanwhile does not matter.
        let failure = failures.first { sets.contains($0.set) }?.error
        if let failure, state.lastError != failure {
            logger.warning("Vectors wait; recall by words goes on.", metadata: ["error": "\(failure)"])
        }
        state.lastError = failure
        return failure == nil ? Self.pause : Self.pauseAfterFailure
    }

    /// - Returns: whether the set is up to date.
    private func follow(with set: VectorSet) async throws -> Bool {
        // One that is given up gets no further text: its model may be somebody else's.
        while !Task.isCancelled, !isPaused(), sets.contains(set) {
            if !set.background.isKnown, set.column.count > 0 { try await learnBackground(of: set) }
            let progress = set.column.progress
            let work = try await database.read { try $0.vectorWork(after: progress, limit: Self.slice) }
            guard work.reached != progress else {
                if set.column.shouldCompact { try await onDisk { try set.column.compact() } }
                return true
            }
            let entries = try await entries(for: work, of: set)
            try await onDisk {
                try set.column.apply(
                    entries, replacing: work.outdated.map { ($0.kind, $0.row) }, progress: work.reached
                )
            }
            // Whoever sees that all vectors are there sees no trouble of before.
            state.lastError = nil
        }
        return false
    }

    private func entries(for work: VectorWork, of set: VectorSet) async throws -> [VectorEntry] {
        guard !work.items.isEmpty else { return [] }
        let places = try await places(of: Set(work.items.map(\.owner)))
        let windows = try await set.embedder.embed(work.items.map(\.text), as: .document)
        return zip(work.items, windows).flatMap { item, windows in
            windows.map { window in
                VectorEntry(
                    kind: item.kind, item: item.row, place: places[item.owner] ?? VectorPlaces.elsewhere, at: item.at,
                    vector: window.components
                )
            }
        }
    }

    /// What unrelated texts are like to the model: as noted, or computed once, when there is something to compare with.
    private func learnBackground(of set: VectorSet) async throws {
        if let known = try await database.read({ try $0.background(of: set.model) }) {
            return set.background.use(known)
        }
        let vectors = try await set.embedder.embed(BackgroundSentences.all, as: .document).compactMap(\.first)
        guard !vectors.isEmpty else { return }
        var mean = [Float](repeating: 0, count: set.model.dimension)
        for vector in vectors {
            for (place, component) in vector.components.enumerated() {
                mean[place] += component / Float(vectors.count)
            }
        }
        let computed = mean
        try await database.write { try $0.note(background: computed, of: set.model) }
        set.background.use(computed)
    }

    private func places(of owners: Set<Namespace>) async throws -> VectorPlaces {
        let known = try await database.read { try $0.vectorPlaces() }
        if owners.allSatisfy({ known[$0] != nil }) { return known }
        return try await database.write { try $0.number(owners) }
    }

    /// A new set that is complete serves, and the file of the old one goes when the last search of it has ended.
    private func replaceServing(by set: VectorSet) async {
        guard let old = sets.promote(set) else { return }
        logger.notice("Vectors of another model serve now.", metadata: ["model": "\(sets.serving?.model.id ?? "")"])
        try? await onDisk { old.column.remove() }
    }

    /// Waiting for the disk has a thread of its own.
    private func onDisk(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            disk.async { continuation.resume(with: Result { try work() }) }
        }
    }

    /// Traces whose vectors are made between two looks at the database: about a fifth of a second of work.
    private static let slice = 64
    private static let pause = Duration.seconds(1)
    private static let pauseAfterFailure = Duration.seconds(5)
}

private final class KeeperState: Sendable {
    private let error = Mutex<MemoryError?>(nil)

    var lastError: MemoryError? {
        get { error.withLock { $0 } }
        set { error.withLock { $0 = newValue } }
    }
}
