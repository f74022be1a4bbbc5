package import EpisodeRouting
package import LanguageModels
package import LearningPipeline
import LocalEmbedding
import Logging
package import MemoryCore
import MemoryModel
package import MemoryStore
import ProjectIdentity
package import Retrieval
import Synchronization
package import TraceCapture
package import VectorColumn
package import VectorUpkeep

/// A whole memory on a real SQLite file in a folder of its own; time and ids are the test's.
package final class TestMemory: Sendable {
    package let home: TemporaryHome
    package let clock: TestClock
    package let database: MemoryDatabase
    package let memory: Memory
    package let worker: LearningWorker
    /// Empty until a test gives it a model.
    package let vectors = VectorSets()
    package let shelf = ShelfInMemory()
    /// What was removed around the database.
    package let files = RemovedFiles()
    package let keeper: VectorKeeper
    private let knobs: SharedKnobs
    private let context: CoreContext

    /// What a settings file would say.
    package struct Knobs: Sendable {
        package var isRecording = true
        package var allowedAgents: Set<String> = []
        package var routing = EpisodeRouter.Options()
        package var cleaning = TurnCleaning.Options()
        package var plan = LearningPlan.Options()
        package var learning = LearningOptions()
        package var recalls = true
        package var captureExceptAgents: Set<String> = []
        package var recallExceptAgents: Set<String> = []
        package var privateProjects = PrivateProjects()
        package var retentionDays = 0
        package var seesWholeHome = false
        package var seesAllProjects = false
        package var topK = TopK()
        package var recall = RecallOptions()
        package var eventsKept: Int64 = 30 * 86_400_000
        package var makesVectors = true
        package var kinship: (any WordKinship)?
        /// Whether models may be asked while a host waits.
        package var foreground = ForegroundModels.Rules(isEnabled: false)

        package init() {
            // Tests wait for answers; only those about deadlines care how long.
            recall.deadline = .seconds(60)
        }

        var captureRules: CaptureRules {
            var rules = CaptureRules(
                isEnabled: isRecording, allowedAgents: allowedAgents, router: EpisodeRouter(options: routing),
                cleaning: TurnCleaning(options: cleaning), plan: LearningPlan(options: plan),
                repair: learning.repair
            )
            rules.exceptAgents = captureExceptAgents
            rules.privateProjects = privateProjects
            return rules
        }
    }

    /// - Parameters:
    ///   - seed: of the ids; two memories that meet need two.
    ///   - desk: of the models that help with learning.
    ///   - hub: the way to a team.
    package init(
        _ knobs: Knobs = Knobs(), transcripts: any TranscriptLibrary = NoTranscripts(), seed: UInt64 = 7,
        desk: any ModelDesk = NoModels(), hub: any HubLink = NoHubLink()
    ) throws {
        home = TemporaryHome()
        clock = TestClock()
        let source = SeededSource(seed: seed)
        let shared = SharedKnobs(knobs)
        self.knobs = shared
        let now: @Sendable () -> Timestamp = { [clock] in clock.now }
        database = try MemoryDatabase(
            path: home.file("memos.db"),
            options: MemoryDatabase.Options(waitsForDisk: false, backupFolder: home.file("backups")), now: now
        )
        context = CoreContext(
            database: database, now: now, identifiers: IdentifierSource { source.next() },
            projects: ProjectFinder(lifetime: .zero, patience: .seconds(60)), rules: { shared.current.captureRules }
        )
        let context = context
        let foreground = ForegroundModels(desk: desk) { shared.current.foreground }
        memory = Memory(
            sessions: SessionService(context: context), turns: TurnService(context: context, models: foreground),
            recall: RecallService(
                context: context, models: foreground, vectors: { [vectors] in vectors.serving },
                kinship: { shared.current.kinship }
            ) {
                let knobs = shared.current
                var rules = RecallService.Rules(
                    isEnabled: knobs.recalls, seesWholeHome: knobs.seesWholeHome,
                    seesAllProjects: knobs.seesAllProjects, topK: knobs.topK, options: knobs.recall
                )
                rules.exceptAgents = knobs.recallExceptAgents
                return rules
            },
            library: TraceLibrary(context: context), items: ItemLibrary(context: context),
            curation: CurationService(context: context), traces: TraceCuration(context: context),
            forgetting: ForgettingService(context: context),
            retention: RetentionService(context: context, forgetting: ForgettingService(context: context)) {
                shared.current.retentionDays
            },
            packages: SkillPackageService(context: context, shelf: shelf),
            feedback: FeedbackService(context: context),
            imports: ImportService(context: context, library: transcripts),
            archive: ArchiveService(context: context, productVersion: "0.0.0"), book: BookService(context: context),
            deliveries: DeliveryService(context: context), insights: InsightService(context: context),
            vectors: VectorService(context: context, sets: vectors), projects: ProjectService(context: context),
            hub: HubService(context: context, link: hub, traces: files)
        )
        keeper = VectorKeeper(
            database: database, sets: vectors, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            isPaused: { !shared.current.makesVectors }
        )
        worker = LearningWorker(
            database: database,
            stages: UpkeepStages(context: context) { shared.current.eventsKept }.table.merging(
                LearningStages(
                    plan: { shared.current.captureRules.plan }, options: { shared.current.learning }
                ).table
            ) { upkeep, _ in upkeep }.mapValues { $0.redacting(by: { shared.current.cleaning.redaction }) },
            now: now,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, desk: desk,
            drafting: { shared.current.learning.drafting }
        )
    }

    /// A set of vectors of this memory; it follows the memory when the keeper runs.
    package func vectorSet(_ encoder: any TextEncoder, trust: Double = 1) throws -> VectorSet {
        VectorSet(
            embedder: LocalEmbedder(encoder, lanes: EmbeddingLanes(threads: 1)),
            column: try VectorColumn(path: home.file("\(encoder.model.id).memos-vectors"), model: encoder.model),
            trust: trust
        )
    }

    /// Recall by meaning with this model from now on, with the vectors of all there is.
    package func understand(with encoder: any TextEncoder) async throws {
        vectors.use(serving: try vectorSet(encoder), coming: nil)
        _ = await keeper.follow()
    }

    /// What the daemon does when it starts.
    package func begin() async throws { try await context.begin() }

    package func change(_ body: (inout Knobs) -> Void) {
        knobs.change(body)
    }
}

private final class SharedKnobs: Sendable {
    private let knobs: Mutex<TestMemory.Knobs>

    init(_ knobs: TestMemory.Knobs) {
        self.knobs = Mutex(knobs)
    }

    var current: TestMemory.Knobs { knobs.withLock { $0 } }

    func change(_ body: (inout TestMemory.Knobs) -> Void) {
        knobs.withLock { body(&$0) }
    }
}
