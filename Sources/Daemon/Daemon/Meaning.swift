import Dispatch
import JSONText
import LanguageModels
import LocalEmbedding
import Logging
import MemoryAssembly
import MemoryModel
import RuntimeHome
import ServiceLifecycle
import Synchronization
import VectorColumn

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The models and vectors of one home: opened when the daemon has begun to answer, and again when the settings name
/// another model or an installed one has changed.
final class Meaning: Sendable {
    /// What settings say about it.
    struct Wish: Sendable, Equatable {
        var isEnabled: Bool
        var model: String
        /// The value of `model` that leaves the choice to the program.
        var automatic: String
    }

    let sets = VectorSets()
    private let folder: String
    private let loader: ModelLoader
    private let lanes: EmbeddingLanes
    private let wish: @Sendable () -> Wish
    private let logger: Logger
    private let state = Mutex(State())
    /// Held by who opens: two at once would write to one file.
    private let door = Mutex<Void>(())

    private struct State {
        /// What the sets were opened for; `nil` until they were.
        var opened: Wish?
        /// Why the wished-for model does not serve.
        var problem: MemoryError?
        /// Whether the model's file was read whole since it was opened.
        var isVerified = false
        /// What knows which words are akin; `nil` when vectors are not wished for or the table cannot be read.
        var kinship: (any WordKinship)?
        /// A model whose file was found altered, and how.
        var rejected: ModelLoader.Rejection?
    }

    /// - Parameter folder: for the vectors; made when need be.
    init(
        folder: String, loader: ModelLoader, threads: Int, logger: Logger, wish: @escaping @Sendable () -> Wish
    ) {
        self.folder = folder
        self.loader = loader
        self.wish = wish
        self.logger = logger
        lanes = EmbeddingLanes(threads: threads)
    }

    var kinship: (any WordKinship)? { state.withLock { $0.kinship } }
    var problem: MemoryError? { state.withLock { $0.problem } }
    /// Where the vectors that serve come from.
    var provider: String {
        guard let model = sets.serving?.model else { return "none" }
        return model.id == ModelLoader.table ? "static" : "local"
    }
    var isOpen: Bool { state.withLock { $0.opened != nil } }
    var isEnabled: Bool { wish().isEnabled }

    /// Opens what settings say, unless it is open.
    func openIfWished() {
        let wish = wish()
        guard state.withLock({ $0.opened != wish }) else { return }
        reload()
    }

    /// Looks at settings and installed models again. What serves goes on serving until another model's vectors are
    /// complete.
    func reload() {
        door.withLock { _ in
            state.withLock { ($0.isVerified, $0.rejected) = (false, nil) }
            openAgain()
        }
    }

    /// Reads the file of the model whole, once after it was opened, which does not: that it is long and sound at its head
    /// says nothing of its weights. A model that was altered gives way to the table, and its vectors go.
    func verifyOnce() async {
        let opened = state.withLock { state -> Wish? in
            guard let opened = state.opened, opened.isEnabled, !state.isVerified else { return nil }
            state.isVerified = true
            return opened
        }
        guard let opened else { return }
        let rejection = await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { [loader] in
                continuation.resume(returning: loader.verify(opened.model, automatic: opened.automatic))
            }
        }
        guard let rejection else { return }
        door.withLock { _ in
            guard state.withLock({ $0.isVerified && $0.opened == opened }) else { return }
            state.withLock { $0.rejected = rejection }
            dropSets()
            openAgain()
        }
    }

    private func openAgain() {
        let wish = wish()
        // Without it recall loses a shade, which is no fault worth naming.
        let kinship = try? (wish.isEnabled ? loader.loadKinship() : nil)
        state.withLock { $0.kinship = kinship }
        do throws(MemoryError) {
            let problem = try open(wish)
            if let problem { logger.warning("A smaller model stands in.", metadata: ["error": "\(problem)"]) }
            state.withLock { ($0.opened, $0.problem) = (wish, problem) }
        } catch {
            logger.warning("Memories are found by words alone.", metadata: ["error": "\(error)"])
            sets.use(serving: nil, coming: nil)
            state.withLock { ($0.opened, $0.problem) = (wish, error) }
        }
    }

    /// Throws away the vectors that serve and begins anew; until then memories are found by words.
    func rebuild() {
        door.withLock { _ in
            dropSets()
            openAgain()
        }
    }

    private func dropSets() {
        for set in sets.all { set.column.remove() }
        sets.use(serving: nil, coming: nil)
    }

    private func open(_ wish: Wish) throws(MemoryError) -> MemoryError? {
        guard wish.isEnabled else {
            sets.use(serving: nil, coming: nil)
            return nil
        }
        let (loaded, problem) = try loader.load(
            wish.model, automatic: wish.automatic, rejected: state.withLock { $0.rejected })
        if !keepColumn(of: loaded) {
            mkdir(folder, 0o700)
            let wanted = try openSet(loaded)
            // The file of the old one goes when the new one is complete, so as long as it is there, it serves.
            let other = sets.serving == nil ? otherSet(than: wanted.model) : nil
            sets.change { pair in
                let old = pair.serving ?? other
                pair = VectorSets.Pair(serving: old ?? wanted, coming: old == nil ? nil : wanted)
            }
        }
        dropColumns(besides: sets.all.map(\.model))
        return problem
    }

    /// The vectors stay where they are of this model; its file may be another one by now.
    private func keepColumn(of loaded: ModelLoader.Loaded) -> Bool {
        let model = loaded.encoder.model
        return sets.change { pair in
            if let serving = pair.serving, serving.model == model {
                pair = VectorSets.Pair(serving: makeSet(loaded, column: serving.column), coming: nil)
            } else if let coming = pair.coming, coming.model == model {
                pair.coming = makeSet(loaded, column: coming.column)
            } else {
                return false
            }
            return true
        }
    }

    /// A damaged file is made anew: everything in it follows from the database.
    private func openSet(_ loaded: ModelLoader.Loaded) throws(MemoryError) -> VectorSet {
        let model = loaded.encoder.model
        let path = "\(folder)/\(Self.fileName(of: model))"
        let column: VectorColumn
        do throws(MemoryError) {
            column = try VectorColumn(path: path, model: model)
        } catch  where error.code == .databaseCorrupt || error.code == .conflict {
            logger.warning("The vectors are made anew.", metadata: ["error": "\(error)"])
            unlink(path)
            column = try VectorColumn(path: path, model: model)
        }
        return makeSet(loaded, column: column)
    }

    private func makeSet(_ loaded: ModelLoader.Loaded, column: VectorColumn) -> VectorSet {
        VectorSet(embedder: LocalEmbedder(loaded.encoder, lanes: lanes), column: column, trust: loaded.trust)
    }

    /// Vectors of a model that served before, if that model is still there.
    private func otherSet(than model: EmbeddingModel) -> VectorSet? {
        for name in SystemFacts.names(in: folder) where name != Self.fileName(of: model) {
            guard let id = Self.modelID(ofFile: name), let loaded = try? loader.loadModel(id),
                Self.fileName(of: loaded.encoder.model) == name, let set = try? openSet(loaded), set.column.count > 0
            else { continue }
            return set
        }
        return nil
    }

    /// Files of models that neither serve nor are on their way.
    private func dropColumns(besides models: [EmbeddingModel]) {
        let kept = Set(models.map(Self.fileName(of:)))
        for name in SystemFacts.names(in: folder) where name.contains(Self.suffix) && !kept.contains(name) {
            unlink("\(folder)/\(name)")
        }
    }

    private static let suffix = ".memos-vectors"

    private static func fileName(of model: EmbeddingModel) -> String {
        "\(model.id)@\(model.revision)\(suffix)"
    }

    private static func modelID(ofFile name: String) -> String? {
        guard name.hasSuffix(suffix), let at = name.lastIndex(of: "@") else { return nil }
        return String(name[..<at])
    }
}

/// Opens models and vectors when the daemon has begun to answer, and when a setting about them has changed.
struct MeaningAttendance: Service {
    let meaning: Meaning

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                meaning.openIfWished()
                await meaning.verifyOnce()
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
