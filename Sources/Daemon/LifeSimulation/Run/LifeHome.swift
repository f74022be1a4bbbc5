import DaemonConfiguration
import LanguageModels
import LearningPipeline
import LocalEmbedding
import Logging
import MemoryAssembly
import MemoryCore
import MemoryModel
import MemoryStore
import RetrievalBenchmark
import RuntimeHome
import VectorColumn
import VectorUpkeep

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A memory in a folder of its own, put together as the daemon does it, with a clock that the simulation moves and ids from
/// its seed.
final class LifeHome: Sendable {
    let parts: HomeMemory
    let clock: PlayedClock
    private let sets = VectorSets()
    private let folder: String
    /// Gone with the last home in it.
    private let scratch: ScratchFolder

    var memory: Memory { parts.memory }

    /// - Parameters:
    ///   - model: what makes vectors; `nil`: memories are found by words.
    ///   - writer: what drafts what is learned; `nil`: rules alone.
    init(
        in scratch: ScratchFolder, name: String, seed: UInt64, model: ModelLoader.Loaded?,
        kinship: (any WordKinship)?, writer: (any LanguageModel)? = nil
    ) throws {
        self.scratch = scratch
        folder = scratch.makeFolder(name)
        let home = RuntimeHome(path: folder)
        mkdir(home.dataFolder, 0o700)
        mkdir(home.vectors, 0o700)
        let clock = PlayedClock(at: LifePlan.start)
        self.clock = clock
        var surroundings = HomeMemory.Surroundings(
            now: { clock.now }, settings: { Self.settings }, vectors: sets, kinship: { kinship },
            transcripts: NoTranscripts(), logger: { Logger(label: $0) { _ in SwiftLogNoOpLogHandler() } })
        surroundings.desk = writer.map(WritingDesk.init) ?? NoModels()
        surroundings.random = SeededNumbers(seed: seed ^ 0x1D5_BEEF).next
        if let model {
            let column = try VectorColumn(path: "\(home.vectors)/life.memos-vectors", model: model.encoder.model)
            let embedder = LocalEmbedder(model.encoder, lanes: EmbeddingLanes(threads: 1))
            sets.use(serving: VectorSet(embedder: embedder, column: column, trust: model.trust), coming: nil)
        }
        parts = try HomeMemory(
            databasePath: home.database, backupFolder: home.backups, in: surroundings)
    }

    private static let settings = {
        var settings = Settings()
        settings.storage.synchronous = .normal
        // What is late on a busy machine is not what is measured.
        settings.recall.deadlineMs = 60_000
        // What is measured is what is learned, not a look over what is found.
        settings.models.foreground = false
        return settings
    }()

    /// Runs the jobs that are due; the vectors follow.
    ///
    /// - Returns: seconds of processor time that the jobs took, all threads of this process together.
    func learn() async -> Double {
        let before = ProcessorTime.seconds
        _ = await parts.worker.runReadyJobs()
        let taken = ProcessorTime.seconds - before
        if sets.serving != nil { _ = await parts.keeper.follow() }
        return taken
    }

    func close() throws {
        sets.serving?.column.close()
        sets.use(serving: nil, coming: nil)
        try parts.database.close()
        ScratchFolder.remove(folder)
    }
}

enum ProcessorTime {
    /// Of this process since it began.
    static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

extension LifeHome {
    /// All items of a kind, archived ones too.
    func everything<Item: StoredItem>(_ type: Item.Type) async throws -> [Item] {
        var found: [Item] = []
        while true {
            let page = try await memory.items.items(type, filter: ItemFilter(), limit: 500, offset: found.count)
            guard !page.isEmpty else { return found }
            found += page
        }
    }
}
