import LanguageModels
import LocalEmbedding
import MemoryAssembly
import MemoryModel
import VectorColumn

/// Which sets there are to be.
extension Meaning {
    /// What makes vectors, and what a ranking by them is worth.
    struct Source {
        var embedder: any Embedder
        var trust: Double

        func set(_ column: VectorColumn) -> VectorSet { VectorSet(embedder: embedder, column: column, trust: trust) }
    }

    /// No text goes to a service that settings no longer name, not even until another model's vectors are complete.
    func dismissStrangers(_ wish: Wish) {
        sets.change { [remote] pair in
            func isWelcome(_ set: VectorSet) -> Bool {
                guard let endpoint = remote.endpoint(of: set.model) else { return true }
                return wish.remote.map(endpoint.isSameService) ?? false
            }
            let welcome = [pair.serving, pair.coming].compactMap(\.self).filter(isWelcome)
            pair = VectorSets.Pair(serving: welcome.first, coming: welcome.dropFirst().first)
        }
    }

    /// - Returns: what is wished for, or what stands in together with the reason.
    func source(
        for wish: Wish, rejected: ModelLoader.Rejection?
    ) throws(MemoryError) -> (source: Source, problem: MemoryError?) {
        if let embedder = wish.remote.flatMap(remote.embedder(at:)) {
            return (Source(embedder: embedder, trust: 1), nil)
        }
        let (loaded, problem) = try loader.load(
            wish.model, automatic: wish.automatic, rejected: rejected)
        return (source(of: loaded), problem)
    }

    private func source(of loaded: ModelLoader.Loaded) -> Source {
        Source(embedder: LocalEmbedder(loaded.encoder, lanes: lanes), trust: loaded.trust)
    }

    /// The vectors stay where they are of this model; its file may be another one by now.
    func keepColumn(of source: Source) -> Bool {
        let model = source.embedder.model
        return sets.change { pair in
            if let serving = pair.serving, serving.model == model {
                pair = VectorSets.Pair(serving: source.set(serving.column), coming: nil)
            } else if let coming = pair.coming, coming.model == model {
                pair.coming = source.set(coming.column)
            } else {
                return false
            }
            return true
        }
    }

    /// Vectors of a model of this machine that served before, if that model is still there.
    func otherSet(than model: EmbeddingModel) -> VectorSet? {
        for (id, file) in files.ids(besides: model) {
            guard let loaded = try? loader.loadModel(id), VectorFiles.name(of: loaded.encoder.model) == file,
                let column = try? files.open(loaded.encoder.model), column.count > 0
            else { continue }
            return source(of: loaded).set(column)
        }
        return nil
    }

    static func standIn(for endpoint: ModelEndpoint, _ error: MemoryError) -> MemoryError {
        MemoryError(
            error.code, "\(endpoint.name.text) does not make vectors now: \(error.message)", details: error.details,
            hint: error.hint)
    }

    static let notTried = MemoryError(.embeddingUnavailable, "It was not asked yet.")
}
