import DaemonConfiguration
import JSONText
package import LanguageModels
import LearningPipeline
import Logging
import MemoryAssembly
import MemoryCore
package import MemoryModel
import MemoryStore
import ProjectIdentity
package import RuntimeHome
import VectorColumn

/// A home with the memory of six weeks that nobody lived: a developer, three agents and four projects. Scenes are played
/// through the services that hosts use, with a clock that the scenes move, so that everything that is learned in it was
/// learned by the rules and can be traced to its evidence.
package struct DemoHome: Sendable {
    private let home: RuntimeHome
    private let now: Timestamp
    private let seed: UInt64
    private let kinship: (any WordKinship)?

    /// - Parameters:
    ///   - now: what today is in the demo.
    ///   - seed: the same one makes the same memory, apart from the date.
    ///   - kinship: what knows which words are akin; `nil`: words alone.
    package init(home: RuntimeHome, now: Timestamp, seed: UInt64 = 7, kinship: (any WordKinship)? = nil) {
        self.home = home
        self.now = now
        self.seed = seed
        self.kinship = kinship
    }

    /// Fills the home. Whoever calls owns it; what a former demo left in it goes first.
    ///
    /// - Throws: `conflict` when a memory that is no demo lies there, `path_not_writable`.
    package func make() async throws {
        let files = DemoFiles(home: home)
        try files.clear()
        try files.note(DemoRecord(madeAt: now, seed: seed, isWhole: false))
        _ = try HomeFolder.prepare(at: home.path)
        _ = try ConfigFile(path: home.configFile).patch(Self.settings)
        let plan = ScenePlan(try DemoScenes.all(), now: now)
        let clock = PlayedClock(at: (plan.tasks.first?.at ?? now) - 3_600_000)
        let numbers = SeededNumbers(seed: seed)
        let parts = try open(clock: clock, numbers: numbers)
        try await parts.context.begin()
        let play = ScenePlay(
            parts: parts, clock: clock, numbers: numbers, projects: SceneFolders(folder: home.path + "/projects"))
        let person = DemoPerson(memory: parts.memory, clock: clock)
        for (number, task) in plan.tasks.enumerated() {
            try await play.play(task)
            // Half of the weeks have gone by: enough is there to have an opinion of.
            if number == plan.tasks.count / 2 { try await person.correct() }
        }
        try await person.tidy()
        _ = await parts.worker.runReadyJobs()
        try await DemoLedger(database: parts.database, now: now, numbers: numbers).write()
        try await parts.database.emptyLog()
        try parts.database.close()
        try files.note(DemoRecord(madeAt: now, seed: seed, isWhole: true))
    }

    private func open(clock: PlayedClock, numbers: SeededNumbers) throws -> HomeMemory {
        var settings = try ConfigFile(path: home.configFile).read()
        settings.storage.synchronous = .normal
        // A busy machine is no reason for another memory.
        settings.recall.deadlineMs = 60_000
        let fixed = settings
        let kinship = kinship
        var surroundings = HomeMemory.Surroundings(
            now: { clock.now }, settings: { fixed }, vectors: VectorSets(), kinship: { kinship },
            transcripts: NoTranscripts(), shelf: DemoShelf(),
            logger: { Logger(label: $0) { _ in SwiftLogNoOpLogHandler() } })
        surroundings.random = numbers.next
        // What is checked out changes from task to task, and tasks are played in milliseconds.
        surroundings.projects = ProjectFinder(lifetime: .zero, patience: .seconds(10))
        return try HomeMemory(databasePath: home.database, backupFolder: home.backups, in: surroundings)
    }

    /// All agents of the home are seen; no model is asked.
    private static let settings: JSON = ["recall": ["scope": "home"]]
}
