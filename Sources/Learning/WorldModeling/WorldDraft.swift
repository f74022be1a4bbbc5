import MemoryModel

/// The entries that a place's evidence comes to, beside those that its model has.
struct WorldDraft {
    private let evidence: WorldModeling.Evidence
    private let options: WorldModeling.Options
    private let ledger: FactLedger
    private let present: WorldModel?

    init(_ evidence: WorldModeling.Evidence, options: WorldModeling.Options) {
        self.evidence = evidence
        self.options = options
        present = evidence.present
        // What a person changed by hand stands until something newer speaks of it.
        let since = evidence.present?.editedAt
        let facts = evidence.facts.filter { fact in
            fact.place == evidence.place && since.map { fact.at > $0 } ?? true
        }.sorted(by: Self.precedes).suffix(options.mostFacts)
        var said: [String: String] = [:]
        for part in Self.parts {
            for entry in present?.structure[keyPath: part] ?? [] { said[entry.label] = entry.description }
        }
        ledger = FactLedger(Array(facts), present: said, options: options)
    }

    func change(at now: Timestamp) -> WorldModeling.Change? {
        let policies = evidence.policies.filter { $0.status == .active }.sorted { $0.id.rawValue < $1.id.rawValue }
        var structure = WorldModel.Structure()
        for part in Self.parts { structure[keyPath: part] = entries(of: part) }
        let told = PolicyStatements(policies)
        for (part, entries) in [(\.inference, told.inference), (\.constraints, told.constraints)] as [(Part, _)] {
            // What steps have shown is not said again.
            let labels = Set(structure[keyPath: part].map { Self.normalized($0.label) })
            structure[keyPath: part] += entries.filter { !labels.contains(Self.normalized($0.label)) }
        }
        for part in Self.parts {
            structure[keyPath: part] = Array(
                (structure[keyPath: part] + kept(in: part, beside: structure[keyPath: part])).prefix(
                    options.mostEntries))
        }
        structure = inKnownWords(structure)
        let isEmpty = structure == WorldModel.Structure()
        guard let present else { return isEmpty ? nil : .insert(model(structure, told.policies, at: now)) }
        // One that was archived while it said something was archived by a person.
        if present.status == .archived, present.structure != WorldModel.Structure() { return nil }
        if isEmpty, present.status == .archived { return nil }
        return revision(of: present, to: structure, told.policies)
    }

    // MARK: Entries

    private typealias Part = any WritableKeyPath<WorldModel.Structure, [WorldModel.Entry]> & Sendable

    private static let parts: [Part] = [\.environment, \.inference, \.constraints]

    private static func part(of kind: ObservedFact.Kind) -> Part {
        switch kind {
        case .environment: \.environment
        case .inference: \.inference
        case .constraint: \.constraints
        }
    }

    private func entries(of part: Part) -> [WorldModel.Entry] {
        let before = present?.structure[keyPath: part] ?? []
        return ledger.claims.filter { Self.part(of: $0.key.topic.kind) == part }.map { claim in
            // Evidence stays as it is while the entry does, so that a confirmed model is not written again and again.
            let known = before.first { $0.label == claim.label && $0.description == claim.description }
            var evidence = known?.evidenceIDs ?? []
            for id in claim.evidence where evidence.count < options.mostEvidence && !evidence.contains(id) {
                evidence.append(id)
            }
            return WorldModel.Entry(label: claim.label, description: claim.description, evidenceIDs: evidence)
        }
    }

    /// Entries that no fact at hand speaks of: a person's, and those whose facts are no longer there.
    private func kept(in part: Part, beside entries: [WorldModel.Entry]) -> [WorldModel.Entry] {
        guard let present else { return [] }
        let labels = Set(entries.map { Self.normalized($0.label) })
        let policies = Set(present.policyIDs.map(\.rawValue))
        return present.structure[keyPath: part].filter { entry in
            let isOfPolicies = !entry.evidenceIDs.isEmpty && entry.evidenceIDs.allSatisfy(policies.contains)
            let isSpokenOf =
                present.editedAt == nil
                ? ledger.labels.contains(entry.label) : ledger.contradicted.contains(entry.label)
            return !labels.contains(Self.normalized(entry.label)) && !isSpokenOf && !isOfPolicies
        }
    }

    /// What was said before is said in the words that a model had found for it. What one concluded goes with the first of
    /// the entries that it followed from.
    private func inKnownWords(_ structure: WorldModel.Structure) -> WorldModel.Structure {
        guard let present else { return structure }
        func all(_ structure: WorldModel.Structure) -> [WorldModel.Entry] {
            structure.environment + structure.inference + structure.constraints
        }
        let before = all(present.structure)
        let now = all(structure)
        func stands(_ label: String) -> Bool {
            let said = before.first { $0.label == label }?.description
            return said != nil && now.contains { $0.label == label && $0.description == said }
        }
        func told(_ entries: [WorldModel.Entry]) -> [WorldModel.Entry] {
            entries.filter { $0.basis.allSatisfy(stands) }.map { entry in
                var entry = entry
                entry.told =
                    entry.told
                    ?? before.first { $0.label == entry.label && $0.description == entry.description }?.told
                return entry
            }
        }
        return WorldModel.Structure(
            environment: told(structure.environment), inference: told(structure.inference),
            constraints: told(structure.constraints))
    }

    private static func normalized(_ label: String) -> String {
        label.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func precedes(_ one: ObservedFact, _ other: ObservedFact) -> Bool {
        // Times before 1970 are mistakes of a clock; their order does not matter, only that there is one.
        let (first, second) = (max(0, one.at), max(0, other.at))
        if first != second { return first < second }
        let ids = (one.episodeID.rawValue, one.traceID.rawValue, one.key, one.value)
        return ids < (other.episodeID.rawValue, other.traceID.rawValue, other.key, other.value)
    }

    // MARK: The model

    private func model(_ structure: WorldModel.Structure, _ policies: [PolicyID], at now: Timestamp) -> WorldModel {
        WorldModel(
            id: WorldModeling.id(of: evidence.owner, place: evidence.place), owner: evidence.owner, createdAt: now,
            title: ModelSummary.title(of: evidence.placeName), body: body(of: structure), structure: structure,
            confidence: options.initialConfidence, domainTags: tags(policies), policyIDs: policies)
    }

    private func revision(
        of present: WorldModel, to structure: WorldModel.Structure, _ policies: [PolicyID]
    ) -> WorldModeling.Change? {
        var next = present
        next.structure = structure
        next.policyIDs = policies
        let before = present.editedAt == nil ? [] : present.domainTags
        next.domainTags = before + tags(policies).filter { !before.contains($0) }
        next.status = structure == WorldModel.Structure() ? .archived : .active
        if present.editedAt == nil {
            next.title = ModelSummary.title(of: evidence.placeName)
            next.body = body(of: structure)
        }
        guard next != present else { return nil }
        let difference = Difference(from: present.structure, to: structure, contradicted: ledger.contradicted)
        if difference.contradicted > 0 {
            next.confidence -= options.confidenceStep * Double(difference.contradicted)
        } else if difference.added + difference.confirmed > 0 {
            next.confidence = max(
                next.confidence, min(options.highestConfidence, next.confidence + options.confidenceStep))
        }
        next.confidence = (max(0, next.confidence) * 10_000).rounded() / 10_000
        return .revise(next, reason: difference.reason)
    }

    func body(of structure: WorldModel.Structure) -> String {
        let layout = ledger.claims.filter(\.key.topic.isLayout).map(\.label)
        let commands = ledger.claims.filter(\.key.topic.isCommand).map(\.label)
        return ModelSummary.body(of: structure, layout: Set(layout), commands: Set(commands))
    }

    private func tags(_ told: [PolicyID]) -> [String] {
        ModelSummary.tags(of: ledger.claims, evidence.policies.filter { told.contains($0.id) })
    }
}
