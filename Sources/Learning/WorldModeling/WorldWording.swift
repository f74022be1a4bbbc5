import DraftScreening
import MemoryModel
package import Prompting

/// What a model says of a place: its entries in other words, each with all that it names, and what follows from several.
struct WorldWording: Equatable {
    /// By label of the entry.
    var told: [String: String] = [:]
    var conclusions: [WorldModel.Entry] = []

    /// One sentence that does not hold is left out and no reason to refuse the others; one that would do harm is.
    ///
    /// - Throws: why nothing of it is used.
    init(_ reply: DraftReader, of world: WorldModel, mostEvidence: Int) throws(DraftError) {
        let entries = world.seen.map(\.entry)
        for item in try reply.list("entries", count: 72) {
            let label = try item.piece("entry")
            guard let entry = entries.first(where: { $0.label == label }) else { throw DraftError(.noEvidence) }
            let screen = DraftScreen(commands: [], words: [entry.label, entry.description])
            let text = try item.text("text", limit: 240)
            let line = try Self.unlessUnsupported { () throws(DraftError) in try screen.sentence(text, limit: 240) }
            if let line, Self.says(line, all: entry.description) { told[label] = line }
        }
        for item in try reply.list("conclusions", count: 3) {
            let labels = try item.evidence()
            let basis = entries.filter { labels.contains($0.label) }
            guard basis.count == labels.count, basis.count >= 2 else { throw DraftError(.noEvidence) }
            let screen = DraftScreen(commands: [], words: basis.flatMap { [$0.label, $0.description] })
            let (name, text) = (try item.text("label", limit: 60), try item.text("text", limit: 240))
            let line = try Self.unlessUnsupported { () throws(DraftError) in
                _ = try screen.sentence(name, limit: 60, sharing: 1)
                return try screen.sentence(text, limit: 240, sharing: 1)
            }
            guard let line, !name.isEmpty, Self.isStatement(line), !world.has(label: name) else { continue }
            var ids: [String] = []
            for id in basis.flatMap(\.evidenceIDs) where !ids.contains(id) && ids.count < mostEvidence {
                ids.append(id)
            }
            conclusions.append(
                WorldModel.Entry(label: name, description: line, evidenceIDs: ids, basis: basis.map(\.label)))
        }
    }

    private static func unlessUnsupported(
        _ body: () throws(DraftError) -> String
    ) throws(DraftError) -> String? {
        do throws(DraftError) {
            return try body()
        } catch {
            if error.reason == .unsupported { return nil }
            throw error
        }
    }

    /// Whether it names all that the description names, denies what it denies, and tells nobody what to do.
    private static func says(_ line: String, all description: String) -> Bool {
        isStatement(line) && names(in: description).isSubset(of: names(in: line))
            && denies(line) == denies(description)
    }

    private static func isStatement(_ line: String) -> Bool {
        FactScreen.isSentence(line) && WorldModeling.refusal(of: line) == nil
    }

    private static func names(in text: String) -> Set<Substring> {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        return Set(stride(from: 1, to: max(parts.count - 1, 1), by: 2).map { parts[$0] })
    }

    private static func denies(_ text: String) -> Bool {
        let words = text.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" }.map(String.init)
        return words.contains { denials.contains($0) || $0.hasSuffix("n't") || $0.hasSuffix("n’t") }
            || chineseDenials.contains { text.contains($0) }
    }

    private static let denials: Set<String> = [
        "not", "no", "never", "none", "nothing", "without", "fails", "fail", "failed", "unless", "until", "only",
        "cannot", "missing", "absent", "lacks", "forbidden", "except",
    ]
    private static let chineseDenials = ["不", "没", "未", "无", "只", "除非", "失败", "直到", "禁"]
}

extension WorldModeling {
    /// The change in the words of a model, where it gave any that hold.
    package func worded(_ change: Change, from evidence: Evidence, by book: DraftBook) -> Change {
        guard let request = request(wording: change, from: evidence) else { return change }
        switch change {
        case .insert(let model): return .insert(told(model, request, from: evidence, by: book))
        case .revise(let model, let reason):
            let told = told(model, request, from: evidence, by: book)
            return .revise(told, reason: reason + (told.provenance.note.map { "; \($0)" } ?? ""))
        }
    }

    private func told(
        _ model: WorldModel, _ request: DraftRequest, from evidence: Evidence, by book: DraftBook
    ) -> WorldModel {
        let (wording, provenance) = book.draft(request.prompts[0], of: request) {
            reply throws(DraftError) in
            try WorldWording(reply, of: model, mostEvidence: options.mostEvidence)
        }
        var model = model
        model.provenance = provenance
        // What a model has seen is not asked for again, whatever came of it; what it had no chance to see is.
        if wording != nil || provenance.isRefusal { model.takeOver(wording, mostEntries: options.mostEntries) }
        model.body = WorldDraft(evidence, options: options).body(of: model.structure)
        return model
    }
}

extension Provenance {
    fileprivate var isRefusal: Bool {
        if case .rulesInstead(_, let reason) = self { DraftError.Reason(rawValue: reason) != nil } else { false }
    }
}

extension WorldModel {
    fileprivate func has(label: String) -> Bool {
        (structure.environment + structure.inference + structure.constraints).contains {
            $0.label.lowercased() == label.lowercased()
        }
    }

    fileprivate mutating func takeOver(_ wording: WorldWording?, mostEntries: Int) {
        func told(_ entries: [Entry]) -> [Entry] {
            entries.filter { $0.basis.isEmpty || wording == nil }.map { entry in
                var entry = entry
                if entry.basis.isEmpty { entry.told = wording?.told[entry.label] ?? entry.told ?? entry.description }
                return entry
            }
        }
        structure = Structure(
            environment: told(structure.environment),
            inference: Array((told(structure.inference) + (wording?.conclusions ?? [])).prefix(mostEntries)),
            constraints: told(structure.constraints))
    }
}
