import DaemonConfiguration
package import JSONText
import LanguageModels
import LocalEmbedding
import MemoryAssembly
import MemoryModel
package import Ranking
package import RuntimeHome

/// Measures recall on conversations with questions: every turn goes in through the daemon's capture, every question is
/// asked through its recall, all in this process.
package struct RetrievalBenchmark: Sendable {
    package struct Options: Sendable {
        /// Folders that hold cases.
        package var places: [String]
        /// Whether a user's message and the answer to it are one turn.
        package var inPairs = false
        /// Name of a model, or `auto`.
        package var model = Settings.Embedding.automatic
        /// Traces wanted of a search.
        package var depth = 100
        /// Cases at once.
        package var jobs = 1
        /// Where vectors of texts are kept between runs.
        package var cache: String?
        package var hasBaselines = true
        /// Whether latencies are measured.
        package var isTimed = true
        /// What was learned about ranking.
        package var fit = RecallFit.current
        /// Is told what ranking and gate weighed at each question, for a fit; called from several threads.
        package var evidence: (@Sendable (JSON) -> Void)?

        package init(places: [String]) {
            self.places = places
        }
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

    /// - Throws: `not_found` without a case or the model, `invalid_argument` for a file that is no case.
    package func run() async throws -> RetrievalReport {
        let folders = try CaseFolder.find(in: options.places)
        let loaded = try load()
        let remembered = try RememberedVectors(folder: options.cache, model: loaded.encoder.model)
        let scratch = try ScratchFolder()
        var settings = Settings()
        settings.storage.synchronous = .normal
        settings.recall.deadlineMs = Self.patience
        let workshop = Workshop(
            bare: loaded.encoder, remembering: RememberingEncoder(encoder: loaded.encoder, vectors: remembered),
            trust: loaded.trust, kinship: try ModelLoader(shelf: models).loadKinship(),
            lanes: EmbeddingLanes(threads: options.jobs), settings: settings, folder: scratch,
            inPairs: options.inPairs, fit: options.fit
        )
        var sets: [RetrievalReport.SetReport] = []
        for (name, members) in Dictionary(grouping: folders, by: \.set).sorted(by: { $0.key < $1.key }) {
            progress("\(name): \(members.count) \(members.count == 1 ? "case" : "cases")")
            let results = try await SetRun(folders: members, workshop: workshop, options: options).run()
            sets.append(
                RetrievalReport.SetReport(name: name, digest: try CaseFolder.digest(of: members), cases: results))
        }
        return RetrievalReport(
            options: options, model: loaded.encoder.model, digest: try CaseFolder.digest(of: folders), sets: sets)
    }

    /// A model that was named is the one that is measured, or none.
    private func load() throws(MemoryError) -> ModelLoader.Loaded {
        let loader = ModelLoader(shelf: models)
        let name = options.model == Settings.Embedding.automatic ? ModelLoader.standard : options.model
        do throws(MemoryError) {
            return try loader.loadModel(name)
        } catch {
            throw MemoryError(
                error.code, error.message,
                hint: """
                    memos model pull gets the standard one, MEMOS_MODELS names the folder of models, and \
                    --model \(ModelLoader.table) takes the table that comes along.
                    """
            )
        }
    }

    /// Milliseconds a recall may take: what is late is not what is measured here.
    private static let patience = 60_000
}
