import Dispatch
import LanguageModels
import LocalEmbedding
import Logging
import MemoryAssembly
import MemoryModel
import Synchronization
import VectorColumn

/// The models and vectors of one home: opened when the daemon has begun to answer, and again when the settings name
/// another model or an installed one has changed.
final class Meaning: Sendable {
    /// What settings say about it.
    struct Wish: Sendable, Equatable {
        var isEnabled: Bool
        /// Of this machine; stands in while the one of a provider cannot be opened.
        var model: String
        /// The value of `model` that leaves the choice to the program.
        var automatic: String
        /// The model of a provider that is to make the vectors.
        var remote: ModelEndpoint?
    }

    let sets = VectorSets()
    let files: VectorFiles
    let loader: ModelLoader
    let remote: RemoteOpening
    let lanes: EmbeddingLanes
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

    /// - Parameters:
    ///   - folder: for the vectors; made when need be.
    ///   - remote: opens the model of a provider, within seconds.
    init(
        folder: String, loader: ModelLoader, threads: Int, logger: Logger, remote: @escaping RemoteOpening.Open,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        wish: @escaping @Sendable () -> Wish
    ) {
        files = VectorFiles(folder: folder, logger: logger)
        self.loader = loader
        self.remote = RemoteOpening(open: remote, now: now)
        self.wish = wish
        self.logger = logger
        lanes = EmbeddingLanes(threads: threads)
    }

    var kinship: (any WordKinship)? { state.withLock { $0.kinship } }
    var isOpen: Bool { state.withLock { $0.opened != nil } }
    var isEnabled: Bool { wish().isEnabled }

    /// Why the wished-for model does not serve.
    var problem: MemoryError? {
        // A later attempt may have failed for another reason.
        if let endpoint = wish().remote, isOpen, let error = remote.error(at: endpoint) {
            return Self.standIn(for: endpoint, error)
        }
        return state.withLock { $0.problem }
    }

    /// Where the vectors that serve come from.
    var provider: String {
        guard let model = sets.serving?.model else { return "none" }
        if let endpoint = remote.endpoint(of: model) { return endpoint.provider.rawValue }
        return model.id == ModelLoader.table ? "static" : "local"
    }

    /// Opens what settings say, unless it is open. A provider that did not answer is tried again after a while.
    func openIfWished() async {
        let wish = wish()
        let hasArrived = await reach(wish)
        guard hasArrived || state.withLock({ $0.opened != wish }), !Task.isCancelled else { return }
        openDoor { state.withLock { ($0.isVerified, $0.rejected) = (false, nil) } }
    }

    /// Looks at settings and installed models again. What serves goes on serving until another model's vectors are
    /// complete.
    func reload() async {
        remote.forget()
        _ = await reach(wish())
        openDoor { state.withLock { ($0.isVerified, $0.rejected) = (false, nil) } }
    }

    /// Throws away the vectors that serve and begins anew; until then memories are found by words.
    func rebuild() async {
        remote.forget()
        _ = await reach(wish())
        openDoor { dropSets() }
    }

    /// Reads the file of the model whole, once after it was opened, which does not: that it is long and sound at its head
    /// says nothing of its weights. A model that was altered gives way to the table, and its vectors go.
    func verifyOnce() async {
        let opened = state.withLock { state -> Wish? in
            guard let opened = state.opened, opened.isEnabled, !state.isVerified else { return nil }
            state.isVerified = true
            return opened
        }
        guard let opened, !isRemote(opened) else { return }
        let rejection = await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { [loader] in
                continuation.resume(returning: loader.verify(opened.model, automatic: opened.automatic))
            }
        }
        guard let rejection else { return }
        door.withLock { _ in
            guard state.withLock({ $0.isVerified && $0.opened == opened }), !isRemote(opened) else { return }
            state.withLock { $0.rejected = rejection }
            dropSets()
            openAgain()
        }
    }

    /// - Returns: whether the model of a provider can be used now that could not before.
    private func reach(_ wish: Wish) async -> Bool {
        guard wish.isEnabled, let endpoint = wish.remote else {
            remote.forget()
            return false
        }
        return await remote.reach(endpoint)
    }

    private func isRemote(_ wish: Wish) -> Bool { wish.remote.flatMap(remote.embedder(at:)) != nil }

    private func openDoor(_ prepare: () -> Void) {
        door.withLock { _ in
            prepare()
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
            if let problem { logger.warning("Another model stands in.", metadata: ["error": "\(problem)"]) }
            state.withLock { ($0.opened, $0.problem) = (wish, problem) }
        } catch {
            logger.warning("Memories are found by words alone.", metadata: ["error": "\(error)"])
            sets.use(serving: nil, coming: nil)
            state.withLock { ($0.opened, $0.problem) = (wish, error) }
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
        dismissStrangers(wish)
        let problem = wish.remote.flatMap { endpoint in
            remote.embedder(at: endpoint) == nil
                ? Self.standIn(for: endpoint, remote.error(at: endpoint) ?? Self.notTried) : nil
        }
        // The provider's vectors are there, and so is who made them: nothing on this machine is nearer to what is wished.
        if let problem, sets.all.contains(where: { remote.endpoint(of: $0.model) != nil }) { return problem }
        let (source, trouble) = try source(for: wish, rejected: state.withLock { $0.rejected })
        let model = source.embedder.model
        if !keepColumn(of: source) {
            let wanted = source.set(try files.open(model))
            // The file of the old one goes when the new one is complete, so as long as it is there, it serves.
            let other = sets.serving == nil ? otherSet(than: model) : nil
            sets.change { pair in
                let old = pair.serving ?? other
                pair = VectorSets.Pair(serving: old ?? wanted, coming: old == nil ? nil : wanted)
            }
        }
        // What a provider was paid for is kept until it answers again.
        files.removeAll(besides: sets.all.map(\.model), andOf: problem == nil ? nil : wish.remote?.name.text)
        return problem ?? trouble
    }
}
