import LanguageModels
import MemoryAssembly
import MemoryCore
import MemoryModel
import MemoryStore
import RetrievalBenchmark
package import RuntimeHome

/// Measures learning on lives with a known truth: an agent that knows nothing works through tasks of hidden procedures in
/// projects that differ, is told what the memory tells it, and what the memory has learned in the end is held against the
/// truth. Everything goes through the facade that hosts use.
package struct LifeSimulation: Sendable {
    package struct Options: Sendable {
        package var seeds: [UInt64] = [1]
        package var episodes = 200
        /// Kinds of task, in 1…12.
        package var families = 12
        /// Whether the agent is told anything; it is learned from all the same.
        package var recalls = true
        /// Name of a model; `nil`: words alone.
        package var model: String?
        /// Whether a scripted model drafts what is learned; without, rules alone.
        package var isDrafted = false
        /// Whether latencies of recall are measured.
        package var isTimed = true
        /// Whether only recording and learning are measured.
        package var isReplay = false

        package init() {}
    }

    private let options: Options
    private let models: ModelShelf
    private let progress: @Sendable (String) -> Void

    /// - Parameter progress: told in words how far it is.
    package init(options: Options, models: ModelShelf, progress: @escaping @Sendable (String) -> Void) {
        self.options = options
        self.models = models
        self.progress = progress
    }

    /// - Throws: `not_found` without the model, `path_not_writable`.
    package func run() async throws -> LifeReports {
        let model = try options.model.map { name throws(MemoryError) in try ModelLoader(shelf: models).loadModel(name) }
        // Comes with every installation; a folder without it has words alone.
        let kinship = try? ModelLoader(shelf: models).loadKinship()
        let scratch = try ScratchFolder()
        var reports: [LifeReport] = []
        for seed in options.seeds {
            progress("seed \(seed)")
            let writer = options.isDrafted ? CompetentModel() : nil
            let home = try LifeHome(
                in: scratch, name: "life-\(seed)", seed: seed, model: model, kinship: kinship, writer: writer)
            reports.append(try await report(on: home, seed: seed, writer: writer))
            try home.close()
        }
        return LifeReports(reports)
    }

    private func report(on home: LifeHome, seed: UInt64, writer: CompetentModel?) async throws -> LifeReport {
        let matcher = StepMatcher(families: options.families)
        let life = Life(
            home: home, seed: seed, matcher: matcher, recalls: options.recalls && !options.isReplay)
        try await home.parts.context.begin()
        let began = ContinuousClock.now
        var plans = LifePlan(seed: seed, episodes: options.episodes + Self.dayAfter, families: options.families)
        var lived: [LivedEpisode] = []
        while lived.count < options.episodes, let plan = plans.next() {
            lived.append(try await life.live(plan))
            if lived.count.isMultiple(of: 1000) { progress("  \(lived.count) episodes") }
        }
        // What waits for a day of silence has its time too.
        home.clock.advance(Self.silence)
        _ = await home.learn()
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        let histories = FamilyHistory.all(lived, families: options.families)
        let (policies, skills, worlds) = (
            try await home.everything(Policy.self), try await home.everything(Skill.self),
            try await home.everything(WorldModel.self)
        )
        var times = TimeFigures(lived, seconds: seconds)
        let asked = try await SkillFigures(
            skills, matcher: matcher, histories: options.isReplay ? [] : histories, home: home, seed: seed)
        if options.isTimed, !options.isReplay {
            try await times.measureRecall(life, plans: Array(plans), questions: Self.questions)
        }
        var drafts: DraftFigures?
        if let writer { drafts = try await DraftFigures(writer, home: home) }
        return LifeReport(
            drafts: drafts, seed: seed, episodes: lived.count,
            families: histories.count,
            policies: PolicyFigures(
                policies, matcher: matcher, histories: histories, wishes: lived.compactMap(\.plan.wish)),
            skills: asked, world: WorldFigures(worlds, lived: lived),
            mistakes: MistakeFigures(lived, histories: histories), times: times,
            histories: histories.map { (Families.all[$0.family].name, $0.successes) })
    }

    /// Tasks that go by while recall is timed.
    private static let dayAfter = 60
    private static let questions = 200
    /// Milliseconds.
    private static let silence: Int64 = 26 * 3_600_000
}
