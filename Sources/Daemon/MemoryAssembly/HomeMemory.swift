package import DaemonConfiguration
package import LanguageModels
package import LearningPipeline
package import Logging
package import MemoryCore
package import MemoryModel
package import MemoryStore
package import ProjectIdentity
import RuntimeHome
package import VectorColumn
package import VectorUpkeep

/// The memory of one home, put together from its rooms: store → core → upkeep. Whoever serves a memory, or measures one,
/// takes it from here, so that what is measured is what serves.
package struct HomeMemory: Sendable {
    package let database: MemoryDatabase
    package let context: CoreContext
    package let memory: Memory
    package let worker: LearningWorker
    package let keeper: VectorKeeper

    /// What a memory needs of the program around it.
    package struct Surroundings: Sendable {
        package var now: @Sendable () -> Timestamp
        /// Asked for each time, so that a changed setting counts at once.
        package var settings: @Sendable () -> Settings
        /// Filled with models by whoever opens them; without any, memories are found by words.
        package var vectors: VectorSets
        /// What knows which words are akin; asked for each time.
        package var kinship: @Sendable () -> (any WordKinship)?
        package var transcripts: any TranscriptLibrary
        /// What lies beside the database and may hold what is forgotten.
        package var files: any HomeTraces
        /// Where skills are read from and written to.
        package var shelf: any SkillShelf
        /// Where rooms ask models.
        package var desk: any ModelDesk
        /// What people see of models.
        package var models: any ModelBoard
        /// A log by the name of the part that writes it.
        package var logger: @Sendable (String) -> Logger
        /// What hooks wrote down that they could not do, by agent.
        package var hookFailures: @Sendable () -> [String: HookFailures]
        /// The way to a hub.
        package var hub: any HubLink = NoHubLink()
        /// Who tells which project a workspace is of.
        package var projects = ProjectFinder()
        /// What ids are made of; the same numbers give the same ids.
        package var random: @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }

        package init(
            now: @escaping @Sendable () -> Timestamp, settings: @escaping @Sendable () -> Settings,
            vectors: VectorSets, kinship: @escaping @Sendable () -> (any WordKinship)?,
            transcripts: any TranscriptLibrary, files: any HomeTraces = NoHomeTraces(),
            shelf: any SkillShelf = NoSkillShelf(), desk: any ModelDesk = NoModels(),
            models: any ModelBoard = NoModelBoard(),
            hookFailures: @escaping @Sendable () -> [String: HookFailures] = { [:] },
            logger: @escaping @Sendable (String) -> Logger
        ) {
            self.now = now
            self.settings = settings
            self.vectors = vectors
            self.kinship = kinship
            self.transcripts = transcripts
            self.files = files
            self.shelf = shelf
            self.desk = desk
            self.models = models
            self.hookFailures = hookFailures
            self.logger = logger
        }
    }

    /// Opens or creates the database; nothing runs yet.
    ///
    /// - Parameter backupFolder: where copies go before a migration.
    package init(databasePath: String, backupFolder: String, in surroundings: Surroundings) throws {
        let database = try MemoryDatabase(
            path: databasePath, options: surroundings.settings().storeOptions(backupFolder: backupFolder),
            now: surroundings.now
        )
        self.init(database: database, in: surroundings)
    }

    /// Around a database that is open already, as whoever counts what models cost needs it before anybody asks them.
    package init(database: MemoryDatabase, in surroundings: Surroundings) {
        let (now, settings, vectors) = (surroundings.now, surroundings.settings, surroundings.vectors)
        let context = CoreContext(
            database: database, now: now, identifiers: IdentifierSource(random: surroundings.random),
            projects: surroundings.projects, hookFailures: surroundings.hookFailures,
            rules: { settings().captureRules }
        )
        let foreground = ForegroundModels(desk: surroundings.desk) { settings().foregroundRules }
        let forgetting = ForgettingService(context: context, traces: surroundings.files)
        self.database = database
        self.context = context
        memory = Memory(
            sessions: SessionService(context: context), turns: TurnService(context: context, models: foreground),
            recall: RecallService(
                context: context, models: foreground, vectors: { vectors.serving }, kinship: surroundings.kinship,
                rules: { settings().recallRules }
            ),
            library: TraceLibrary(context: context), items: ItemLibrary(context: context),
            curation: CurationService(context: context), traces: TraceCuration(context: context),
            forgetting: forgetting,
            retention: RetentionService(context: context, forgetting: forgetting) {
                settings().privacy.retentionDays
            },
            packages: SkillPackageService(context: context, shelf: surroundings.shelf),
            feedback: FeedbackService(context: context),
            imports: ImportService(context: context, library: surroundings.transcripts),
            archive: ArchiveService(context: context, productVersion: ProductVersion.current.description),
            book: BookService(context: context),
            deliveries: DeliveryService(context: context), insights: InsightService(context: context),
            vectors: VectorService(context: context, sets: vectors), projects: ProjectService(context: context),
            hub: HubService(context: context, link: surroundings.hub, traces: surroundings.files),
            models: surroundings.models
        )
        worker = LearningWorker(
            database: database,
            stages: UpkeepStages(context: context) { settings().eventsKept }.table.merging(
                LearningStages(plan: { settings().captureRules.plan }, options: { settings().learningOptions }).table
            ) { upkeep, _ in upkeep }.mapValues { $0.redacting(by: { settings().redactionRules }) },
            now: now,
            logger: surroundings.logger("learning"), desk: surroundings.desk,
            drafting: { settings().draftingOptions }
        )
        keeper = VectorKeeper(
            database: database, sets: vectors, logger: surroundings.logger("meaning"),
            isPaused: { !settings().embedding.background }
        )
    }
}
