import JSONText
import MemoryModel
import MemoryStore
import Prompting
import WorldModeling

/// What was seen of a place becomes, or changes, its world model.
struct WorldMaking: Sendable {
    let options: LearningOptions

    func requests(_ job: LearningJob, in reader: MemoryReader) throws -> [DraftRequest] {
        guard let evidence = try evidence(for: job, in: reader), try mayAsk(of: evidence, in: reader) else { return [] }
        let modeling = WorldModeling(options: options.worlds)
        return modeling.settle(evidence, at: job.notBefore)
            .flatMap { modeling.request(wording: $0, from: evidence) }.map { [$0] } ?? []
    }

    func run(_ job: LearningJob, in transaction: MemoryTransaction, with book: DraftBook = .empty) throws {
        guard let evidence = try evidence(for: job, in: transaction.reader) else { return }
        let modeling = WorldModeling(options: options.worlds)
        var change = modeling.settle(evidence, at: transaction.now)
        if !book.isEmpty { change = change.map { modeling.worded($0, from: evidence, by: book) } }
        switch change {
        case .insert(let model):
            guard try !transaction.reader.isForgotten(id: model.id.rawValue) else { return }
            let note = model.provenance.note.map { ", \($0)" } ?? ""
            try transaction.insert(model, reason: "first seen in \(evidence.facts.count) observations" + note)
            transaction.tell(MemoryFact(.worldModelAbstracted, of: model))
        case .revise(let model, let reason):
            let revised = try transaction.revise(model, reason: reason)
            transaction.tell(MemoryFact(.worldModelRevised, of: revised))
        case nil: break
        }
    }

    private func evidence(for job: LearningJob, in reader: MemoryReader) throws -> WorldModeling.Evidence? {
        guard let place = WorldPlace(subject: job.subject) else { return nil }
        let owner = try owner(of: place, in: reader)
        return WorldModeling.Evidence(
            place: place.name, placeName: try name(of: place, in: reader), owner: owner,
            facts: try reader.facts(of: place.name), policies: try policies(about: owner, in: reader),
            present: try reader.item(WorldModeling.id(of: owner, place: place.name))
        )
    }

    /// What was read out of a back-fill alone is no reason to ask.
    private func mayAsk(of evidence: WorldModeling.Evidence, in reader: MemoryReader) throws -> Bool {
        guard options.drafting.isEnabled else { return false }
        if options.drafting.includesImports { return true }
        guard let newest = evidence.facts.max(by: { $0.at < $1.at }) else { return true }
        return try reader.trace(newest.traceID)?.origin != .imported
    }

    /// A project's model belongs to all of its workspaces, which scope it by the newest one that is known.
    private func owner(of place: WorldPlace, in reader: MemoryReader) throws -> Namespace {
        let workspaces = try reader.workspaces(of: ProjectID(place.name)).sorted()
        return Namespace(
            agentKind: place.agentKind, profile: place.profile, workspace: workspaces.first ?? place.name)
    }

    private func name(of place: WorldPlace, in reader: MemoryReader) throws -> String {
        if let project = try reader.project(ProjectID(place.name)) { return project.name }
        return place.name.split(separator: "/").last.map(String.init) ?? place.name
    }

    private func policies(about owner: Namespace, in reader: MemoryReader) throws -> [Policy] {
        let scope = Scope(
            agentKind: owner.agentKind, profile: owner.profile, workspaces: owner.workspace.map { [$0] })
        return try reader.items(
            Policy.self, filter: ItemFilter(statuses: [.active], scope: scope), limit: Self.policiesRead, offset: 0
        ).filter { $0.owner.workspace != nil && $0.origin == nil }
    }

    private static let policiesRead = 50
}
